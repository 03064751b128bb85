import type { PartnerRow } from '@sluice/contracts/partner';

/** How each type of partner is written. */
export const typeWords: Record<PartnerRow['type'], string> = {
  creator: 'creator',
  coupon_site: 'coupon site',
  consultant: 'consultant',
  agency: 'agency',
  reseller: 'reseller',
  influencer: 'influencer',
  other: 'other',
};
