import { DomainError } from '../../error.js';
import { money, moneyToJson } from '../../money.js';
import { percentage, plus, rounded, whole, type Fraction } from '../../money/fraction.js';
import type { BonusTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

/** Counted by itself: it is paid on top even where the other terms give nothing. */
export const bonus: TermsKind<BonusTerms> = {
  inner: ({ to }) => to,
  apply({ to, amount, rate, above }, context) {
    if (amount === undefined && rate === undefined)
      throw new DomainError('bad_terms', 'A bonus needs an amount or a rate.');
    const { currency, rounding } = context;
    const inner = context.apply(to);
    // A fixed amount on top asks for no base: a lead has none.
    const base = () => context.base('base' in to ? to.base : undefined);
    if (above !== undefined && base().amount < money(above, currency).amount) return inner;
    const extra: Fraction = plus(
      whole(amount === undefined ? 0n : money(amount, currency).amount),
      rate === undefined ? whole(0n) : percentage(base().amount, rate),
    );
    const sum = rounded(extra, currency, rounding);
    const floor = above === undefined ? {} : { above: { ...moneyToJson(money(above, currency)) } };
    const explanation = [
      ...inner.explanation,
      { code: 'terms.bonus', params: { amount: { ...moneyToJson(sum) }, ...floor } },
    ];
    return {
      exact: plus(inner.exact, extra),
      calculation: [...inner.calculation, { code: 'bonus', amount: sum, ...(rate !== undefined && { rate }) }],
      explanation,
    };
  },
};
