import type { CommissionTerms } from './terms.js';

/** Whose terms count first: a partner's own, then its group's, its tier's, the programme's, and last the rule of the flow. */
export const termsLevels = ['partner', 'group', 'tier', 'programme', 'flow'] as const;
export type TermsLevel = (typeof termsLevels)[number];

/** Terms as somebody has agreed on them: a rule that decides, or the same for every order. */
export type TermsSource = { rule: string } | { terms: CommissionTerms };

/** Whose terms a commission was computed by. */
export interface TermsFrom {
  level: TermsLevel;
  /** Key of the group or tier. */
  key?: string;
  name?: string;
}

export interface TermsHolders {
  partner?: { agreed?: TermsSource | undefined };
  group?: { key: string; name: string; terms?: TermsSource | undefined } | undefined;
  tier?: { key: string; name: string; terms?: TermsSource | undefined } | undefined;
  programme?: { terms?: TermsSource | undefined };
  /** The rule that the flow's step names. */
  flow: string;
}

/** The terms that count for a partner, and whose they are: partner > group > tier > programme > flow. */
export function resolveTerms(holders: TermsHolders): { from: TermsFrom; source: TermsSource } {
  const { partner, group, tier, programme, flow } = holders;
  const named = (level: TermsLevel, of: { key: string; name: string }): TermsFrom => ({
    level,
    key: of.key,
    name: of.name,
  });
  if (partner?.agreed) return { from: { level: 'partner' }, source: partner.agreed };
  if (group?.terms) return { from: named('group', group), source: group.terms };
  if (tier?.terms) return { from: named('tier', tier), source: tier.terms };
  if (programme?.terms) return { from: { level: 'programme' }, source: programme.terms };
  return { from: { level: 'flow' }, source: { rule: flow } };
}
