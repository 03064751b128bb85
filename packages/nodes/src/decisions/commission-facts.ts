import {
  convertedFacts,
  inProgramme,
  orderBase,
  partnerFacts,
  subscriptionMonth,
  volumeKey,
  type Exchange,
  type Journal,
  type JsonObject,
  type Money,
  type Order,
  type OrderPayment,
  type Partner,
  type Programme,
} from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { isObject } from '../read.js';

/** `exchange` where the order is in another currency than its programme. */
export type PaidOrder = Order & { paid: OrderPayment; exchange?: Exchange };

/** What a commission rule is told, out of which it takes its schema's facts, with the anchor that renewals are counted from. */
export interface CommissionFacts {
  facts: JsonObject;
  anchor: Date;
  /** The customer's first order, which may be this one. */
  firstOrder: Date;
}

/** What is stored about an order when a partner's commission for it is computed. */
export interface CommissionRecords {
  /** The head of the partner's chain. */
  head: Journal | null;
  /** What the event that told of the payment said. */
  told: JsonObject;
  /** The customer's orders, and those of the order's subscription. */
  ofCustomer: readonly Order[];
  ofSubscription: readonly Order[];
  /** The partner's commissions of earlier orders. */
  orderCount: number;
}

/**
 * The facts of one partner's commission for an order, as of the order: tier and group now (a change applies from the next
 * event), the month's volume from the partner's ledger head, the customer's earlier orders, and what the event said besides
 * (the programme's own fields). All money is in the programme's currency.
 */
export function commissionFactsOf(
  programme: Pick<Programme, 'timeZone' | 'currency'>,
  order: PaidOrder,
  partner: Partner,
  { head, told, ofCustomer, ofSubscription, orderCount }: CommissionRecords,
): CommissionFacts {
  const { paid, exchange } = order;
  const { timeZone, currency } = programme;
  const said = convertedFacts(told, exchange);
  const earlier = ofCustomer.filter((other) => other.id !== order.id && other.paid && other.paid.at < paid.at);
  // First payment of the order's subscription; the order's own time where it has none.
  const anchor = ofSubscription.reduce(
    (first, other) => (other.paid && other.paid.at < first ? other.paid.at : first),
    paid.at,
  );
  const volume = head?.counters[volumeKey(paid.at, timeZone, currency)] ?? 0n;
  const month = paid.kind === 'renewal' ? subscriptionMonth(anchor, paid.at, timeZone) : 1;
  const facts: JsonObject = {
    ...said,
    data: said,
    partner: partnerFacts(partner),
    order: {
      ...objectIn(said, 'order'),
      amount: minor(inProgramme(paid.amount, exchange)),
      net: minor(orderBase(order, 'net').base),
      tax: minor(inProgramme(paid.tax, exchange)),
      shipping: minor(inProgramme(paid.shipping, exchange)),
      kind: paid.kind,
      month,
      ...(paid.customer.country && { country: paid.customer.country }),
      ...(paid.coupon && { coupon: paid.coupon }),
    },
    customer: { ...objectIn(said, 'customer'), isNew: earlier.length === 0 },
    history: { monthVolume: minor({ amount: volume, currency }), orderCount },
    asOf: paid.at.getTime(),
  };
  const firstOrder = earlier.reduce(
    (first, { paid: other }) => (other && other.at < first ? other.at : first),
    paid.at,
  );
  return { facts, anchor, firstOrder };
}

/** Money as rules take it: a safe integer of minor units. */
function minor({ amount }: Money): number {
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
