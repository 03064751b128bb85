import { describe, expect, it } from '@jest/globals';
import { check, COMMISSION_TERMS, compile, CONDITION, evaluate, FRAUD_FACTS, parse } from '../src/index.js';
import type { Json, PublishedRule, RuleSource } from '../src/index.js';
import { SCHEMA } from './support/programs.js';

const published = (text: string, more: Partial<PublishedRule> = {}): PublishedRule => ({
  text,
  schema: SCHEMA,
  shape: CONDITION,
  hash: `hash of ${text}`,
  ...more,
});

const LIBRARY: Readonly<Record<string, PublishedRule>> = {
  large: published('{">=":[{"var":"amount"},10000]}', { version: 3 }),
  special: published('{"and":[{"rule":"large"},{"==":[{"var":"tier"},"gold"]}]}'),
  itself: published('{"!":{"rule":"itself"}}'),
  there: published('{"rule":"back"}'),
  back: published('{"rule":"there"}'),
  five: published('{"rule":"four"}'),
  four: published('{"rule":"three"}'),
  three: published('{"rule":"two"}'),
  two: published('{"rule":"one"}'),
  one: published('true'),
  broken: published('{"and":['),
  other: published('{"var":"mail.disposable"}', { schema: FRAUD_FACTS }),
  number: published('{"+":[{"var":"count"},1]}', {
    shape: { id: 'n', label: 'a number', kind: 'value', type: { type: 'integer' } },
  }),
  points: published('{"points":1,"reason":"x"}', {
    shape: {
      id: 'points',
      label: 'points',
      kind: 'record',
      fields: { points: { type: 'integer' }, reason: { type: 'text' } },
    },
  }),
  terms: published(
    '{"if":[{"==":[{"var":"tier"},"gold"]},{"type":"percent","rate":"20"},{"type":"none","reason":"no_tier"}]}',
    { shape: COMMISSION_TERMS },
  ),
  list: published('{"some":[{"var":"items"},{">":[{"var":"q"},1]}]}'),
};
const rules: RuleSource = (key) => (Object.hasOwn(LIBRARY, key) ? LIBRARY[key] : undefined);

const facts = { amount: 12000, tier: 'gold', count: 4, items: [{ q: 2, sku: 'a' }] };
const run = (logic: Json, input: Record<string, Json> = facts): ReturnType<typeof evaluate> =>
  evaluate(logic, input, SCHEMA, { rules });

describe('a rule that uses another', () => {
  it('gets its result for the same facts, and says which content counted', () => {
    expect(run({ if: [{ rule: 'special' }, 'a', 'b'] })).toMatchObject({
      value: 'a',
      class: 'extended',
      uses: [
        { key: 'large', version: 3, hash: 'hash of {">=":[{"var":"amount"},10000]}' },
        { key: 'special', hash: expect.stringContaining('hash of') },
      ],
    });
    expect(run({ if: [{ rule: 'special' }, 'a', 'b'] }, { ...facts, amount: 1 })).toMatchObject({ value: 'b' });
    expect(run({ '*': [{ rule: 'number' }, 2] })).toMatchObject({ value: 10 });
    expect(run({ '!': true })).toMatchObject({ uses: [] });
  });

  it('may answer with what another rule of the same outcome gives', () => {
    const text = '{"if":[{"rule":"large"},{"rule":"terms"},{"type":"none","reason":"small"}]}';
    const checked = check(parse(text), SCHEMA, { outcome: COMMISSION_TERMS, rules });
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const program = compile(checked.typed);
    expect(program.run(facts)).toMatchObject({ ok: true, value: { type: 'percent', rate: '20' } });
    expect(program.run({ ...facts, amount: 1 })).toMatchObject({ ok: true, value: { type: 'none', reason: 'small' } });
  });

  it('may not answer with what a rule of another outcome gives', () => {
    const result = check(parse('{"if":[{"rule":"large"},{"rule":"points"},{"type":"none","reason":"x"}]}'), SCHEMA, {
      outcome: COMMISSION_TERMS,
      rules,
    });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'wrong_outcome', pointer: '/if/1' }] });
  });

  it('may ask inside a list step, and the other rule sees the rule’s own facts', () => {
    expect(run({ some: [{ var: 'items' }, { and: [{ '>': [{ var: 'q' }, 1] }, { rule: 'list' }] }] })).toMatchObject({
      value: true,
    });
  });

  it('records the answer, not the inside of the other rule', () => {
    const result = run({ '!': { rule: 'special' } });
    expect(result.ok && result.trace).toEqual([
      { pointer: '/!', value: true },
      { pointer: '', value: false },
    ]);
  });

  it('fails where the other rule fails, and says so', () => {
    expect(run({ '!': { rule: 'large' } }, {})).toMatchObject({
      error: { code: 'fact_missing', pointer: '/!', message: 'In the rule "large": The fact "amount" is not there.' },
    });
  });

  it('charges for the other rule’s steps', () => {
    const checked = check(parse('{"and":[{"rule":"special"},{"rule":"special"}]}'), SCHEMA, { rules });
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const { steps } = compile(checked.typed).run(facts);
    expect(compile(checked.typed).run(facts, { budget: steps - 1 })).toMatchObject({
      error: { code: 'budget_exceeded' },
    });
    expect(steps).toBeGreaterThan(10);
  });

  it.each([
    [{ rule: 'nowhere' }, 'unknown_rule', 'There is no published rule "nowhere".'],
    [{ rule: 'itself' }, 'rule_cycle', 'The rule would ask itself without end: itself → itself.'],
    [{ rule: 'there' }, 'rule_cycle', 'The rule would ask itself without end: there → back → there.'],
    [{ rule: 'five' }, 'rule_too_deep', 'Rules may use one another only 4 deep.'],
    [{ and: [{ rule: 'four' }, { rule: 'five' }] }, 'rule_too_deep', 'Rules may use one another only 4 deep.'],
    [{ rule: 'broken' }, 'rule_unusable', expect.stringContaining('The rule "broken" cannot be used here.')],
    [{ rule: 'other' }, 'rule_unusable', expect.stringContaining('It is made for the facts of "fraud".')],
    [{ rule: { var: 'name' } }, 'wrong_arguments', expect.stringContaining('cannot be computed')],
    [{ '>': [{ rule: 'large' }, 3] }, 'mixed_types', expect.anything()],
  ] as const)('%j is refused with %s', (logic, code, message) => {
    expect(run(logic as Json)).toMatchObject({ kind: 'refused', problems: [{ code, message }] });
  });

  it('is refused when it would come to use itself once it is published', () => {
    const options = { rules, key: 'large' };
    expect(check(parse('{"rule":"special"}'), SCHEMA, options).problems).toMatchObject([{ code: 'rule_cycle' }]);
    expect(check(parse('{"rule":"special"}'), SCHEMA, { rules, key: 'new' })).toMatchObject({ ok: true });
  });

  it('is checked at once, however often rules use one another', () => {
    const many = (key: string): PublishedRule => published(`{"or":[${Array(400).fill(`{"rule":"${key}"}`).join()}]}`);
    const source: RuleSource = (key) => ({ a: many('b'), b: many('c'), c: many('d'), d: published('false') })[key];
    const started = process.cpuUsage();
    expect(evaluate({ or: [{ rule: 'a' }, { rule: 'b' }] }, facts, SCHEMA, { rules: source })).toMatchObject({
      error: { code: 'budget_exceeded' },
    });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});
