import {
  agreedDecision,
  type CommissionTerms,
  type Decided,
  type JsonObject,
  type Programme,
  type TermsFrom,
} from '@sluice/domain';
import { factsOf } from '@sluice/flows';
import { COMMISSION_FACTS, specialise } from '@sluice/rules';

/** Fixed terms as a decision over the facts of an order, those that commission rules read. */
export function agreedOn(
  { currency }: Pick<Programme, 'currency'>,
  from: TermsFrom,
  terms: CommissionTerms,
  facts: JsonObject,
): Decided {
  return agreedDecision(from, terms, factsOf(specialise(COMMISSION_FACTS, { currency }), facts));
}
