import type { EventId } from './ids.js';
import type { JsonObject } from './json.js';
import type { MoneyJson } from './money.js';

/** The only way in: stored first, then dispatched. Unique on (programme, source, id). */
export interface SluiceEvent {
  /** Derived from (programme, source, sourceId). */
  id: EventId;
  programme: string;
  /** Who said it: an API key's or a webhook endpoint's source name, e.g. `api`, `stripe`, `sandbox-rail`. */
  source: string;
  sourceId: string;
  type: EventType;
  version: number;
  occurredAt: Date;
  receivedAt: Date;
  data: JsonObject;
  /** Set where `occurredAt` was clamped. */
  clamped?: 'future' | 'too_old';
}

export const eventTypes = [
  'application.submitted',
  'partner.approved',
  'partner.rejected',
  'partner.paused',
  'partner.terminated',
  'partner.reinstated',
  'partner.activity',
  'click',
  'coupon.used',
  'coupon.requested',
  'lead.created',
  'demo.booked',
  'deal.stage_changed',
  'customer.activated',
  'trial.started',
  'trial.converted',
  'trial.cancelled',
  'order.paid',
  'order.refunded',
  'order.linked',
  'subscription.started',
  'subscription.renewed',
  'subscription.upgraded',
  'subscription.downgraded',
  'subscription.cancelled',
  'dispute.opened',
  'dispute.won',
  'dispute.lost',
  'claim.opened',
  'claim.settled',
  'payout.paid',
  'payout.failed',
  'payout.returned',
  'document.signed',
  'tax_form.received',
  'tax_form.expiring',
] as const;

export type KnownEventType = (typeof eventTypes)[number];
export type EventType = KnownEventType | `custom.${string}`;

export interface OrderPaidData {
  order: {
    id: string;
    aliases?: string[];
    amount: MoneyJson;
    tax?: MoneyJson;
    shipping?: MoneyJson;
    discount?: MoneyJson;
    margin?: MoneyJson;
    items?: { sku: string; category?: string; quantity: number; amount: MoneyJson }[];
    coupon?: string;
    kind?: 'new' | 'renewal' | 'upgrade';
    subscriptionId?: string;
    periodMonths?: number;
  };
  customer: { id: string; email?: string; country?: string };
  attribution?: { partnerId?: string; clickId?: string; coupon?: string };
  context?: {
    ip?: string;
    ipCountry?: string;
    userAgent?: string;
    referrer?: string;
    cardCountry?: string;
    cardBin?: string;
  };
}

export interface OrderRefundedData {
  order: { id: string; aliases?: string[] };
  /**
   * `cumulative`: the sum of all refunds so far as the source tells it (Stripe's `charge.refunded` without a list); refunds
   * told one by one are contained in it, so the order's refunded sum is the greater of the two tellings, not their sum.
   */
  refund: { id: string; amount: MoneyJson; status?: 'succeeded' | 'failed'; cumulative?: boolean };
}

/** Says only that these names mean one order (Stripe's `invoice_payment.paid`); tells of no money. */
export interface OrderLinkedData {
  order: { id: string; aliases: string[] };
}

export interface DisputeData {
  order: { id: string; aliases?: string[] };
  dispute: { id: string; amount: MoneyJson };
}
