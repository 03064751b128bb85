import { DomainError } from '../../error.js';
import type { Json } from '../../json.js';
import { money, moneyToJson, type Money } from '../../money.js';
import { nothing, percentage, plus, rounded } from '../../money/fraction.js';
import type { CountedPeriod } from '../period.js';
import type { TieredTerms } from '../terms.js';
import type { TermsContext, TermsKind, Worth } from './kind.js';

interface Step {
  from: bigint;
  rate: string;
}

/**
 * `whole`: the base at the rate that is reached with this order; `graduated`: each slice of the base at the rate of the step it
 * lies in, rounded once for all slices together. Orders are counted alike: the n-th order lies between n − 1 and n.
 */
export const tiered: TermsKind<TieredTerms> = {
  apply(terms, context) {
    const steps = stepsOf(terms);
    const period = terms.period ?? 'month';
    return terms.measure === 'orders'
      ? byOrders(terms, steps, period, context)
      : byVolume(terms, steps, period, context);
  },
};

function byVolume(terms: TieredTerms, steps: Step[], period: CountedPeriod, context: TermsContext): Worth {
  const base = context.base(terms.base);
  const { currency } = base;
  const reached = context.volumeAfter(period);
  const step = stepAt(steps, reached);
  const explanation = [
    {
      code: `terms.tiered_${terms.mode}`,
      params: {
        rate: step.rate,
        from: { ...moneyToJson(money(step.from, currency)) },
        volume: { ...moneyToJson(money(reached, currency)) },
        period,
      },
    },
  ];
  if (terms.mode === 'whole') return { ...atRate(base, step.rate, context), explanation };
  const before = context.volumeBefore(period);
  const slices = slicesOf(steps, before, before + base.amount);
  if (slices.reduce((sum, { amount }) => sum + amount, 0n) !== base.amount)
    throw new DomainError('bad_tiers', 'The first tier begins above the volume that the order starts from.');
  return {
    exact: slices.reduce((sum, { amount, rate }) => plus(sum, percentage(amount, rate)), nothing),
    calculation: slices.map(({ rate, amount }) => ({ code: 'slice', rate, amount: { amount, currency } })),
    explanation,
  };
}

function byOrders(terms: TieredTerms, steps: Step[], period: CountedPeriod, context: TermsContext): Worth {
  const before = context.ordersBefore(period);
  const step = stepAt(steps, terms.mode === 'whole' ? before + 1n : before);
  const params: Record<string, Json> = {
    rate: step.rate,
    from: Number(step.from),
    count: Number(before + 1n),
    period,
  };
  return {
    ...atRate(context.base(terms.base), step.rate, context),
    explanation: [{ code: 'terms.tiered_orders', params }],
  };
}

function atRate(base: Money, rate: string, { currency, rounding }: TermsContext): Omit<Worth, 'explanation'> {
  const exact = percentage(base.amount, rate);
  return { exact, calculation: [{ code: 'rate', rate, amount: rounded(exact, currency, rounding) }] };
}

function slicesOf(steps: Step[], before: bigint, after: bigint): { rate: string; amount: bigint }[] {
  return steps
    .map(({ from, rate }, index) => {
      const start = from > before ? from : before;
      const next = steps[index + 1]?.from;
      const end = next !== undefined && next < after ? next : after;
      return { rate, amount: end > start ? end - start : 0n };
    })
    .filter(({ amount }) => amount > 0n);
}

function stepAt(steps: Step[], reached: bigint): Step {
  const step = steps.filter(({ from }) => from <= reached).at(-1);
  if (!step) throw new DomainError('bad_tiers', 'No tier begins at the volume that the order reaches.');
  return step;
}

function stepsOf({ tiers }: TieredTerms): Step[] {
  return tiers
    .map(({ from, rate }) => ({ from: BigInt(from), rate }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}
