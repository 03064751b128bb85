import { money, moneyToJson } from '../../money.js';
import { nothing, whole } from '../../money/fraction.js';
import type { BountyTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

export const bounty: TermsKind<BountyTerms> = {
  apply(terms, context) {
    const amount = money(terms.amount, context.currency);
    if (!context.bounty) {
      const none = { code: 'none.bounty', params: { amount: { ...moneyToJson(amount) } } };
      return { exact: nothing, calculation: [], explanation: [none], none };
    }
    return {
      exact: whole(amount.amount),
      calculation: [{ code: 'bounty', amount }],
      explanation: [{ code: 'terms.bounty', params: { amount: { ...moneyToJson(amount) } } }],
    };
  },
};
