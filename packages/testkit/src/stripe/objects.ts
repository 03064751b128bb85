import type { StripePayment } from './payment.js';
import { idsOf, seconds } from './payment.js';

type Fields = Record<string, unknown>;

/** An invoice, paid, as webhooks carry it: not expanded, so today's shape names no payment intent. */
export function invoiceObject(payment: StripePayment): Fields {
  const ids = idsOf(payment);
  const { amount, tax, shipping, discount, currency } = payment;
  const created = seconds(payment.at);
  const common = {
    id: ids.invoice,
    object: 'invoice',
    amount_due: amount,
    amount_paid: amount,
    amount_remaining: 0,
    amount_shipping: shipping,
    attempt_count: 1,
    attempted: true,
    billing_reason: payment.billingReason,
    collection_method: 'charge_automatically',
    created,
    currency,
    customer: ids.customer,
    customer_address: {
      city: null,
      country: payment.country,
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    },
    customer_email: payment.email,
    lines: {
      object: 'list',
      data: [line(payment)],
      has_more: false,
      total_count: 1,
      url: `/v1/invoices/${ids.invoice}/lines`,
    },
    livemode: false,
    metadata: payment.metadata,
    number: `A-${payment.name}`,
    period_end: created,
    period_start: created,
    shipping_cost:
      shipping > 0
        ? { amount_subtotal: shipping, amount_tax: 0, amount_total: shipping, shipping_rate: 'shr_1' }
        : null,
    starting_balance: 0,
    status: 'paid',
    status_transitions: { finalized_at: created, marked_uncollectible_at: null, paid_at: created, voided_at: null },
    subtotal: amount - tax - shipping + discount,
    total: amount,
    total_discount_amounts: discount > 0 ? [{ amount: discount, discount: `di_${payment.name}` }] : [],
  };
  if (payment.shape === 'current')
    return {
      ...common,
      amount_overpaid: 0,
      discounts: discount > 0 ? [`di_${payment.name}`] : [],
      parent: payment.subscription
        ? {
            quote_details: null,
            subscription_details: { metadata: payment.subscriptionMetadata, subscription: ids.subscription },
            type: 'subscription_details',
          }
        : null,
      total_taxes: tax > 0 ? [currentTax(payment)] : [],
    };
  return {
    ...common,
    charge: ids.charge,
    discount: discount > 0 ? legacyDiscount(payment) : null,
    discounts: discount > 0 ? [`di_${payment.name}`] : [],
    paid: true,
    payment_intent: ids.intent,
    subscription: payment.subscription ? ids.subscription : null,
    tax: tax > 0 ? tax : null,
    total_tax_amounts: tax > 0 ? [{ amount: tax, inclusive: false, tax_rate: 'txr_1' }] : [],
  };
}

function line(payment: StripePayment): Fields {
  const ids = idsOf(payment);
  const { amount, tax, shipping, discount, currency, interval } = payment;
  const start = seconds(payment.at);
  const end = new Date(payment.at);
  if (interval === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCFullYear(end.getUTCFullYear() + 1);
  const common = {
    id: `il_${payment.name}`,
    object: 'line_item',
    amount: amount - tax - shipping + discount,
    currency,
    description: `${payment.quantity} × ${payment.product}`,
    discount_amounts: discount > 0 ? [{ amount: discount, discount: `di_${payment.name}` }] : [],
    livemode: false,
    metadata: payment.subscription ? payment.subscriptionMetadata : {},
    period: payment.subscription ? { end: seconds(end), start } : { end: start, start },
    quantity: payment.quantity,
  };
  if (payment.shape === 'current')
    return {
      ...common,
      parent: payment.subscription
        ? {
            invoice_item_details: null,
            subscription_item_details: { proration: false, subscription: ids.subscription, subscription_item: 'si_1' },
            type: 'subscription_item_details',
          }
        : {
            invoice_item_details: { invoice_item: 'ii_1', proration: false },
            subscription_item_details: null,
            type: 'invoice_item_details',
          },
      pricing: {
        price_details: { price: `price_${payment.product}`, product: payment.product },
        type: 'price_details',
        unit_amount_decimal: '0',
      },
      taxes: tax > 0 ? [currentTax(payment)] : [],
    };
  const recurring = payment.subscription ? { interval, interval_count: 1, usage_type: 'licensed' } : null;
  return {
    ...common,
    price: {
      id: `price_${payment.product}`,
      object: 'price',
      currency,
      product: payment.product,
      recurring,
      type: recurring ? 'recurring' : 'one_time',
    },
    proration: false,
    subscription: payment.subscription ? ids.subscription : null,
    tax_amounts: tax > 0 ? [{ amount: tax, inclusive: false, tax_rate: 'txr_1' }] : [],
    type: payment.subscription ? 'subscription' : 'invoiceitem',
  };
}

function currentTax(payment: StripePayment): Fields {
  return {
    amount: payment.tax,
    tax_behavior: 'exclusive',
    tax_rate_details: { tax_rate: 'txr_1' },
    taxability_reason: 'standard_rated',
    taxable_amount: payment.amount - payment.tax,
    type: 'tax_rate_details',
  };
}

function legacyDiscount(payment: StripePayment): Fields {
  const promotion = payment.promotionCode;
  return {
    id: `di_${payment.name}`,
    object: 'discount',
    coupon: {
      id: 'launch',
      object: 'coupon',
      amount_off: payment.discount,
      currency: payment.currency,
      name: 'Launch',
    },
    promotion_code: promotion ? { id: `promo_${promotion}`, object: 'promotion_code', code: promotion } : null,
  };
}

/** A completed checkout session: of the subscription's invoice, or of the payment intent. */
export function sessionObject(
  payment: StripePayment,
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required',
): Fields {
  const ids = idsOf(payment);
  const { amount, tax, shipping, discount } = payment;
  return {
    id: ids.session,
    object: 'checkout.session',
    amount_subtotal: amount - tax - shipping + discount,
    amount_total: amount,
    client_reference_id: payment.clientReferenceId ?? null,
    created: seconds(payment.at) - 60,
    currency: payment.currency,
    customer: ids.customer,
    customer_details: {
      address: { country: payment.country },
      email: payment.email,
      name: null,
      phone: null,
      tax_exempt: 'none',
    },
    customer_email: null,
    discounts: payment.promotionCode ? [{ coupon: null, promotion_code: `promo_${payment.promotionCode}` }] : [],
    invoice: payment.subscription ? ids.invoice : null,
    livemode: false,
    metadata: payment.metadata,
    mode: payment.subscription ? 'subscription' : 'payment',
    payment_intent: payment.subscription ? null : ids.intent,
    payment_status: paymentStatus,
    shipping_cost: shipping > 0 ? { amount_subtotal: shipping, amount_tax: 0, amount_total: shipping } : null,
    status: 'complete',
    subscription: payment.subscription ? ids.subscription : null,
    total_details: { amount_discount: discount, amount_shipping: shipping, amount_tax: tax },
  };
}

export interface StripeRefund {
  id: string;
  amount: number;
  status?: 'pending' | 'succeeded' | 'failed' | 'canceled';
}

export function refundObject(payment: StripePayment, refund: StripeRefund): Fields {
  const ids = idsOf(payment);
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    charge: ids.charge,
    created: seconds(payment.at),
    currency: payment.currency,
    metadata: {},
    payment_intent: ids.intent,
    reason: null,
    status: refund.status ?? 'succeeded',
  };
}

