import type { CalculationLine } from '../commission.js';
import { DomainError } from '../error.js';
import type { OrderItem } from '../order.js';
import type { PaidOrder } from '../order/base.js';
import type { CommissionTerms, PerProductTerms, PlainTerms } from './terms.js';

/** A part of an order that has terms of its own. */
export interface OrderLine {
  /** `order` for all that no line speaks of, `items:1`… for the lines of the terms. */
  key: string;
  terms: PlainTerms;
  items: readonly OrderItem[];
  /** Its part of the order's base, in proportion to the others'. */
  weight: bigint;
  /** How the sum names it; absent where the order is one line. */
  says?: CalculationLine;
}

/**
 * The lines that terms divide an order into: the rest first, then those that match any item, in the order of the terms; an item
 * goes to the first line that names its sku or category. What items do not account for (a discount, taxes in their prices) is
 * shared in proportion. Without items, everything is the rest. Throws `no_items` where nobody knows the items.
 */
export function orderLines({ externalId, paid }: PaidOrder, terms: CommissionTerms): OrderLine[] {
  const items = paid?.items;
  if (terms.type !== 'per_product') return [{ key: 'order', terms, items: items ?? [], weight: 1n }];
  if (!items) throw new DomainError('no_items', `Nobody told which items order ${externalId} has.`);
  const chosen = items.map((item) => terms.lines.findIndex((line) => matches(line, item)));
  const of = (index: number) => items.filter((_, at) => chosen[at] === index);
  const lines = [-1, ...terms.lines.keys()]
    .map((index): OrderLine => {
      const own = of(index);
      const [key, inner] = index < 0 ? ['order', terms.rest] : [`items:${index + 1}`, terms.lines[index]!.terms];
      return { key, terms: inner, items: own, weight: weightOf(own), says: saysOf(index, own) };
    })
    .filter(({ key, weight }) => key === 'order' || weight > 0n);
  // Free items alone, or none at all: nothing to divide by.
  return lines.some(({ weight }) => weight > 0n) ? lines : [{ key: 'order', terms: terms.rest, items, weight: 1n }];
}

function matches({ skus, categories }: PerProductTerms['lines'][number], { sku, category }: OrderItem): boolean {
  return skus?.includes(sku) === true || (category !== undefined && categories?.includes(category) === true);
}

function weightOf(items: readonly OrderItem[]): bigint {
  const sum = items.reduce((total, { amount }) => total + amount.amount, 0n);
  return sum > 0n ? sum : 0n;
}

function saysOf(index: number, items: readonly OrderItem[]): CalculationLine {
  if (index < 0) return { code: 'rest' };
  const names = items.map(({ sku, quantity }) => (quantity > 1 ? `${sku} × ${quantity}` : sku));
  const shown = names.slice(0, 5).join(', ');
  return { code: 'items', params: { items: names.length > 5 ? `${shown} …` : shown } };
}
