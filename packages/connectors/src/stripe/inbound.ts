import { asJson, canonicalJson, sha256Hex, type JsonObject } from '@sluice/domain';
import type { InboundSource, MappedDelivery } from '../inbound.js';
import type { Fields } from '../read.js';
import { fields, OddPayload, text, whole } from '../read.js';
import { mapCheckout, mapCheckoutFailed } from './checkout.js';
import { mapDispute } from './dispute.js';
import type { Said, StripeMapper } from './event.js';
import { mapInvoice, mapInvoicePayment } from './invoice.js';
import { mapChargeRefunded, mapRefund } from './refund.js';
import { mapSubscription } from './subscription.js';
import { verifyStripe } from './verify.js';

/** Stripe's webhooks: `verify` on the raw body, `map` in the current shape (2026-10-28) and the older ones. */
export const stripe: InboundSource = { key: 'stripe', verify: verifyStripe, map };

/** Who maps which event type. */
export const stripeMappers: Readonly<Record<string, StripeMapper>> = {
  'checkout.session.completed': mapCheckout,
  'checkout.session.async_payment_succeeded': mapCheckout,
  'checkout.session.async_payment_failed': mapCheckoutFailed,
  'invoice.paid': mapInvoice,
  'invoice.payment_succeeded': mapInvoice,
  'invoice_payment.paid': mapInvoicePayment,
  'charge.refunded': mapChargeRefunded,
  'charge.refund.updated': mapRefund,
  'refund.created': mapRefund,
  'refund.updated': mapRefund,
  'refund.failed': mapRefund,
  'charge.dispute.created': mapDispute,
  'charge.dispute.updated': mapDispute,
  'charge.dispute.closed': mapDispute,
  'charge.dispute.funds_withdrawn': mapDispute,
  'charge.dispute.funds_reinstated': mapDispute,
  'customer.subscription.created': mapSubscription,
  'customer.subscription.updated': mapSubscription,
  'customer.subscription.deleted': mapSubscription,
};

function map(payload: unknown, fallbackAt: Date = new Date(0)): MappedDelivery {
  const event: Fields = fields(payload) ?? {};
  const type = text(event.type) ?? 'odd';
  const data = fields(event.data) ?? {};
  const object = fields(data.object);
  const mapper = Object.hasOwn(stripeMappers, type) ? stripeMappers[type] : undefined;
  const sourceId = text(event.id) ?? `odd_${sha256Hex(canonicalJson(asJson(payload)))}`;
  const problems: string[] = [];
  if (!text(event.id) || !text(event.type)) problems.push('the payload is no Stripe event: id or type is missing');

  let said: Said = { says: [] };
  if (mapper && object) {
    try {
      said = mapper({ id: sourceId, type, object, previous: fields(data.previous_attributes) ?? {} });
    } catch (error) {
      if (!(error instanceof OddPayload)) throw error;
      problems.push(error.message);
    }
  } else if (mapper) problems.push('data.object is missing');

  const created = whole(event.created);
  if (created === undefined) problems.push('created is missing');
  const at = new Date((created ?? NaN) * 1000);
  const account = text(event.account);
  // Orders are unique in their account; where it is not the source's own, the event must say so.
  const told = said.says.map(({ suffix, type: saidType, data: saidData }) => ({
    id: suffix ? `${sourceId}/${suffix}` : sourceId,
    type: saidType,
    data: account ? { ...saidData, account } : saidData,
  }));
  const reason = said.reason ?? problems[0];
  const kept: JsonObject = asJson({ ...(reason && { reason }), object: object ?? asJson(payload) });
  return {
    account: account ?? stripe.key,
    sourceId,
    occurredAt: Number.isNaN(at.getTime()) ? fallbackAt : at,
    events: told.length > 0 ? told : [{ id: sourceId, type: `custom.stripe.${type}`, data: kept }],
    unknown: mapper === undefined,
    ...(reason && { reason }),
    problems,
  };
}
