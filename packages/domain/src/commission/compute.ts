import type { CalculationLine } from '../commission.js';
import { DomainError } from '../error.js';
import type { ExplanationPart } from '../explanation.js';
import type { Conversion } from '../fx/conversion.js';
import { ordersIn, volumeIn, type Counters } from '../ledger/counters.js';
import { rounded } from '../money/fraction.js';
import { add, allocate, moneyToJson, zero, type Money } from '../money.js';
import { orderBase, type OrderBase, type PaidOrder } from '../order/base.js';
import type { ProgrammeSettings } from '../programme.js';
import { monthsSince } from '../time.js';
import { withinOrderCap } from './caps.js';
import type { Counted } from './circumstances.js';
import { orderLines, type OrderLine } from './lines.js';
import type { CountedPeriod } from './period.js';
import type { CommissionTerms } from './terms.js';
import type { TermsContext } from './terms/kind.js';
import { applyTerms, baseNamed, countsMonths } from './terms/registry.js';

export interface ComputeInput {
  order: PaidOrder;
  terms: CommissionTerms;
  settings: Pick<ProgrammeSettings, 'base' | 'rounding' | 'recurringMonths'>;
  timeZone: string;
  /** Where several partners share the order: every weight, and which of them this is. */
  share?: { weights: readonly number[]; index: number };
  /** The partner's counters before this order (`claimedBefore`); needed by tiered terms. */
  before?: Counters;
  /** Instead of `before`, where it is known what the counters came to. */
  counted?: Counted;
  /** First payment of the subscription: renewals are counted from it. */
  anchor?: Date;
  /** The customer's first order, for recurring terms that count from it. */
  firstOrder?: Date;
  /** The month of the subscription, where it is known already: no anchor is then needed. */
  month?: number;
  /** True where the customer's bounty was paid before. */
  bountyPaid?: boolean;
}

export interface Computed {
  amount: Money;
  base: Money;
  calculation: CalculationLine[];
  explanation: ExplanationPart[];
  /** Set where nothing is earned, and why. */
  none?: ExplanationPart;
}

/** What a line of the order earns; the first one (`order`) is all that no line of its own speaks of. */
export interface ComputedLine extends Computed {
  key: string;
}

/**
 * The amount of a commission from its terms and its order: exact, rounded once a line by the programme's mode, in the order's
 * currency. Nothing (with a reason) for `none`, for a base of zero or less, and for a renewal past the months cap. Throws
 * `not_paid`, `no_margin`, `no_items`, `no_volume`, `bad_tiers`, `bad_terms`, `bad_decimal`.
 */
export function computeCommission(input: ComputeInput): Computed {
  const lines = computeLines(input);
  const [first, ...rest] = lines as [ComputedLine, ...ComputedLine[]];
  if (rest.length === 0) return first;
  const amount = lines.reduce((sum, line) => add(sum, line.amount), zero(first.amount.currency));
  return {
    amount,
    base: lines.reduce((sum, line) => add(sum, line.base), zero(amount.currency)),
    calculation: [
      ...lines.flatMap(({ calculation }) => calculation.filter(({ code }) => code !== 'commission')),
      { code: 'commission', amount },
    ],
    explanation: lines.flatMap(({ explanation }) => explanation),
    ...(lines.every(({ none }) => none) && first.none && { none: first.none }),
  };
}

/** The same line by line, for terms that give some items terms of their own; one line for all others. */
export function computeLines(input: ComputeInput): ComputedLine[] {
  const lines = orderLines(input.order, input.terms);
  const wholes = lines.map((line, index) => wholeLine(input, lines, line, index));
  return withinOrderCap(input.terms, wholes).map((line) => shared(line, input.share));
}

/** What of an order is counted into its partner's volume: the base that the terms reckon from. */
export function countedBase(
  order: PaidOrder,
  terms: CommissionTerms,
  settings: Pick<ProgrammeSettings, 'base'>,
): Money {
  return countedOrder(order, terms, settings).base;
}

/** How that base was converted, where the order is in another currency than its programme. */
export function countedConversion(
  order: PaidOrder,
  terms: CommissionTerms,
  settings: Pick<ProgrammeSettings, 'base'>,
): Conversion | undefined {
  return countedOrder(order, terms, settings).conversion;
}

function countedOrder(order: PaidOrder, terms: CommissionTerms, settings: Pick<ProgrammeSettings, 'base'>): OrderBase {
  const named = terms.type === 'per_product' ? undefined : baseNamed(terms);
  return orderBase(order, named ?? settings.base);
}

/** The month that a payment of a subscription falls in, 1 for the first; a renewal told up to a day early counts as due. */
export function subscriptionMonth(anchor: Date, at: Date, timeZone: string): number {
  return monthsSince(anchor, new Date(at.getTime() + 86_400_000), timeZone) + 1;
}

