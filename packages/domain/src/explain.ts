import type { CalculationLine } from './commission.js';
import type { ExplanationPart } from './explanation.js';
import { de } from './explain/de.js';
import { en } from './explain/en.js';
import { wordsOf, type Phrase } from './explain/text.js';
import type { Locale } from './money.js';

export { leadWords } from './explain/lead.js';

/** Codes by language; adding a language is one file and a line here. */
export const phrases: Readonly<Record<Locale, Readonly<Record<string, Phrase>>>> = { en, de };

/**
 * Explanations of the domain as sentences, one a part. Codes of the rules package (`because`, `outcome`…) are rendered by it:
 * pass its renderer as `other`. A code that nobody knows shows as itself, because nothing is silently dropped.
 */
export function renderExplanation(
  parts: readonly ExplanationPart[],
  locale: Locale,
  other: (part: ExplanationPart) => string | undefined = () => undefined,
): string[] {
  const words = wordsOf(locale);
  return parts.map((part) => {
    const phrase = Object.hasOwn(phrases[locale], part.code) ? phrases[locale][part.code] : undefined;
    return phrase?.(part.params, words) ?? other(part) ?? part.code;
  });
}

/** The label of a line of the sum behind an amount: "Tax", "Rate × 20 %". */
export function renderCalculationLine({ code, params, rate }: CalculationLine, locale: Locale): string {
  const part = { code: `calculation.${code}`, params: { ...params, ...(rate !== undefined && { rate }) } };
  return renderExplanation([part], locale)[0] ?? code;
}
