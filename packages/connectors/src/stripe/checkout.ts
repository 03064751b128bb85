import { asJson, type OrderPaidData } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, idOf, whole } from '../read.js';
import { stripeMoney } from './amount.js';
import { attributionOf, discountCodes } from './attribution.js';
import { customerOf } from './customer.js';
import type { Said, StripeEvent } from './event.js';
import { orderIdentity } from './identity.js';
import { invoiceItems } from './lines.js';

/**
 * `checkout.session.completed` and `…async_payment_succeeded`. A paid session is the order of its invoice or payment
 * intent. A subscription's session without an invoice (shapes before 2022-11) tells only of the subscription: its
 * invoice could not be known for the same payment.
 */
export function mapCheckout({ object: session }: StripeEvent): Said {
  const mode = session.mode ?? (session.subscription ? 'subscription' : 'payment');
  const subscriptionId = idOf(session.subscription);
  const codes = discountCodes(session);
  const attribution = attributionOf({
    metadata: [session.metadata, fields(session.subscription)?.metadata, fields(session.payment_intent)?.metadata],
    clientReference: session.client_reference_id,
    codes,
  });
  const customer = customerOf({
    customer: session.customer,
    email: fields(session.customer_details)?.email ?? session.customer_email,
    addresses: [fields(session.customer_details)?.address, shippingAddress(session)],
    payment: idOf(session) ?? '',
  });
  const started = (reason: string): Said =>
    mode === 'subscription' && subscriptionId
      ? {
          says: [
            {
              type: 'subscription.started',
              data: asJson({ subscription: { id: subscriptionId }, customer, ...(attribution && { attribution }) }),
            },
          ],
          reason,
        }
      : { says: [], reason };

  if (mode !== 'payment' && mode !== 'subscription')
    return { says: [], reason: `the session’s mode is ${String(mode)}` };
  if (session.payment_status === 'no_payment_required') return started('nothing was to be paid in the session');
  // `payment_status` came in 2020; before, a completed session was a paid one.
  if (session.payment_status !== undefined && session.payment_status !== 'paid')
    return { says: [], reason: `the session’s payment_status is ${String(session.payment_status)}` };
  const invoice = idOf(session.invoice);
  if (mode === 'subscription' && !invoice)
    return started('the session does not name its invoice, which tells of the payment');
  if (whole(session.amount_total) === 0) return started('nothing was to be paid in the session');

  const totals = fields(session.total_details);
  const money = (amount: unknown, what: string) => stripeMoney(whole(amount) ?? 0, session.currency, what);
  const lines = invoiceItems(session);
  const data: OrderPaidData & { discountCodes?: string[]; metadata?: Fields } = {
    order: {
      ...orderIdentity({ invoice, paymentIntent: idOf(session.payment_intent), session: idOf(session) }),
      amount: stripeMoney(session.amount_total, session.currency, 'amount_total'),
      tax: money(totals?.amount_tax, 'tax'),
      shipping: stripeMoney(shippingOf(session), session.currency, 'shipping'),
      discount: money(totals?.amount_discount, 'discount'),
      ...(lines.length > 0 && { items: lines }),
      ...(codes[0] && { coupon: codes[0] }),
      kind: 'new',
      ...(subscriptionId && { subscriptionId }),
    },
    customer,
    ...(attribution && { attribution }),
    ...(codes.length > 0 && { discountCodes: codes }),
    ...(Object.keys(fields(session.metadata) ?? {}).length > 0 && { metadata: fields(session.metadata) ?? {} }),
  };
  return { says: [{ type: 'order.paid', data: asJson(data) }] };
}

/** `checkout.session.async_payment_failed`: the customer tried; no money moved. */
export function mapCheckoutFailed(): Said {
  return { says: [], reason: 'the session’s payment failed later on' };
}

/** Shipping without its tax, which the session's tax contains. */
function shippingOf(session: Fields): number {
  const cost = fields(session.shipping_cost);
  const total = whole(cost?.amount_total) ?? whole(fields(session.total_details)?.amount_shipping) ?? 0;
  return total - (whole(cost?.amount_tax) ?? 0);
}

/** `shipping_details` moved below `collected_information` in 2025-03-31. */
function shippingAddress(session: Fields): unknown {
  const details = fields(fields(session.collected_information)?.shipping_details) ?? fields(session.shipping_details);
  return details?.address ?? fields(session.shipping)?.address;
}
