import {
  orderBase,
  subscriptionMonth,
  volumeKey,
  type Journal,
  type JsonObject,
  type Money,
  type Order,
  type OrderPayment,
  type Partner,
  type Programme,
} from '@sluice/domain';
import type { ActivityDeps } from './deps.js';
import { NonRetryable } from '../activity-types.js';

/** What a commission rule sees (`commission@1`), with the anchor that renewals are counted from. */
export interface CommissionFacts {
  facts: JsonObject;
  anchor: Date;
}

/**
 * The facts of one partner's commission for an order, as of the order: tier and group now (a change applies from the next
 * event), the month's volume from the partner's ledger head, and the customer's earlier orders.
 */
export async function commissionFacts(
  deps: ActivityDeps,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  partner: Partner,
  head: Journal | null,
): Promise<CommissionFacts> {
  const { paid } = order;
  const earlier = (await deps.store.orders.ofCustomer(programme.key, paid.customer.id)).filter(
    (other) => other.id !== order.id && other.paid && other.paid.at < paid.at,
  );
  const anchor = await anchorOf(deps, programme, order);
  const volume = head?.counters[volumeKey(paid.at, programme.timeZone, paid.amount.currency)] ?? 0n;
  const month = paid.kind === 'renewal' ? subscriptionMonth(anchor, paid.at, programme.timeZone) : 1;
  const facts: JsonObject = {
    partner: {
      tier: partner.tier,
      type: partner.type,
      ...(partner.group && { group: partner.group }),
      ...(partner.country && { country: partner.country }),
    },
    order: {
      amount: minor(paid.amount),
      net: minor(orderBase(order, 'net').base),
      tax: minor(paid.tax),
      shipping: minor(paid.shipping),
      kind: paid.kind,
      month,
      ...(paid.customer.country && { country: paid.customer.country }),
      ...(paid.coupon && { coupon: paid.coupon }),
    },
    customer: { isNew: earlier.length === 0 },
    history: {
      monthVolume: minor({ amount: volume, currency: paid.amount.currency }),
      orderCount: await deps.store.commissions.collection.count(programme.key, { partner: partner.id }),
    },
    asOf: paid.at.getTime(),
  };
  return { facts, anchor };
}

/** First payment of the order's subscription; the order's own time where it has none. */
async function anchorOf(
  deps: ActivityDeps,
  programme: Programme,
  order: Order & { paid: OrderPayment },
): Promise<Date> {
  const { subscriptionId, at } = order.paid;
  if (!subscriptionId) return at;
  const orders = await deps.store.orders.ofSubscription(programme.key, subscriptionId);
  return orders.reduce((first, { paid }) => (paid && paid.at < first ? paid.at : first), at);
}

/** Money as rules take it: a safe integer of minor units. */
export function minor({ amount }: Money): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number))
    throw new NonRetryable('overflow', `${amount} minor units are more than a rule can take.`);
  return number;
}
