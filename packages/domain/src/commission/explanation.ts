import type { ExplanationPart } from '../explanation.js';
import type { Computed } from './compute.js';

/** What the rule says itself. */
const said = new Set(['none.rule', 'terms.percent', 'terms.flat', 'terms.bounty']);

/**
 * Why this amount: the rule's own reasons and what the sum adds to them. Where the base or the months of a subscription give
 * nothing, the rule has no part in it; fixed terms have no reasons of their own.
 */
export function commissionExplanation(
  computed: Pick<Computed, 'none' | 'explanation'>,
  ofRule: readonly ExplanationPart[],
): ExplanationPart[] {
  if (ofRule.length === 0) return computed.explanation;
  if (computed.none && computed.none.code !== 'none.rule') return computed.explanation;
  return [...ofRule, ...computed.explanation.filter(({ code }) => !said.has(code))];
}
