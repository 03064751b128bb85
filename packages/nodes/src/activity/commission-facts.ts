import {
  orderBase,
  partnerFacts,
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
import { isObject } from '../read.js';

/** What a commission rule is told, out of which it takes its schema's facts, with the anchor that renewals are counted from. */
export interface CommissionFacts {
  facts: JsonObject;
  anchor: Date;
}

/**
 * The facts of one partner's commission for an order, as of the order: tier and group now (a change applies from the next
 * event), the month's volume from the partner's ledger head, the customer's earlier orders, and what the event said besides
 * (the programme's own fields).
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
  const told = await eventData(deps, programme.key, order);
  const facts: JsonObject = {
    ...told,
    data: told,
    partner: partnerFacts(partner),
    order: {
      ...objectIn(told, 'order'),
      amount: minor(paid.amount),
      net: minor(orderBase(order, 'net').base),
      tax: minor(paid.tax),
      shipping: minor(paid.shipping),
      kind: paid.kind,
      month,
      ...(paid.customer.country && { country: paid.customer.country }),
      ...(paid.coupon && { coupon: paid.coupon }),
    },
    customer: { ...objectIn(told, 'customer'), isNew: earlier.length === 0 },
    history: {
      monthVolume: minor({ amount: volume, currency: paid.amount.currency }),
      orderCount: await deps.store.commissions.collection.count(programme.key, {
        partner: partner.id,
        reverses: null,
        occurredAt: { $lt: paid.at },
      }),
    },
    asOf: paid.at.getTime(),
  };
  return { facts, anchor };
}

/** What the event that told of the payment said. */
async function eventData(deps: ActivityDeps, programme: string, order: Order): Promise<JsonObject> {
  const id = order.tellings?.[0]?.event ?? order.events[0];
  return (id && (await deps.store.events.get(programme, id))?.data) ?? {};
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

/** An object of an event's data; empty where there is none. */
export function objectIn(data: JsonObject, name: string): JsonObject {
  const value = data[name];
  return isObject(value) ? value : {};
}
