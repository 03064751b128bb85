import type { Fields } from '../read.js';
import { idOf, items, required } from '../read.js';

/** The names Stripe gives one payment. */
export interface PaymentNames {
  invoice?: string | undefined;
  paymentIntent?: string | undefined;
  charge?: string | undefined;
  session?: string | undefined;
}

/**
 * The order's id and its other names. The widest name is the id: an invoice may have several payments, a payment intent
 * several charges. Whoever folds orders looks an event's order up under all of them.
 * @throws OddPayload where there is no name at all.
 */
export function orderIdentity(names: PaymentNames): { id: string; aliases?: string[] } {
  const all = [names.invoice, names.paymentIntent, names.charge, names.session].filter((name) => name !== undefined);
  const id = required(all[0], 'every reference to the payment');
  const aliases = [...new Set(all.slice(1))].filter((name) => name !== id);
  return aliases.length > 0 ? { id, aliases } : { id };
}

/**
 * All names an invoice knows its payments by: top level before 2025-03-31 ("basil"), under `payments` since, where
 * it has been expanded. An invoice paid in several parts has several, of which only the identity's aliases tell.
 */
export function invoiceNames(invoice: Fields): { id: string; aliases?: string[] } {
  const payments = items(invoice.payments).filter((payment) => payment.status !== 'canceled');
  const nested = payments.flatMap((payment) => {
    const names = paymentNames(payment);
    return [names.paymentIntent, names.charge];
  });
  const id = required(idOf(invoice), 'the id of the invoice');
  const others = [idOf(invoice.payment_intent), idOf(invoice.charge), ...nested];
  const aliases = [...new Set(others.filter((name) => name !== undefined))];
  return aliases.length > 0 ? { id, aliases } : { id };
}

/** The names in an `invoice_payment` object: its payment intent, or its charge where there is no intent. */
export function paymentNames(invoicePayment: Fields): PaymentNames {
  const payment = (invoicePayment.payment ?? {}) as Fields;
  const intent = payment.payment_intent as Fields | string | null | undefined;
  const latest = typeof intent === 'object' && intent !== null ? intent.latest_charge : undefined;
  return {
    invoice: idOf(invoicePayment.invoice),
    paymentIntent: idOf(intent),
    charge: idOf(payment.charge) ?? idOf(latest),
  };
}
