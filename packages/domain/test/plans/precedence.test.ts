import { describe, expect, it } from '@jest/globals';
import { agreedDecision, resolveTerms, termsHash, type TermsHolders, type TermsSource } from '../../src/index.js';

const rule = (name: string): TermsSource => ({ rule: name });
const all = {
  partner: { agreed: { terms: { type: 'percent', rate: '30' } } },
  group: { key: 'agencies', name: 'Agencies', terms: rule('for-agencies') },
  tier: { key: 'gold', name: 'Gold', terms: rule('for-gold') },
  programme: { terms: rule('for-all') },
  flow: 'standard',
} satisfies TermsHolders;
const bare = { group: { key: 'agencies', name: 'Agencies' }, tier: { key: 'gold', name: 'Gold' } };

describe('precedence of terms: partner > group > tier > programme > the flow’s rule', () => {
  it.each<[string, TermsHolders, object, TermsSource]>([
    ['its own before all others', all, { level: 'partner' }, all.partner.agreed],
    ['its group’s', { ...all, partner: {} }, { level: 'group', key: 'agencies', name: 'Agencies' }, all.group.terms],
    [
      'its tier’s, where the group has none',
      { ...all, partner: {}, group: bare.group },
      { level: 'tier', key: 'gold', name: 'Gold' },
      all.tier.terms,
    ],
    ['the programme’s', { ...all, partner: {}, ...bare }, { level: 'programme' }, all.programme.terms],
    ['the rule of the flow', { flow: 'standard', ...bare }, { level: 'flow' }, rule('standard')],
    ['the rule of the flow, for somebody without anything', { flow: 'standard' }, { level: 'flow' }, rule('standard')],
  ])('%s', (_name, holders, from, source) => {
    expect(resolveTerms(holders)).toEqual({ from, source });
  });

  it('fixed terms are a decision that names whose they are and what they say', () => {
    const { from } = resolveTerms({ ...all, partner: {} });
    const terms = { type: 'percent', rate: '12' } as const;
    const decided = agreedDecision(from, terms, { order: { net: 100 } });
    expect(decided).toMatchObject({ rule: { key: 'terms:group:agencies', title: 'Agencies' }, outcome: terms });
    expect(decided.rule.hash).toBe(termsHash(terms));
    expect(termsHash({ ...terms, rate: '13' })).not.toBe(decided.rule.hash);
  });
});
