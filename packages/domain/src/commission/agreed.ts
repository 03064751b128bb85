import { canonicalJson, type Json, type JsonObject } from '../json.js';
import { sha256Hex } from '../ids.js';
import type { Decided } from '../rule-decision.js';
import type { TermsFrom } from './precedence.js';
import type { CommissionTerms } from './terms.js';

/** What stands before whose they are, where a commission names fixed terms in the place of a rule. */
export const agreedTerms = 'terms:';

/** Fixed terms as a decision: they stand with the commission, named by whose they are and by the hash of what they say. */
export function agreedDecision(from: TermsFrom, terms: CommissionTerms, facts: JsonObject): Decided {
  const key = `${agreedTerms}${from.level}${from.key === undefined ? '' : `:${from.key}`}`;
  return {
    rule: { key, version: 1, hash: termsHash(terms), ...(from.name !== undefined && { title: from.name }) },
    facts,
    outcome: terms as unknown as Json,
    explanation: [],
    trace: [],
  };
}

export function termsHash(terms: CommissionTerms): string {
  return sha256Hex(canonicalJson(terms as unknown as Json));
}
