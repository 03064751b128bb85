import {
  claimsVolume,
  countedBase,
  countTaken,
  everybody,
  ordersKey,
  partnerCaps,
  volumeKey,
  type BacktestRow,
  type CapScope,
  type CommissionTerms,
  type Drifts,
  type DriftSide,
  type FactOrder,
} from '@sluice/domain';
import type { ReplaySource, ReplayTerms, SideResult } from './replay.js';

/** Counts what the versions made of the order, against what was made of it. */
export function moveOn(
  source: ReplaySource,
  order: FactOrder,
  terms: ReplayTerms,
  drifts: Drifts,
  sides: Record<DriftSide, SideResult>,
): void {
  const { commission } = source;
  const { begun, partner, position, occurredAt: at } = commission;
  // What was rejected gave back what it took, and would have under any version.
  if (!begun || position?.approval === 'rejected') return;
  const scope = scopeOf(source, terms);
  const posted = recordedOf(source);
  const took = { before: sides.before.taken ?? [], after: sides.after.taken ?? [] };
  countTaken(drifts, begun.caps, posted, took, scope);
  if (!begun.counted || !commission.terms) return;
  const was = countedOf(order, terms, commission.terms, posted, commission.base?.amount ?? 0n);
  for (const side of ['before', 'after'] as const) {
    const { outcome, terms: own, computed } = sides[side];
    if ('fault' in outcome || !own) continue;
    const now = countedOf(order, terms, own, outcome.amount, computed?.base.amount ?? 0n);
    drifts.add(partner, volumeKey(at, terms.timeZone, scope.currency), side, now - was);
    drifts.add(partner, ordersKey(at, terms.timeZone), side, (now > 0n ? 1n : 0n) - (was > 0n ? 1n : 0n));
  }
}

/** What of an order is counted into the partner's volume. */
function countedOf(
  { order }: FactOrder,
  { settings }: ReplayTerms,
  own: CommissionTerms,
  earned: bigint,
  base: bigint,
): bigint {
  const counted = claimsVolume(own) ? countedBase(order, own, settings).amount : earned > 0n ? base : 0n;
  return counted > 0n ? counted : 0n;
}

/** Counters of this order's owners that are not where they were at the order's time. */
export function beganFrom(
  source: ReplaySource,
  terms: ReplayTerms,
  drifts: Drifts,
): NonNullable<BacktestRow['drifts']> {
  const { partner, customer } = scopeOf(source, terms);
  return [...new Set([partner, customer, everybody])].flatMap((owner): NonNullable<BacktestRow['drifts']> => {
    const owned = Object.entries(drifts.owned(owner)).filter(
      ([, one]) => one.before !== 0n || one.after !== 0n || one.took,
    );
    return owned.length > 0 ? [[owner, Object.fromEntries(owned)]] : [];
  });
}

export function scopeOf({ commission, customer }: ReplaySource, terms: ReplayTerms): CapScope {
  const { partner, occurredAt: at, amount } = commission;
  return {
    rule: terms.rule ?? '',
    partner,
    customer: customer ?? commission.customer ?? '',
    at,
    timeZone: terms.timeZone,
    currency: amount.currency,
    spendCaps: terms.settings.spendCaps ?? [],
    from: terms.period?.from ?? at,
  };
}

/** True where caps are counted beyond the order. */
export function countsBeyond(own: CommissionTerms, { settings }: ReplayTerms): boolean {
  if (settings.spendCaps && settings.spendCaps.length > 0) return true;
  return partnerCaps(own).length > 0 || (own.caps ?? []).some(({ per }) => per === 'customer' || per === 'programme');
}

/** What was posted, with all lines and stages. */
export function recordedOf({ commission }: Pick<ReplaySource, 'commission'>): bigint {
  return (commission.parts ?? []).reduce((sum, { amount }) => sum + amount.amount, commission.amount.amount);
}