/** A line's pay before it is capped and shared. */
function wholeLine(
  input: ComputeInput,
  lines: readonly OrderLine[],
  { key, terms, says }: OrderLine,
  index: number,
): ComputedLine {
  const { order, settings } = input;
  const named = baseNamed(terms);
  const bases = basesOf(lines, orderBase(order, named ?? settings.base).base);
  const { calculation: ofOrder } = orderBase(order, named ?? settings.base);
  const base = bases[index] ?? zero('USD');
  const { currency } = base;
  const calculation: CalculationLine[] = says ? [...ofOrder, { ...says, amount: base }] : ofOrder;
  const why = whyNothing(input, terms, base);
  if (why) return { key, amount: zero(currency), base, calculation, explanation: [why], none: why };
  const worth = applyTerms(terms, contextOf(input, lines, index));
  return {
    key,
    base,
    amount: rounded(worth.exact, currency, settings.rounding),
    calculation: [...calculation, ...worth.calculation],
    explanation: [...worth.explanation, ...renewalOf(input, terms)],
    ...(worth.none && worth.exact.n === 0n && { none: worth.none }),
  };
}

function contextOf(input: ComputeInput, lines: readonly OrderLine[], index: number): Omit<TermsContext, 'apply'> {
  const { order, settings, timeZone, before } = input;
  const base = (kind?: ProgrammeSettings['base']) => basesOf(lines, orderBase(order, kind ?? settings.base).base);
  const all = base(baseNamed(lines[index]!.terms));
  const { currency } = all[index]!;
  const at = order.paid!.at;
  const earlier = sum(all.slice(0, index));
  const volume = (period: CountedPeriod): bigint => {
    if (before) return volumeIn(before, { at, timeZone, currency, period });
    const known = input.counted?.volume[period];
    if (known !== undefined) return known;
    throw new DomainError('no_volume', `Tiered terms need the volume of the ${period} before the order.`);
  };
  return {
    currency,
    rounding: settings.rounding,
    base: (kind) => base(kind)[index] ?? zero(currency),
    quantity: () => quantityOf(input, lines[index]!),
    volumeBefore: (period) => volume(period) + earlier,
    volumeAfter: (period) => volume(period) + sum(all),
    ordersBefore: (period) => {
      if (before) return ordersIn(before, { at, timeZone, period });
      const known = input.counted?.orders[period];
      if (known !== undefined) return known;
      throw new DomainError('no_volume', `Terms by orders need the number of orders before this one.`);
    },
    bounty: input.bountyPaid !== true,
    month: (anchor) => monthFrom(input, anchor),
    recurringMonths: settings.recurringMonths,
  };
}

/** The base shared among the lines by their items' amounts, so that the lines' bases add up to it. */
function basesOf(lines: readonly OrderLine[], base: Money): Money[] {
  return lines.length === 1
    ? [base]
    : allocate(
        base,
        lines.map(({ weight }) => weight),
      );
}

function quantityOf({ order }: ComputeInput, { items }: OrderLine): bigint {
  if (!order.paid?.items) throw new DomainError('no_items', `Nobody told which items order ${order.externalId} has.`);
  const count = items.reduce((total, { quantity }) => total + BigInt(Math.max(0, Math.trunc(quantity))), 0n);
  return count > 0n ? count : 1n;
}

function whyNothing(input: ComputeInput, terms: OrderLine['terms'], base: Money): ExplanationPart | undefined {
  if (terms.type === 'none') return { code: 'none.rule', params: { reason: terms.reason } };
  if (base.amount <= 0n) return { code: 'none.base', params: { base: { ...moneyToJson(base) } } };
  const month = countsMonths(terms) ? undefined : renewalMonth(input);
  if (month !== undefined && month > input.settings.recurringMonths) {
    return { code: 'none.recurring_cap', params: { month, months: input.settings.recurringMonths } };
  }
  return undefined;
}

/** Shared by largest remainder, so that the partners' parts add up to the whole commission. */
export function shared(line: ComputedLine, share: ComputeInput['share']): ComputedLine {
  if (line.none) return line;
  const whole = line.amount;
  const amount = share ? partOf(whole, share) : whole;
  const split = share && share.weights.length > 1;
  return {
    ...line,
    amount,
    calculation: [...line.calculation, ...(split ? [shareLine(share, whole)] : []), { code: 'commission', amount }],
  };
}

function partOf(whole: Money, { weights, index }: NonNullable<ComputeInput['share']>): Money {
  const part = allocate(whole, weights)[index];
  if (!part) throw new DomainError('bad_weights', 'The share names a partner that has no weight.');
  return part;
}

function shareLine({ weights, index }: NonNullable<ComputeInput['share']>, whole: Money): CalculationLine {
  return {
    code: 'share',
    amount: whole,
    params: { weight: weights[index] ?? 0, of: weights.reduce((a, b) => a + b, 0) },
  };
}

function renewalOf(input: ComputeInput, terms: OrderLine['terms']): ExplanationPart[] {
  const month = countsMonths(terms) ? undefined : renewalMonth(input);
  if (month === undefined) return [];
  return [{ code: 'renewal.month', params: { month, months: input.settings.recurringMonths } }];
}

/** Undefined for what is no renewal, or where nobody knows when the subscription began. */
function renewalMonth(input: ComputeInput): number | undefined {
  return input.order.paid?.kind === 'renewal' ? monthFrom(input, 'subscription') : undefined;
}

function monthFrom(input: ComputeInput, from: 'subscription' | 'first_order'): number | undefined {
  const { order, month, anchor, firstOrder, timeZone } = input;
  const start = from === 'first_order' ? (firstOrder ?? anchor) : anchor;
  if (from === 'subscription' && month !== undefined) return month;
  return start && order.paid ? subscriptionMonth(start, order.paid.at, timeZone) : month;
}

function sum(list: readonly Money[]): bigint {
  return list.reduce((total, { amount }) => total + amount, 0n);
}
