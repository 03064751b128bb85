import type { StripeRefund } from './stripe/objects.js';
import { chargeObject, invoiceObject, refundObject, sessionObject, subscriptionObject } from './stripe/objects.js';
import type { StripePayment } from './stripe/payment.js';
import { idsOf, seconds, stripePayment } from './stripe/payment.js';

export * from './stripe/payment.js';
export { sign, signedRequest } from './stripe/sign.js';
export type { StripeRefund } from './stripe/objects.js';

export interface StripeEventPayload {
  id: string;
  object: 'event';
  account?: string;
  api_version: string;
  created: number;
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: null; idempotency_key: null };
  type: string;
}

/** A payment, or just its name and what differs from the usual. */
export type GivenPayment = Partial<StripePayment> & { name: string };

interface EventOptions {
  /** When Stripe says it happened; the payment's time by default. */
  at?: Date;
  /** Another id than `evt_<name>_<type>`. */
  id?: string;
}

/** Builders of Stripe's webhook payloads, each of one payment; `name` is all that must be given. */
export const stripeEvent = {
  invoicePaid: (given: GivenPayment, options?: EventOptions) =>
    build('invoice.paid', given, (payment) => ({ object: invoiceObject(payment) }), options),
  invoicePaymentSucceeded: (given: GivenPayment, options?: EventOptions) =>
    build('invoice.payment_succeeded', given, (payment) => ({ object: invoiceObject(payment) }), options),
  invoicePaymentPaid: (given: GivenPayment, options?: EventOptions) =>
    build('invoice_payment.paid', given, (payment) => ({ object: invoicePaymentObject(payment) }), options),
  checkoutCompleted: (
    given: GivenPayment,
    options?: EventOptions & { paymentStatus?: 'paid' | 'unpaid' | 'no_payment_required' },
  ) =>
    build(
      'checkout.session.completed',
      given,
      (payment) => ({ object: sessionObject(payment, options?.paymentStatus ?? 'paid') }),
      options,
    ),
  checkoutAsyncSucceeded: (given: GivenPayment, options?: EventOptions) =>
    build(
      'checkout.session.async_payment_succeeded',
      given,
      (payment) => ({ object: sessionObject(payment, 'paid') }),
      options,
    ),
  checkoutAsyncFailed: (given: GivenPayment, options?: EventOptions) =>
    build(
      'checkout.session.async_payment_failed',
      given,
      (payment) => ({ object: sessionObject(payment, 'unpaid') }),
      options,
    ),
  /** All refunds of the charge so far, the newest last. */
  chargeRefunded: (
    given: GivenPayment,
    refunds: StripeRefund[],
    options?: EventOptions & { list?: 'absent' | 'list' | 'array' },
  ) =>
    build(
      'charge.refunded',
      given,
      (payment) => {
        const object = chargeObject(
          payment,
          refunds,
          options?.list ?? (payment.shape === 'legacy' ? 'list' : 'absent'),
        );
        const before = Number(object.amount_refunded) - (refunds.at(-1)?.amount ?? 0);
        return { object, previous_attributes: { amount_refunded: before, refunded: false } };
      },
      { id: `evt_${given.name}_charge_refunded_${refunds.at(-1)?.id ?? 'none'}`, ...options },
    ),
  refund: (
    type: 'refund.created' | 'refund.updated' | 'refund.failed' | 'charge.refund.updated',
    given: GivenPayment,
    refund: StripeRefund,
    options?: EventOptions,
  ) =>
    build(type, given, (payment) => ({ object: refundObject(payment, refund) }), {
      id: `evt_${given.name}_${type.replaceAll('.', '_')}_${refund.id}`,
      ...options,
    }),
  dispute: (
    type: 'created' | 'updated' | 'closed' | 'funds_withdrawn' | 'funds_reinstated',
    given: GivenPayment,
    dispute: { id?: string; amount?: number; status: string },
    options?: EventOptions,
  ) =>
    build(
      `charge.dispute.${type}`,
      given,
      (payment) => ({
        object: {
          id: dispute.id ?? `dp_${payment.name}`,
          object: 'dispute',
          amount: dispute.amount ?? payment.amount,
          charge: idsOf(payment).charge,
          created: seconds(payment.at),
          currency: payment.currency,
          payment_intent: idsOf(payment).intent,
          reason: 'fraudulent',
          status: dispute.status,
        },
      }),
      options,
    ),
  subscription: (
    type: 'created' | 'updated' | 'deleted',
    given: GivenPayment,
    change: Parameters<typeof subscriptionObject>[1],
    options?: EventOptions & { previous?: Record<string, unknown> },
  ) =>
    build(
      `customer.subscription.${type}`,
      given,
      (payment) => ({
        object: subscriptionObject(payment, change),
        ...(options?.previous && { previous_attributes: options.previous }),
      }),
      options,
    ),
};

function build(
  type: string,
  given: GivenPayment,
  data: (payment: StripePayment) => StripeEventPayload['data'],
  { at, id }: EventOptions = {},
): StripeEventPayload {
  const payment = stripePayment(given);
  return {
    id: id ?? `evt_${payment.name}_${type.replaceAll('.', '_')}`,
    object: 'event',
    ...(payment.account && { account: payment.account }),
    api_version: payment.shape === 'current' ? '2026-10-28.endive' : '2020-08-27',
    created: seconds(at ?? payment.at),
    data: data(payment),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

function invoicePaymentObject(payment: StripePayment): Record<string, unknown> {
  const ids = idsOf(payment);
  return {
    id: `inpay_${payment.name}`,
    object: 'invoice_payment',
    amount_paid: payment.amount,
    amount_requested: payment.amount,
    created: seconds(payment.at),
    currency: payment.currency,
    invoice: ids.invoice,
    is_default: true,
    livemode: false,
    payment: { payment_intent: ids.intent, type: 'payment_intent' },
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: seconds(payment.at) },
  };
}
