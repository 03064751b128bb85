import {
  computeCommission,
  computeLines,
  money,
  type CommissionTerms,
  type ComputeInput,
  type Currency,
  type OrderItem,
  type OrderPayment,
  type RoundingMode,
} from '../../src/index.js';

export const zone = 'Europe/Berlin';
export const at = new Date('2026-11-20T12:00:00Z');
export const settings = { base: 'net', rounding: 'half_even', recurringMonths: 12 } as const;
export const modes: RoundingMode[] = ['half_even', 'half_up', 'half_down', 'up', 'down', 'ceil', 'floor'];

/** What an event tells of an order, briefly. */
export interface Told {
  tax?: number;
  shipping?: number;
  margin?: number;
  items?: { sku: string; category?: string; quantity?: number; amount: number }[];
  kind?: OrderPayment['kind'];
  at?: Date;
}

export function order(amount: number, currency: Currency = 'USD', told: Told = {}): ComputeInput['order'] {
  const of = (minor = 0) => money(minor, currency);
  const items = (told.items ?? []).map((item): OrderItem => ({ quantity: 1, ...item, amount: of(item.amount) }));
  return {
    externalId: 'o1',
    paid: {
      at: told.at ?? at,
      kind: told.kind ?? 'new',
      amount: of(amount),
      tax: of(told.tax),
      shipping: of(told.shipping),
      ...(told.margin !== undefined && { margin: of(told.margin) }),
      items,
    },
  };
}

type More = Partial<Omit<ComputeInput, 'order' | 'terms'>> & { rounding?: RoundingMode };

function input(terms: CommissionTerms, told: ComputeInput['order'], { rounding, ...more }: More): ComputeInput {
  return { order: told, terms, settings: { ...settings, ...(rounding && { rounding }) }, timeZone: zone, ...more };
}

/** What terms pay for an order, in minor units. */
export function pays(terms: CommissionTerms, told: ComputeInput['order'], more: More = {}): bigint {
  return computeCommission(input(terms, told, more)).amount.amount;
}

/** What each line of the order earns, by its key. */
export function paysByLine(terms: CommissionTerms, told: ComputeInput['order'], more: More = {}): [string, bigint][] {
  return computeLines(input(terms, told, more)).map(({ key, amount }) => [key, amount.amount]);
}

/** The codes of why. */
export function why(terms: CommissionTerms, told: ComputeInput['order'], more: More = {}): string[] {
  return computeCommission(input(terms, told, more)).explanation.map(({ code }) => code);
}
