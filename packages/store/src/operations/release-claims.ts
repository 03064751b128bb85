import {
  bountyKey,
  claimsBounty,
  decideCapRelease,
  type Commission,
  type CustomerId,
  type Programme,
} from '@sluice/domain';
import type { Store } from '../store.js';

/**
 * Gives back what a rejected commission took of caps, so that others may earn it: of the claims documents, of its partner's
 * counters, and the customer's bounty once nobody is paid for the order. Refunds give nothing back. Safe to repeat.
 */
export async function releaseClaims(
  store: Store,
  programme: Pick<Programme, 'key' | 'timeZone'>,
  commission: Commission,
  by: { at: Date; actor: string },
): Promise<void> {
  const { key, timeZone } = programme;
  for (const claims of commission.claims ?? []) await store.spendClaims.settle(key, claims, { [commission.id]: 0n });
  const { partner } = commission;
  await store.ledger.post(key, partner, { commissions: [] }, () =>
    decideCapRelease({ programme: key, partner, ...by, commission, timeZone }),
  );
  if (claimsBounty(commission.terms)) await releaseBounty(store, key, commission);
}

async function releaseBounty(store: Store, programme: string, { order, referral, lead }: Commission): Promise<void> {
  const customer: CustomerId | undefined = lead
    ? (await store.referrals.get(programme, referral))?.customer
    : (await store.orders.get(programme, order))?.paid?.customer.id;
  const earned = await store.commissions.ofOrder(programme, order);
  if (customer && earned.every(({ position }) => position?.approval === 'rejected'))
    await store.spendClaims.settle(programme, bountyKey(customer), { [order]: 0n });
}
