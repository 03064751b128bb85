import { renderExplanation, type ExplanationPart } from '@sluice/domain';
import { renderExplanation as renderRule } from '@sluice/rules';

const ruleCodes = new Set(['outcome', 'because', 'otherwise', 'rule']);

/** An explanation in words: the rule's reasons make one sentence together, everything else one each. */
export function inWords(parts: readonly ExplanationPart[], locale: 'en' | 'de'): string {
  const ofRule = parts.filter(({ code }) => ruleCodes.has(code));
  const others = parts.filter(({ code }) => !ruleCodes.has(code));
  const sentences = [ofRule.length > 0 ? renderRule(ofRule, locale) : '', ...renderExplanation(others, locale)];
  return sentences.filter(Boolean).join(' ');
}
