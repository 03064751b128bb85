import { claim as claimOf, type ClaimsLimit } from '@sluice/domain';
import { read, write } from './documents.js';
import type { World } from './types.js';

/** Claims at most `asked` of a limit beyond one partner; answers what is granted, now or the first time. */
export function claim(
  world: World,
  { key, unit, limit }: Pick<ClaimsLimit, 'key' | 'unit' | 'limit'>,
  by: string,
  asked: bigint,
): bigint {
  const before = read(world, 'spend_claims', key)?.claims ?? {};
  const { granted, claims } = claimOf(before, by, asked, limit);
  write(world, 'spend_claims', { id: key, key, unit, claims });
  return granted;
}
