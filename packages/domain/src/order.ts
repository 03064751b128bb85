import type { CustomerId, EventId, OrderId, ReferralId } from './ids.js';
import type { Money } from './money.js';

/**
 * One order, folded from every event that tells of it. One document per (programme, account, order) with unique aliases
 * (checkout session, invoice, payment intent, charge). A refund that arrives first makes a shell (`paid` is absent).
 */
export interface Order {
  id: OrderId;
  programme: string;
  /** The source's account, e.g. `stripe` or a connected account's id. */
  account: string;
  externalId: string;
  aliases: string[];
  paid?: OrderPayment;
  /** Every telling of the payment, by event time: `paid` is made of them, so that their order of arrival does not matter. */
  tellings?: OrderTelling[];
  /** By the source's refund id; the newest telling wins. */
  refunds: Record<string, OrderRefund>;
  disputes: Record<string, OrderDispute>;
  referral?: ReferralId;
  /** Ids of the events folded in. */
  events: EventId[];
  rev: number;
}

/** How one event told of the payment. */
export interface OrderTelling {
  event: EventId;
  externalId: string;
  payment: OrderPayment;
}

export interface OrderPayment {
  at: Date;
  receivedAt: Date;
  amount: Money;
  tax: Money;
  shipping: Money;
  discount: Money;
  margin?: Money;
  items: OrderItem[];
  coupon?: string;
  kind: 'new' | 'renewal' | 'upgrade';
  subscriptionId?: string;
  periodMonths?: number;
  customer: { id: CustomerId; externalId: string; email?: string; country?: string };
  attribution: { partnerId?: string; clickId?: string; coupon?: string };
  /** Personal context (IP, user agent) stays in the event; here only what is lawful to keep. */
  context: { ipHash?: string; ipCountry?: string; referrer?: string; cardCountry?: string };
}

export interface OrderItem {
  sku: string;
  category?: string;
  quantity: number;
  amount: Money;
}

export interface OrderRefund {
  id: string;
  at: Date;
  amount: Money;
  status: 'succeeded' | 'failed';
  /** The sum so far, not one refund: the order has refunded the greater of this and the sum of the single ones. */
  cumulative?: boolean;
}

export interface OrderDispute {
  id: string;
  at: Date;
  amount: Money;
  status: 'open' | 'won' | 'lost';
}
