import type { RuleKind } from '@sluice/rules/document';

const words: Readonly<Record<string, string>> = {
  commission: 'commission',
  lead_commission: 'commission on leads',
  routing: 'routing',
  fraud: 'fraud',
  tier: 'tier',
  eligibility: 'eligibility',
  attribution: 'attribution',
  segment: 'segment',
  guard: 'guard',
} satisfies Record<RuleKind, string>;

/** What rules of a kind decide, as lists and choices name it; to be translated. */
export function ruleKindWord(kind: string): string {
  return words[kind] ?? kind;
}
