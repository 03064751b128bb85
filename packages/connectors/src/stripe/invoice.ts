import { asJson, type OrderPaidData } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, idOf, items, text, whole } from '../read.js';
import { share, stripeMoney } from './amount.js';
import { attributionOf, discountCodes } from './attribution.js';
import { customerOf } from './customer.js';
import type { Said, StripeEvent } from './event.js';
import { invoiceNames, orderIdentity, paymentNames } from './identity.js';
import { invoiceItems, periodMonths, taxesOf } from './lines.js';

/** `invoice.paid` and `invoice.payment_succeeded`, in the shapes from 2016 to today. */
export function mapInvoice({ object: invoice }: StripeEvent): Said {
  if (text(invoice.status) ? invoice.status !== 'paid' : invoice.paid === false)
    return { says: [], reason: `the invoice is ${text(invoice.status) ?? 'unpaid'}` };
  // `amount_paid` came in 2018; before, a paid invoice was one whose due amount had been paid.
  const paid = whole(invoice.amount_paid) ?? whole(invoice.amount_due);
  if (paid !== undefined && paid <= 0) return mapFreeInvoice(invoice);

  const total = whole(invoice.total) ?? paid ?? 0;
  const money = (amount: number, what: string) => stripeMoney(amount, invoice.currency, what);
  const part = (amount: number): number => share(amount, paid ?? 0, total);
  const shipping = fields(invoice.shipping_cost);
  const shippingAmount =
    (whole(shipping?.amount_total) ?? whole(invoice.amount_shipping) ?? 0) - (whole(shipping?.amount_tax) ?? 0);
  const discount = items(invoice.total_discount_amounts).reduce((sum, { amount }) => sum + (whole(amount) ?? 0), 0);
  const tax = taxesOf(invoice.total_taxes ?? invoice.total_tax_amounts)?.all ?? whole(invoice.tax) ?? 0;
  const codes = discountCodes(invoice);
  const identity = invoiceNames(invoice);
  const months = periodMonths(invoice);
  const lines = invoiceItems(invoice);
  const kind = kindOf(invoice.billing_reason);
  const subscriptionId = subscriptionOf(invoice);
  const attribution = attributionOf({ metadata: metadataOf(invoice), codes });
  const cardCountry = cardCountryOf(invoice);
  const data: OrderPaidData & { discountCodes?: string[]; metadata?: Fields } = {
    order: {
      ...identity,
      amount: stripeMoney(paid, invoice.currency, 'amount_paid'),
      tax: money(part(tax), 'tax'),
      shipping: money(part(shippingAmount), 'shipping'),
      discount: money(discount, 'discount'),
      ...(lines.length > 0 && { items: lines }),
      ...(codes[0] && { coupon: codes[0] }),
      ...(kind && { kind }),
      ...(subscriptionId && { subscriptionId }),
      ...(months && { periodMonths: months }),
    },
    customer: customer(invoice),
    ...(attribution && { attribution }),
    ...(cardCountry && { context: { cardCountry } }),
    ...(codes.length > 0 && { discountCodes: codes }),
    ...(hasEntries(invoice.metadata) && { metadata: invoice.metadata }),
  };
  return { says: [{ type: 'order.paid', data: asJson(data) }] };
}

/** `invoice_payment.paid`: says only which payment belongs to which invoice; the invoice itself tells of the money. */
export function mapInvoicePayment({ object }: StripeEvent): Said {
  if (object.status !== 'paid') return { says: [], reason: `the invoice payment is ${String(object.status)}` };
  const identity = orderIdentity(paymentNames(object));
  if (!identity.aliases) return { says: [], reason: 'the invoice payment names no payment at Stripe' };
  return { says: [{ type: 'order.linked', data: asJson({ order: identity }) }] };
}

/** Nothing was paid (trial, full discount, credit): no order, but news of the subscription. */
function mapFreeInvoice(invoice: Fields): Said {
  const id = subscriptionOf(invoice);
  const type =
    invoice.billing_reason === 'subscription_create'
      ? 'subscription.started'
      : invoice.billing_reason === 'subscription_cycle'
        ? 'subscription.renewed'
        : undefined;
  if (!id || !type) return { says: [], reason: 'nothing was paid on the invoice' };
  const attribution = attributionOf({ metadata: metadataOf(invoice), codes: discountCodes(invoice) });
  const data = { subscription: { id }, customer: customer(invoice), ...(attribution && { attribution }) };
  return { says: [{ type, data: asJson(data) }], reason: 'nothing was paid on the invoice' };
}

function customer(invoice: Fields): OrderPaidData['customer'] {
  return customerOf({
    customer: invoice.customer,
    email: invoice.customer_email,
    addresses: [invoice.customer_address, fields(invoice.customer_shipping)?.address],
    payment: idOf(invoice) ?? '',
  });
}

/** https://docs.stripe.com/api/invoices/object#invoice_object-billing_reason; the rest says nothing about the kind. */
function kindOf(reason: unknown): 'new' | 'renewal' | 'upgrade' | undefined {
  if (reason === 'subscription_cycle' || reason === 'subscription_threshold') return 'renewal';
  if (reason === 'subscription_update') return 'upgrade';
  return reason === 'subscription_create' || reason === 'manual' ? 'new' : undefined;
}

/** Top level before 2025-03-31 ("basil"), under `parent.subscription_details` since; then the lines'. */
function subscriptionOf(invoice: Fields): string | undefined {
  const details = fields(fields(invoice.parent)?.subscription_details);
  const ofLine = items(invoice.lines).map((line) => {
    const item = fields(fields(line.parent)?.subscription_item_details);
    return idOf(line.subscription) ?? idOf(item?.subscription);
  });
  return idOf(details?.subscription) ?? idOf(invoice.subscription) ?? ofLine.find((id) => id !== undefined);
}

function metadataOf(invoice: Fields): unknown[] {
  return [
    invoice.metadata,
    fields(fields(invoice.parent)?.subscription_details)?.metadata,
    fields(invoice.subscription_details)?.metadata,
    fields(invoice.subscription)?.metadata,
    ...items(invoice.lines).map((line) => line.metadata),
    fields(invoice.customer)?.metadata,
  ];
}

/** Known only where the sender has expanded the charge. */
function cardCountryOf(invoice: Fields): string | undefined {
  return text(fields(fields(fields(invoice.charge)?.payment_method_details)?.card)?.country);
}

function hasEntries(value: unknown): value is Fields {
  return Object.keys(fields(value) ?? {}).length > 0;
}
