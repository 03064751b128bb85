import type { CalculationLine, CommissionTerms } from '../commission.js';
import { DomainError } from '../error.js';
import type { ExplanationPart } from '../explanation.js';
import { allocate, divideRounded, money, moneyToJson, percentOf, sumMoney, zero, type Money } from '../money.js';
import { orderBase, type PaidOrder } from '../order/base.js';
import type { ProgrammeSettings } from '../programme.js';
import { monthsSince } from '../time.js';

export interface ComputeInput {
  order: PaidOrder;
  terms: CommissionTerms;
  settings: Pick<ProgrammeSettings, 'base' | 'rounding' | 'recurringMonths'>;
  timeZone: string;
  /** Where several partners share the order: every weight, and which of them this is. */
  share?: { weights: readonly number[]; index: number };
  /** Base volume of the month before this order, minor units (`volumeBefore`); needed by tiered terms. */
  monthVolumeBefore?: bigint;
  /** First payment of the subscription: renewals are counted from it. */
  anchor?: Date;
  /** The month of the subscription, where it is known already: no anchor is then needed. */
  month?: number;
}

export interface Computed {
  amount: Money;
  base: Money;
  calculation: CalculationLine[];
  explanation: ExplanationPart[];
  /** Set where nothing is earned, and why. */
  none?: ExplanationPart;
}

/**
 * The amount of a commission from its terms and its order: exact, rounded once by the programme's mode, in the order's
 * currency. Nothing (with a reason) for `none`, for a base of zero or less, and for a renewal past the months cap. Throws
 * `not_paid`, `no_margin`, `no_volume`, `bad_tiers`, `bad_decimal`.
 */
export function computeCommission(input: ComputeInput): Computed {
  const { order, terms, settings } = input;
  const { base, calculation } = orderBase(order, ('base' in terms ? terms.base : undefined) ?? settings.base);
  const none = whyNothing(input, base);
  if (none) {
    return { amount: zero(base.currency), base, calculation, explanation: [none], none };
  }
  const sum = byTerms(input, base);
  const amount = ofShare(sum.amount, input.share);
  return {
    amount,
    base,
    calculation: [
      ...calculation,
      ...sum.calculation,
      ...(input.share && input.share.weights.length > 1 ? [shareLine(input.share, sum.amount)] : []),
      { code: 'commission', amount },
    ],
    explanation: [...sum.explanation, ...monthOf(input)],
  };
}

/** The month that a payment of a subscription falls in, 1 for the first; a renewal told up to a day early counts as due. */
export function subscriptionMonth(anchor: Date, at: Date, timeZone: string): number {
  return monthsSince(anchor, new Date(at.getTime() + 86_400_000), timeZone) + 1;
}

function whyNothing(input: ComputeInput, base: Money): ExplanationPart | undefined {
  const { terms, settings } = input;
  if (terms.type === 'none') return { code: 'none.rule', params: { reason: terms.reason } };
  if (base.amount <= 0n) return { code: 'none.base', params: { base: { ...moneyToJson(base) } } };
  const month = renewalMonth(input);
  if (month !== undefined && month > settings.recurringMonths) {
    return { code: 'none.recurring_cap', params: { month, months: settings.recurringMonths } };
  }
  return undefined;
}

type Sum = Pick<Computed, 'amount' | 'calculation' | 'explanation'>;

function byTerms(input: ComputeInput, base: Money): Sum {
  const { terms, settings } = input;
  const { currency } = base;
  switch (terms.type) {
    case 'percent': {
      const amount = percentOf(base, terms.rate, settings.rounding);
      return {
        amount,
        calculation: [{ code: 'rate', rate: terms.rate, amount }],
        explanation: [{ code: 'terms.percent', params: { rate: terms.rate, base: { ...moneyToJson(base) } } }],
      };
    }
    case 'flat': {
      const amount = money(terms.amount, currency);
      return {
        amount,
        calculation: [{ code: 'flat', amount }],
        explanation: [{ code: 'terms.flat', params: { amount: { ...moneyToJson(amount) } } }],
      };
    }
    case 'tiered':
      return tiered(terms, input, base);
    case 'none':
      return { amount: zero(currency), calculation: [], explanation: [] };
  }
}

