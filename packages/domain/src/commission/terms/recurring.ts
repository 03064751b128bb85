import { DomainError } from '../../error.js';
import { nothing } from '../../money/fraction.js';
import type { RecurringTerms } from '../terms.js';
import { flat } from './flat.js';
import type { TermsKind } from './kind.js';
import { percent } from './percent.js';

/** Months are counted by the calendar from the anchor; a payment of an unknown month is the first one. */
export const recurring: TermsKind<RecurringTerms> = {
  countsMonths: true,
  apply(terms, context) {
    const months = terms.months ?? context.recurringMonths;
    const month = context.month(terms.anchor ?? 'subscription') ?? 1;
    if (month > months) {
      const none = { code: 'none.recurring_cap', params: { month, months } };
      return { exact: nothing, calculation: [], explanation: [none], none };
    }
    const worth = eachPayment(terms, context);
    return { ...worth, explanation: [...worth.explanation, { code: 'recurring.month', params: { month, months } }] };
  },
};

function eachPayment({ rate, amount, base }: RecurringTerms, context: Parameters<typeof percent.apply>[1]) {
  if (rate !== undefined) return percent.apply({ type: 'percent', rate, ...(base && { base }) }, context);
  if (amount !== undefined) return flat.apply({ type: 'flat', amount }, context);
  throw new DomainError('bad_terms', 'Recurring terms need a rate or an amount.');
}
