import { shortText } from '@sluice/rules/analysis/clause-text';
import type { Clause, Finding } from '@sluice/rules/analysis/types';
import type { Language } from './facts.js';

/** A gap in a word or two, for the line it stands on: "gap: exactly $500.00". */
export function gapLabel(finding: Finding, language: Language): string {
  const what = finding.params['what'] as Clause | undefined;
  const word = language === 'en' ? 'gap' : 'Lücke';
  return what && Array.isArray(what.values) ? `${word}: ${shortText(what, language)}` : word;
}
