import { decimal, rounded, times } from '../../money/fraction.js';
import type { MultiplierTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

export const multiplier: TermsKind<MultiplierTerms> = {
  inner: ({ of }) => of,
  apply({ factor, of }, context) {
    const inner = context.apply(of);
    if (inner.none) return inner;
    const exact = times(inner.exact, decimal(factor));
    return {
      exact,
      calculation: [
        ...inner.calculation,
        { code: 'multiplier', params: { factor }, amount: rounded(exact, context.currency, context.rounding) },
      ],
      explanation: [...inner.explanation, { code: 'terms.multiplier', params: { factor } }],
    };
  },
};
