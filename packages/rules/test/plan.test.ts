import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from '@sluice/rules/cst/parse';
import { applyEdit } from '@sluice/rules/edit/splice';
import { specialise } from '@sluice/rules/facts/specialise';
import { COMMISSION_FACTS, COMMISSION_TERMS, FRAUD_FACTS, FRAUD_SCORE } from '@sluice/rules/schemas/index';
import {
  addBonus,
  readPlan,
  withBase,
  withRenewals,
  writePlan,
  type Plan,
  type PlanStep,
} from '@sluice/rules/views/plan';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import type { TableContext } from '@sluice/rules/views/table';

const schema = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': { type: 'enum', values: [{ value: 'bronze' }, { value: 'silver' }, { value: 'gold' }] },
  },
});
const context: TableContext = { schema, shape: COMMISSION_TERMS, locale: 'en' };

function open(text: string, given = context) {
  const document = parse(text);
  const list = readDecisionList(document, given.schema, given.shape);
  if ('reason' in list) throw new Error(list.reason);
  return { document, list };
}
const planOf = (text: string) => {
  const { document, list } = open(text);
  return readPlan(document, list, context);
};
const written = (text: string, plan: Plan) => {
  const { document, list } = open(text);
  return applyEdit(text, writePlan(document, list, plan, context));
};

const template = new URL('../../../workflows/templates/rules/standard.json', import.meta.url);
const STANDARD = (JSON.parse(readFileSync(template, 'utf8')) as { logic: string }).logic;
const percent = (rate: string) => ({ type: 'percent', rate });

describe('a plan', () => {
  it('is what the standard rule is', () => {
    const plan = planOf(STANDARD) as Plan;
    expect(plan.steps.slice(0, 3)).toEqual([
      { kind: 'renewals', months: 12, outcome: { type: 'none', reason: 'renewals_end_after_12_months' } },
      { kind: 'bonus', tiers: ['gold'], minimum: 10000, countries: [], onlyNew: false, outcome: percent('20') },
      { kind: 'base', tier: 'gold', outcome: percent('20') },
    ]);
    expect(plan.otherwise).toEqual({ type: 'none', reason: 'no_tier' });
    expect(written(STANDARD, plan)).toBe(STANDARD);
  });

  it('changes only what it changes', () => {
    const plan = planOf(STANDARD) as Plan;
    expect(written(STANDARD, withBase(plan, 'bronze', percent('11')))).toBe(STANDARD.replace('"10"', '"11"'));
    expect(written(STANDARD, withRenewals(plan, 24))).toBe(
      STANDARD.replace('"order.month"}, 12', '"order.month"}, 24').replace('after_12', 'after_24'),
    );
    expect(planOf(written(STANDARD, withRenewals(plan, undefined)))).toEqual(withRenewals(plan, undefined));
  });

  it('puts a bonus before the tier that would take its orders, and leaves the others as they are', () => {
    const text =
      '{"if": [{"<=":[1,{"var":"order.net"}]},{"type":"flat","amount":7},  {"==": [{"var": "partner.tier"}, "gold"]}, {"type": "percent", "rate": "20"}, {"type": "none", "reason": "x"}]}';
    const bonus = {
      kind: 'bonus',
      tiers: ['gold'],
      minimum: 50000,
      countries: ['DE'],
      onlyNew: true,
      outcome: percent('25'),
    } as const;
    const after = written(text, addBonus(planOf(text) as Plan, bonus));
    expect(after).toContain('{"<=":[1,{"var":"order.net"}]},{"type":"flat","amount":7}');
    expect((planOf(after) as Plan).steps.map(({ kind }) => kind)).toEqual(['bonus', 'bonus', 'base']);
  });

  it.each([
    [
      'asks for another fact',
      '{"if": [{"==": [{"var": "partner.type"}, "creator"]}, {"type": "flat", "amount": 1}, {"type": "flat", "amount": 2}]}',
      { reason: 'row', row: 0 },
    ],
    [
      'computes its outcome',
      '{"if": [{"==": [{"var": "partner.tier"}, "gold"]}, {"outcome": ["type", "flat", "amount", {"var": "order.net"}]}, {"type": "flat", "amount": 2}]}',
      { reason: 'row', row: 0 },
    ],
    [
      'ends renewals later',
      '{"if": [{"==": [{"var": "partner.tier"}, "gold"]}, {"type": "flat", "amount": 1}, {"and": [{"==": [{"var": "order.kind"}, "renewal"]}, {">": [{"var": "order.month"}, 12]}]}, {"type": "none", "reason": "x"}, {"type": "flat", "amount": 2}]}',
      { reason: 'renewals_later', row: 1 },
    ],
  ])('is none where a rule %s', (_, text, reason) => {
    expect(planOf(text)).toEqual(reason);
  });

  it('is none for another kind of rule', () => {
    const fraud = { schema: FRAUD_FACTS, shape: FRAUD_SCORE, locale: 'en' } as const;
    const { document, list } = open(
      '{"merge": [{"if": [{"var": "mail.free"}, [{"points": 1, "reason": "x"}], []]}]}',
      fraud,
    );
    expect(readPlan(document, list, fraud)).toEqual({ reason: 'kind' });
  });

  it('written and read is the same plan', () => {
    const outcome = fc.constantFrom(percent('20'), { type: 'flat', amount: 500 }, { type: 'none', reason: 'no' });
    const tier = fc.constantFrom('bronze', 'silver', 'gold');
    const step: fc.Arbitrary<PlanStep> = fc.oneof(
      fc.record({ kind: fc.constant('base' as const), tier, outcome }),
      fc.record({
        kind: fc.constant('bonus' as const),
        tiers: fc.uniqueArray(tier, { maxLength: 2 }),
        minimum: fc.integer({ min: 0, max: 1e9 }),
        countries: fc.uniqueArray(fc.constantFrom('DE', 'AT', 'US'), { maxLength: 2 }),
        onlyNew: fc.boolean(),
        outcome,
      }),
    );
    const start = fc.option(
      fc.record({ kind: fc.constant('renewals' as const), months: fc.integer({ min: 1, max: 60 }), outcome }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 6 }), outcome, (first, rest, otherwise) => {
        const plan: Plan = { steps: [...(first ? [first] : []), ...rest], otherwise };
        expect(planOf(written(STANDARD, plan))).toEqual(plan);
      }),
      { numRuns: 60 },
    );
  });
});
