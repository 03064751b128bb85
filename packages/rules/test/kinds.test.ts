import { describe, expect, it } from '@jest/globals';
import { check, evaluate, fromJson, parse, RULE_KIND_INFO, RULE_KINDS } from '../src/index.js';
import type { FactField, FactFields, Json, RuleKind } from '../src/index.js';

/** Facts made of the examples in a schema; optional ones left out. */
function examples(fields: FactFields): Record<string, Json> {
  const entries = Object.entries(fields).filter(([, field]) => !field.optional);
  return Object.fromEntries(entries.map(([name, field]) => [name, example(field)]));
}

function example(field: FactField): Json {
  return field.type === 'object' ? examples(field.fields) : (field.example as Json);
}

/** One rule that reads a fact of each type of the kind's schema, and what it answers for the examples. */
const RULES: Readonly<Record<RuleKind, readonly [logic: Json, answer: Json]>> = {
  commission: [
    {
      if: [
        { '>=': [{ var: 'order.net' }, 10000] },
        { type: 'percent', rate: '15' },
        { type: 'none', reason: 'small_order' },
      ],
    },
    { type: 'percent', rate: '15' },
  ],
  lead_commission: [
    {
      if: [
        { and: [{ '==': [{ var: 'lead.event' }, 'lead.created'] }, { in: ['webinar', { var: 'partner.tags' }] }] },
        { type: 'multiplier', factor: '1.5', of: { type: 'bounty', amount: 2500 } },
        { type: 'none', reason: 'not_paid_for' },
      ],
    },
    { type: 'multiplier', factor: '1.5', of: { type: 'bounty', amount: 2500 } },
  ],
  routing: [
    {
      if: [
        { and: [{ var: 'lead.businessDomain' }, { '>=': [{ var: ['lead.employees', 0] }, 50] }] },
        { route: 'sales', reason: 'target_segment', tags: ['qualified'] },
        { var: 'lead.businessDomain' },
        { route: 'nurture', reason: 'small_company' },
        { route: 'nurture', reason: 'free_mail', review: true },
      ],
    },
    { route: 'nurture', reason: 'small_company' },
  ],
  fraud: [{ merge: [{ if: [{ var: 'mail.disposable' }, [{ points: 40, reason: 'disposable_mail' }], []] }] }, []],
  tier: [
    {
      if: [
        { and: [{ '>=': [{ var: 'performance.revenue365' }, 2500000] }, { '==': [{ var: 'partner.tier' }, 'gold'] }] },
        { tier: 'keep', reason: 'still_gold' },
        { tier: 'silver', reason: 'below_gold' },
      ],
    },
    { tier: 'keep', reason: 'still_gold' },
  ],
  eligibility: [
    {
      if: [
        { var: 'customer.isPartner' },
        { eligible: false, reason: 'self_referral' },
        { eligible: true, reason: 'regular' },
      ],
    },
    { eligible: false, reason: 'self_referral' },
  ],
  attribution: [
    {
      map: [
        { filter: [{ var: 'touches' }, { '==': [{ var: 'kind' }, 'click'] }] },
        { outcome: ['partner', { var: 'partner' }, 'weight', { if: [{ var: 'isLast' }, 2, 1] }] },
      ],
    },
    [{ partner: 'par_kestrel', weight: 2 }],
  ],
  segment: [
    { and: [{ in: ['webinar', { var: 'partner.tags' }] }, { '<': [{ var: 'partner.joined' }, { var: 'today' }] }] },
    true,
  ],
  guard: [{ and: [{ '!': { var: 'coupon.taken' } }, { '!': { var: 'page.claims' } }] }, false],
};

describe.each(RULE_KINDS)('%s rules', (kind) => {
  const { schema, shape, neutralOutcome } = RULE_KIND_INFO[kind];

  it('begin with an answer that decides nothing, and it fits', () => {
    const checked = check(fromJson({ if: [neutralOutcome] }), schema, { outcome: shape });
    expect(checked).toMatchObject({ ok: true, class: 'portable' });
    expect(evaluate({ if: [neutralOutcome] }, examples(schema.fields), schema, { outcome: shape })).toMatchObject({
      value: neutralOutcome,
    });
  });

  it('read their facts and answer in their shape', () => {
    const [logic, answer] = RULES[kind];
    const result = evaluate(logic, examples(schema.fields), schema, { outcome: shape });
    expect(result).toMatchObject({ ok: true, value: answer });
  });

  it('are refused when they answer with something else', () => {
    const other = check(parse('{"if":[{"nothing":1,"of_the_kind":2}]}'), schema, { outcome: shape });
    expect(other.problems.map((problem) => problem.code)).toContain('wrong_outcome');
  });
});

describe('terms that need an order', () => {
  const { schema, shape } = RULE_KIND_INFO.lead_commission;
  it.each<[string, Json]>([
    ['a rate', { type: 'percent', rate: '20' }],
    ['a rate by volume', { type: 'tiered', mode: 'whole', measure: 'volume', tiers: [{ from: 0, rate: '5' }] }],
    ['every payment', { type: 'recurring', rate: '20' }],
    ['something on top', { type: 'bonus', to: { type: 'flat', amount: 100 }, amount: 100 }],
    ['a multiple of a rate', { type: 'multiplier', factor: '2', of: { type: 'percent', rate: '20' } }],
  ])('%s is refused in a rule for leads, and why is said', (_name, terms) => {
    const { problems } = check(fromJson({ if: [terms] }), schema, { outcome: shape });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'wrong_outcome', message: expect.stringContaining('a lead has none') });
  });
});
