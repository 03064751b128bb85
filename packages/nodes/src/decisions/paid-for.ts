import {
  countedConversion,
  leadOrder,
  type CommissionTerms,
  type Conversion,
  type CustomerId,
  type EventId,
  type JsonObject,
  type OrderId,
  type PaidLead,
  type Programme,
  type Referral,
} from '@sluice/domain';
import type { PaidOrder } from './commission-facts.js';

/** What a commission is paid for: an order, or what happened to a lead. */
export interface PaidFor {
  /** The order's id, or what stands in its place. */
  order: OrderId;
  externalId: string;
  customer: { id: CustomerId; externalId: string };
  /** Event time: it decides the periods and the version of the rule. */
  at: Date;
  event: EventId;
  /** The first of its lines. */
  lineKey: string;
  lead?: PaidLead;
  /** The order itself, where it is one. */
  paid?: PaidOrder;
}

/** An event that tells of a lead, as it is stored. */
export interface LeadEvent {
  id: string;
  type: string;
  occurredAt: Date;
  receivedAt: Date;
  data: JsonObject;
}

export function forOrder(order: PaidOrder): PaidFor {
  const { id, externalId, paid, events } = order;
  const { customer, at } = paid;
  return { order: id, externalId, customer, at, event: events[0]!, lineKey: 'order', paid: order };
}

/** What stands of the same lead and event under the same id, whoever tells it and however often. */
export function forLead(programme: string, referral: Referral, event: LeadEvent): PaidFor {
  const externalId = referral.customerExternalId;
  return {
    order: leadOrder(programme, referral.id, event.type),
    externalId,
    customer: { id: referral.customer, externalId },
    at: event.occurredAt,
    event: event.id as EventId,
    lineKey: event.type,
    lead: { event: event.type, receivedAt: event.receivedAt, weights: referral.weights },
  };
}

/** How the base was converted, where the order is in another currency than its programme. */
export function conversionOf(
  { paid }: PaidFor,
  terms: CommissionTerms,
  { settings }: Pick<Programme, 'settings'>,
): Conversion | undefined {
  return paid && countedConversion(paid, terms, settings);
}
