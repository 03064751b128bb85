import { resolveTerms, type Partner, type Programme, type TermsFrom, type TermsSource } from '@sluice/domain';
import type { Store } from '../store.js';

/** The terms that count for a partner now, and whose they are; `flow` is the rule that the flow's step names. */
export async function termsFor(
  store: Store,
  { key, tiers, settings }: Programme,
  partner: Pick<Partner, 'agreed' | 'group' | 'tier'>,
  flow: string,
): Promise<{ from: TermsFrom; source: TermsSource }> {
  const group = partner.group === undefined ? null : await store.groups.get(key, partner.group);
  return resolveTerms({
    partner,
    group: group ?? undefined,
    tier: tiers.find((tier) => tier.key === partner.tier),
    programme: settings,
    flow,
  });
}
