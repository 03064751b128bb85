import { moneyToJson } from '../../money.js';
import { percentage, rounded } from '../../money/fraction.js';
import type { PercentTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

export const percent: TermsKind<PercentTerms> = {
  apply({ rate, base: kind }, { base, currency, rounding }) {
    const from = base(kind);
    const exact = percentage(from.amount, rate);
    return {
      exact,
      calculation: [{ code: 'rate', rate, amount: rounded(exact, currency, rounding) }],
      explanation: [{ code: 'terms.percent', params: { rate, base: { ...moneyToJson(from) } } }],
    };
  },
};