/** A charge after refunds; `list` says how it tells of them: not at all (today), as Stripe's list, or as a plain array. */
export function chargeObject(
  payment: StripePayment,
  refunds: StripeRefund[],
  list: 'absent' | 'list' | 'array',
): Fields {
  const ids = idsOf(payment);
  const counted = refunds.filter(({ status }) => status !== 'failed' && status !== 'canceled');
  const refunded = counted.reduce((sum, { amount }) => sum + amount, 0);
  const data = refunds.map((refund) => refundObject(payment, refund));
  return {
    id: ids.charge,
    object: 'charge',
    amount: payment.amount,
    amount_captured: payment.amount,
    amount_refunded: refunded,
    billing_details: { address: { country: payment.country }, email: payment.email },
    captured: true,
    created: seconds(payment.at),
    currency: payment.currency,
    customer: ids.customer,
    disputed: false,
    livemode: false,
    metadata: {},
    paid: true,
    payment_intent: ids.intent,
    payment_method_details: { type: 'card', card: { brand: 'visa', country: payment.country, last4: '4242' } },
    refunded: refunded >= payment.amount,
    status: 'succeeded',
    ...(payment.shape === 'legacy' && { invoice: payment.subscription ? ids.invoice : null }),
    ...(list === 'list' && {
      refunds: {
        object: 'list',
        data,
        has_more: false,
        total_count: data.length,
        url: `/v1/charges/${ids.charge}/refunds`,
      },
    }),
    ...(list === 'array' && { refunds: data }),
  };
}

export function subscriptionObject(
  payment: StripePayment,
  change: { status: string; amount?: number; periodStart?: Date; trialEnd?: Date; endedAt?: Date },
): Fields {
  const ids = idsOf(payment);
  const amount = change.amount ?? payment.amount - payment.tax;
  const start = seconds(change.periodStart ?? payment.at);
  const end = start + 30 * 86_400;
  const price = {
    id: `price_${payment.product}`,
    object: 'price',
    currency: payment.currency,
    lookup_key: null,
    product: payment.product,
    recurring: { interval: payment.interval, interval_count: 1 },
    type: 'recurring',
    unit_amount: amount,
  };
  const current = payment.shape === 'current';
  const item = {
    id: 'si_1',
    object: 'subscription_item',
    price,
    quantity: 1,
    subscription: ids.subscription,
    ...(current && { current_period_start: start, current_period_end: end }),
  };
  return {
    id: ids.subscription,
    object: 'subscription',
    cancel_at_period_end: false,
    canceled_at: change.endedAt ? seconds(change.endedAt) : null,
    created: seconds(payment.at),
    currency: payment.currency,
    customer: ids.customer,
    ended_at: change.endedAt ? seconds(change.endedAt) : null,
    items: { object: 'list', data: [item], has_more: false },
    latest_invoice: ids.invoice,
    livemode: false,
    metadata: payment.subscriptionMetadata,
    start_date: seconds(payment.at),
    status: change.status,
    trial_end: change.trialEnd ? seconds(change.trialEnd) : null,
    trial_start: change.trialEnd ? seconds(payment.at) : null,
    ...(!current && {
      current_period_start: start,
      current_period_end: end,
      plan: {
        id: price.id,
        object: 'plan',
        amount,
        currency: payment.currency,
        interval: payment.interval,
        product: payment.product,
      },
      quantity: 1,
    }),
  };
}
