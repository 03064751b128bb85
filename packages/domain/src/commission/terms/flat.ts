import { money, moneyToJson } from '../../money.js';
import { whole } from '../../money/fraction.js';
import type { FlatTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

export const flat: TermsKind<FlatTerms> = {
  apply({ amount, per }, { currency, quantity }) {
    const each = money(amount, currency);
    if (per !== 'item') {
      return {
        exact: whole(each.amount),
        calculation: [{ code: 'flat', amount: each }],
        explanation: [{ code: 'terms.flat', params: { amount: { ...moneyToJson(each) } } }],
      };
    }
    const count = quantity();
    const sum = { amount: each.amount * count, currency };
    const params = { count: Number(count), each: { ...moneyToJson(each) } };
    return {
      exact: whole(sum.amount),
      calculation: [{ code: 'each', params, amount: sum }],
      explanation: [{ code: 'terms.flat_items', params }],
    };
  },
};
