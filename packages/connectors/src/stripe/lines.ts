import type { OrderPaidData } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, idOf, items, text, whole } from '../read.js';
import { stripeMoney } from './amount.js';

type Item = NonNullable<OrderPaidData['order']['items']>[number];

const SECONDS_PER_MONTH = (365.2425 * 86_400) / 12;

/**
 * The lines of an invoice or of an expanded checkout session, without discounts and without tax. The sku is what the
 * shop calls the thing: metadata `sku`, otherwise the product's id, otherwise the price's.
 */
export function invoiceItems(object: Fields): Item[] {
  return items(object.lines ?? object.line_items).map((line) => {
    const price = fields(line.price) ?? fields(fields(fields(line.pricing)?.price_details)?.price);
    const details = fields(fields(line.pricing)?.price_details);
    const plan = fields(line.plan);
    const product = details?.product ?? price?.product ?? plan?.product;
    const sku =
      text(fields(line.metadata)?.sku) ??
      text(fields(price?.metadata)?.sku) ??
      idOf(product) ??
      idOf(details?.price ?? line.price ?? line.plan) ??
      idOf(line) ??
      'line';
    const discount =
      items(line.discount_amounts).reduce((sum, { amount }) => sum + (whole(amount) ?? 0), 0) +
      (whole(line.amount_discount) ?? 0);
    const inclusive = taxesOf(line.taxes ?? line.tax_amounts)?.inclusive ?? 0;
    const amount = (whole(line.amount) ?? whole(line.amount_subtotal) ?? 0) - discount - inclusive;
    const currency = line.currency ?? object.currency;
    return { sku, quantity: whole(line.quantity) ?? 1, amount: stripeMoney(amount, currency, 'the line’s amount') };
  });
}

/** Sums of a list of taxes: `taxes`/`total_taxes` (`tax_behavior`) since 2025-03-31, `tax_amounts` (`inclusive`) before. */
export function taxesOf(list: unknown): { all: number; inclusive: number } | undefined {
  if (!Array.isArray(list)) return undefined;
  let all = 0;
  let inclusive = 0;
  for (const tax of items(list)) {
    const amount = whole(tax.amount) ?? 0;
    all += amount;
    if (tax.inclusive === true || tax.tax_behavior === 'inclusive') inclusive += amount;
  }
  return { all, inclusive };
}

/** Months paid for: from the price where the invoice carries it, otherwise from the longest line's period. */
export function periodMonths(invoice: Fields): number | undefined {
  let months = 0;
  for (const line of items(invoice.lines)) {
    const price = fields(line.price);
    const recurring = fields(price?.recurring) ?? fields(line.plan);
    const count = whole(recurring?.interval_count) ?? 1;
    const { start, end } = (fields(line.period) ?? {}) as { start?: number; end?: number };
    const span = Math.round(((whole(end) ?? 0) - (whole(start) ?? 0)) / SECONDS_PER_MONTH);
    const named = recurring?.interval === 'month' ? count : recurring?.interval === 'year' ? count * 12 : undefined;
    months = Math.max(months, named ?? span);
  }
  return months > 0 ? months : undefined;
}
