import type { AssetDto } from '@sluice/contracts/asset';

export const assetWords: Readonly<Record<AssetDto['kind'], string>> = {
  landing_page: 'Landing page',
  banner: 'Banner',
  copy: 'Copy text',
};
