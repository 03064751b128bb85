import { DomainError } from '../error.js';
import { prorate, zero, type Money } from '../money.js';
import type { Order, OrderRefund } from '../order.js';
import type { RoundingMode } from '../programme.js';

type Told = Pick<Order, 'paid' | 'refunds' | 'disputes'>;

/**
 * What of `earned` the folded order still justifies: earned × (paid − taken back) ÷ paid, exact, rounded once. The whole
 * where nothing is taken back or nothing is known to be paid; zero once all is.
 */
export function targetOf(earned: Money, order: Told, mode: RoundingMode): Money {
  const { n, d } = refundedShare(order);
  return prorate(earned, d - n, d, mode);
}

/** The share of the payment that refunds and disputes have taken back, as an exact fraction 0 ≤ n/d ≤ 1. */
export function refundedShare(order: Told): { n: bigint; d: bigint } {
  const paid = order.paid?.amount.amount ?? 0n;
  return paid > 0n ? { n: takenBack(order).amount, d: paid } : { n: 0n, d: 1n };
}

/**
 * What has left the shop again: refunds plus disputes that are open or lost, never more than was paid, so that a full
 * refund and a dispute of the same charge count once. Throws `currency_mismatch`.
 */
export function takenBack(order: Told): Money {
  const currency = order.paid?.amount.currency ?? Object.values(order.refunds)[0]?.amount.currency ?? 'USD';
  const refunded = refundedSum(Object.values(order.refunds), currency);
  const disputed = Object.values(order.disputes)
    .filter(({ status }) => status !== 'won')
    .reduce((sum, { amount }) => sum + inCurrency(amount, currency), 0n);
  const sum = refunded + disputed;
  const most = order.paid?.amount.amount;
  return most === undefined ? { amount: sum, currency } : { amount: sum > most ? most : sum, currency };
}

/**
 * Refunds told one by one are contained in a source's running total, so the greater of the two counts. Each total (one a
 * charge) is told under an id of its own; one that is told again replaces the earlier telling, so totals add up. A refund
 * that failed after the newest total was told is no longer in them.
 */
function refundedSum(refunds: readonly OrderRefund[], currency: string): bigint {
  const single = refunds.filter((refund) => !refund.cumulative);
  const one = sum(
    single.filter(({ status }) => status === 'succeeded'),
    currency,
  );
  const totals = refunds.filter((refund) => refund.cumulative && refund.status === 'succeeded');
  if (totals.length === 0) return one;
  const newest = Math.max(...totals.map(({ at }) => at.getTime()));
  const failed = single.filter(({ status, at }) => status === 'failed' && at.getTime() > newest);
  const total = sum(totals, currency) - sum(failed, currency);
  return total > one ? total : one;
}

function sum(refunds: readonly OrderRefund[], currency: string): bigint {
  return refunds.reduce((total, { amount }) => total + inCurrency(amount, currency), 0n);
}

function inCurrency(amount: Money, currency: string): bigint {
  if (amount.currency === currency) return amount.amount;
  throw new DomainError(
    'currency_mismatch',
    `A refund in ${amount.currency} of an order paid in ${currency} needs a rate, and none is known.`,
  );
}

/** Money of an order that is still with the shop, gross. */
export function remaining(order: Told): Money {
  const paid = order.paid?.amount ?? zero('USD');
  return { amount: paid.amount - takenBack(order).amount, currency: paid.currency };
}
