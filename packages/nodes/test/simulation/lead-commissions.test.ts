import { describe, expect, it } from '@jest/globals';
import { lintFlow } from '@sluice/flows/lint/index';
import { FACTS, LEAD_TERMS, semanticHash, specialise, type Json } from '@sluice/rules';
import type { JsonObject } from '@sluice/domain';
import { catalogue } from '../../src/catalogue.js';
import { runCase } from '../../src/simulation/run-case.js';
import { draw, library, programme, told } from './library.js';

const rule: Json = {
  if: [
    { '==': [{ var: ['lead.country', ''] }, 'DE'] },
    { type: 'multiplier', factor: '1.5', of: { type: 'bounty', amount: 2501 } },
    { type: 'none', reason: 'elsewhere' },
  ],
};
const logic = JSON.stringify(rule);
const leads = {
  version: 1,
  hash: semanticHash(logic),
  kind: 'lead_commission' as const,
  title: 'Leads',
  logic,
  schema: specialise(FACTS.get('lead_commission@1')!, { currency: programme.currency }),
  shape: LEAD_TERMS,
};
const own = { ...library, rules: { ...library.rules, leads } };
const flow = (key: string, subject: 'referral' | 'order' = 'referral') =>
  draw(
    {
      earn: ['compute_commission', { earned: 'hold', none: 'nothing' }, { rule: key }],
      hold: [
        'hold',
        { ended: 'release', rejected: 'nothing' },
        { commissions: { $var: 'earn.commissions' }, for: 'P7D' },
      ],
      release: ['release', { released: 'paid', rejected: 'nothing' }, { commissions: { $var: 'earn.commissions' } }],
      paid: ['end', {}, { outcome: 'paid' }],
      nothing: ['end', {}, { outcome: 'nothing' }],
    },
    subject,
  );

function simulate(country: string, referral: JsonObject = {}) {
  const run = runCase(
    flow('leads'),
    told({
      subject: { kind: 'referral', id: 'ref_demo' },
      world: { referrals: { ref_demo: { stage: 'lead', status: 'pending', orders: 0, ...referral } } },
      event: { type: 'lead.created', data: { lead: { id: 'northwind', email: 'ana@northwind.example', country } } },
    }),
    own,
  );
  const amounts = run.effects
    .filter(({ effect }) => effect === 'commission_earn')
    .map(({ params }) => (params['amount'] as JsonObject)['amount']);
  return { run, amounts };
}

describe('the simulator pays for leads as the worker does', () => {
  it('earns, holds from the event and releases; 1.5 × 25.01 to the even cent', () => {
    const { run, amounts } = simulate('DE');
    expect(amounts).toEqual(['3752']);
    expect(run.state.outcome).toBe('paid');
    expect(run.twice).toBe(0);
    const released = run.effects.find(({ effect }) => effect === 'commission_release');
    expect(released?.at.slice(0, 10)).toBe('2026-11-27');
  });

  it('gives nothing where the rule gives nothing, or the lead was rejected', () => {
    expect(simulate('FR')).toMatchObject({ amounts: [], run: { state: { outcome: 'nothing' } } });
    expect(simulate('DE', { status: 'rejected' })).toMatchObject({
      amounts: [],
      run: { state: { outcome: 'nothing' } },
    });
  });

  it.each<[string, 'referral' | 'order', string[]]>([
    ['leads', 'referral', []],
    ['standard', 'referral', ['wrong_rule_kind']],
    ['leads', 'order', ['wrong_rule_kind']],
    ['standard', 'order', []],
  ])('the rule %s in a flow about a %s: %j', (key, subject, codes) => {
    const rules = { leads: { kind: 'lead_commission' }, standard: { kind: 'commission' } };
    const found = lintFlow(flow(key, subject), catalogue, { rules }).filter(({ code }) => code === 'wrong_rule_kind');
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});