/**
 * `whole`: the whole base at the rate that the month's volume, this order included, has reached. `graduated`: each slice of
 * the base at the rate of the tier it lies in, rounded once for all slices together.
 */
function tiered(terms: CommissionTerms & { type: 'tiered' }, input: ComputeInput, base: Money): Sum {
  const before = input.monthVolumeBefore;
  if (before === undefined)
    throw new DomainError('no_volume', 'Tiered terms need the volume of the month before the order.');
  const after = before + base.amount;
  const tiers = sorted(terms.tiers);
  const rounding = input.settings.rounding;
  const reached = tiers.filter(({ from }) => from <= after).at(-1);
  if (!reached) throw new DomainError('bad_tiers', 'No tier begins at the volume that the order reaches.');
  const explanation: ExplanationPart[] = [
    {
      code: `terms.tiered_${terms.mode}`,
      params: {
        rate: reached.rate,
        from: { ...moneyToJson(money(reached.from, base.currency)) },
        volume: { ...moneyToJson(money(after, base.currency)) },
      },
    },
  ];
  if (terms.mode === 'whole') {
    const amount = percentOf(base, reached.rate, rounding);
    return { amount, calculation: [{ code: 'rate', rate: reached.rate, amount }], explanation };
  }
  const slices = tiers
    .map(({ from, rate }, index) => {
      const start = from > before ? from : before;
      const next = tiers[index + 1]?.from;
      const end = next !== undefined && next < after ? next : after;
      return { rate, amount: money(end > start ? end - start : 0n, base.currency) };
    })
    .filter(({ amount }) => amount.amount > 0n);
  if (
    sumMoney(
      slices.map(({ amount }) => amount),
      base.currency,
    ).amount !== base.amount
  ) {
    throw new DomainError('bad_tiers', 'The first tier begins above the volume that the order starts from.');
  }
  // Exact to 10^-18 percent: every slice × its rate is added up before the one rounding.
  const amount = percentOfSum(slices, rounding, base.currency);
  return { amount, calculation: slices.map((slice) => ({ code: 'slice', ...slice })), explanation };
}

function percentOfSum(
  slices: readonly { rate: string; amount: Money }[],
  rounding: ProgrammeSettings['rounding'],
  currency: string,
): Money {
  const scale = 10n ** 18n;
  const exact = slices.reduce((sum, { rate, amount }) => {
    const product = percentOf({ amount: amount.amount * scale * 100n, currency }, rate, 'half_even');
    return sum + product.amount;
  }, 0n);
  return { amount: divideRounded(exact, scale * 100n, rounding), currency };
}

function sorted(tiers: readonly { from: string; rate: string }[]): { from: bigint; rate: string }[] {
  return tiers
    .map(({ from, rate }) => ({ from: BigInt(from), rate }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** Shared by largest remainder, so that the partners' parts add up to the whole commission. */
function ofShare(whole: Money, share: ComputeInput['share']): Money {
  if (!share) return whole;
  const part = allocate(whole, share.weights)[share.index];
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

function monthOf(input: ComputeInput): ExplanationPart[] {
  const month = renewalMonth(input);
  if (month === undefined) return [];
  return [{ code: 'renewal.month', params: { month, months: input.settings.recurringMonths } }];
}

/** Undefined for what is no renewal, or where nobody knows when the subscription began. */
function renewalMonth({ order, month, anchor, timeZone }: ComputeInput): number | undefined {
  if (order.paid?.kind !== 'renewal') return undefined;
  return month ?? (anchor && subscriptionMonth(anchor, order.paid.at, timeZone));
}
