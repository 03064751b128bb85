import { describe, expect, it } from '@jest/globals';
import {
  check,
  COMMISSION_FACTS,
  COMMISSION_TERMS,
  compile,
  evaluate,
  FACTS,
  fromJson,
  OPERATORS,
  RULE_KINDS,
  semanticHash,
} from '../src/index.js';
import type { FactFields, Json } from '../src/index.js';
import { SCHEMA } from './support/programs.js';

function program(logic: Json): ReturnType<typeof compile> {
  const checked = check(fromJson(logic), SCHEMA);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return compile(checked.typed);
}

describe('running a rule', () => {
  it('traces every evaluated node, operands first, and the branch taken', () => {
    const { run } = program({ if: [{ '>': [{ var: 'count' }, 5] }, 'many', { var: 'flag' }, 'few', 'none'] });
    const result = run({ count: 3, flag: true }, { trace: true });
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      ok: true,
      value: 'few',
      steps: 8,
      trace: [
        { pointer: '/if/0/>/0', value: 3 },
        { pointer: '/if/0/>/1', value: 5 },
        { pointer: '/if/0', value: false },
        { pointer: '/if/2', value: true },
        { pointer: '/if/3', value: 'few' },
        { pointer: '', value: 'few', taken: 3 },
      ],
    });
    expect(run({ count: 3, flag: true })).toEqual({ ok: true, value: 'few', steps: 8 });
  });

  it('keeps the traces of several runs apart', () => {
    const { run } = program({ '!': { var: 'flag' } });
    const first = run({ flag: true }, { trace: true });
    run({ flag: false }, { trace: true });
    expect(first.trace?.at(-1)).toEqual({ pointer: '', value: false });
    const facts = { items: [{ q: 2, sku: 'a' }], numbers: [1] };
    const logic: Json = {
      and: [{ some: [{ var: 'items' }, { '>': [{ var: 'q' }, 1] }] }, { in: [1, { var: 'numbers' }] }],
    };
    const result = program(logic).run(facts, { trace: true });
    const before = JSON.stringify(evaluate(logic, facts, SCHEMA));
    facts.items[0] = { q: 0, sku: 'b' };
    facts.numbers.length = 0;
    expect({ trace: result.trace }).toEqual({ trace: (JSON.parse(before) as { trace: unknown }).trace });
  });

  it.each([
    [{ '+': [{ var: 'count' }, 1] }, {}, 'fact_missing', '/+/0'],
    [{ '+': [{ var: 'count' }, 1] }, { count: '3' }, 'fact_type', '/+/0'],
    [{ '+': [{ var: 'count' }, 1] }, { count: null }, 'fact_type', '/+/0'],
    [{ '+': [{ var: 'count' }, 1] }, { count: 1.5 }, 'fact_type', '/+/0'],
    [{ '+': [{ var: 'count' }, 1] }, { count: 9007199254740991 }, 'overflow', ''],
    [
      { if: [{ var: 'flag' }, { '%': [1, { var: 'count' }] }, 0] },
      { flag: true, count: 0 },
      'division_by_zero',
      '/if/1',
    ],
    [{ '==': [{ var: 'tier' }, 'gold'] }, { tier: 'platinum' }, 'fact_type', '/==/0'],
    [{ '<': [{ var: 'rate' }, 1] }, { rate: 'abc' }, 'fact_type', '/</0'],
    [{ '<': [{ var: 'day' }, '2026-01-01'] }, { day: '2026-13-01' }, 'fact_type', '/</0'],
  ] as const)('%j with %j fails with %s at "%s"', (logic, facts, code, pointer) => {
    expect(program(logic as Json).run(facts)).toMatchObject({ ok: false, error: { code, pointer } });
  });

  it('stops at the budget', () => {
    const { run } = program({ map: [{ var: 'numbers' }, { '+': [{ var: '' }, 1] }] });
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    expect(run({ numbers }, { budget: 400 })).toMatchObject({ ok: true });
    expect(run({ numbers }, { budget: 200 })).toMatchObject({ ok: false, error: { code: 'budget_exceeded' } });
  });

  it('looks no further in a reduce of conditions than JSON-logic does', () => {
    const all = (op: string): Json => ({
      reduce: [
        { var: 'items' },
        { [op]: [{ var: 'accumulator' }, { '>': [{ '%': [10, { var: 'current.q' }] }, 20] }] },
        op === 'and',
      ],
    });
    const items = [
      { q: 3, sku: 'a' },
      { q: 0, sku: 'b' },
    ];
    expect(program(all('and')).run({ items })).toMatchObject({ ok: true, value: false });
    expect(program(all('or')).run({ items })).toMatchObject({ error: { code: 'division_by_zero' } });
  });

  it('is exact with money and rates, and rounds once', () => {
    const facts = { amount: 999, rate: '12.5' };
    const share = (mode: string): Json => ({ round: [{ percent_of: [{ var: 'rate' }, { var: 'amount' }] }, mode] });
    // 999 × 12.5 % = 124.875
    expect(evaluate(share('half_even'), facts, SCHEMA)).toMatchObject({ value: 125, class: 'extended' });
    expect(evaluate(share('down'), facts, SCHEMA)).toMatchObject({ value: 124 });
    expect(evaluate({ '*': [1.1, 1.1] }, {})).toMatchObject({ value: 1.21 });
    expect(evaluate({ '==': [{ '*': [{ '/': [1, 3] }, 3] }, 1] }, {})).toMatchObject({ value: true });
    expect(evaluate({ '*': [0.123456789, 0.123456789] }, {})).toMatchObject({ value: '0.015241578750190521' });
  });

  it('computes outcomes whose rates are decimal strings', () => {
    const logic: Json = { outcome: ['type', 'percent', 'rate', { '+': [{ var: 'history.orderCount' }, 2.5] }] };
    const facts = { history: { orderCount: 10 } };
    const options = { outcome: COMMISSION_TERMS };
    expect(evaluate(logic, facts, COMMISSION_FACTS, options)).toMatchObject({
      value: { type: 'percent', rate: '12.5' },
    });
    const over = { history: { orderCount: 200 } };
    expect(evaluate(logic, over, COMMISSION_FACTS, options)).toMatchObject({ error: { code: 'bad_outcome' } });
    const unrounded: Json = { outcome: ['type', 'percent', 'rate', { '/': [{ var: 'history.orderCount' }, 3] }] };
    expect(evaluate(unrounded, facts, COMMISSION_FACTS, options)).toMatchObject({
      problems: [{ code: 'wrong_outcome' }],
    });
  });

  it('never changes or leaks a rule: literals are frozen', () => {
    const { run } = program({ if: [{ var: 'flag' }, { type: 'none', reason: 'a' }, { type: 'none', reason: 'b' }] });
    const result = run({ flag: true });
    expect(result.ok && Object.isFrozen(result.value)).toBe(true);
  });
});

describe('semantic hash', () => {
  it('does not see layout, spelling of numbers, order of keys; sees meaning', () => {
    const hash = semanticHash('{"if":[true,{"a":1.0,"b":2},{"a":1,"b":3}]}');
    expect(semanticHash('{ "if": [true, {"b":2,"a":1}, {"a":1e0,"b":3}] }\n')).toBe(hash);
    expect(semanticHash({ if: [true, { a: 1, b: 2 }, { a: 1, b: 3 }] })).toBe(hash);
    expect(semanticHash('{"if":[true,{"a":1,"b":2},{"a":1,"b":4}]}')).not.toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what ships', () => {
  it('every fact has a label in both languages, every scalar an example of its own type', () => {
    const visit = (fields: FactFields, path: string): void => {
      for (const [name, field] of Object.entries(fields)) {
        expect([`${path}${name}`, field.label === undefined]).toEqual([`${path}${name}`, false]);
        if (field.type === 'object') visit(field.fields, `${path}${name}.`);
        else expect([`${path}${name}`, field.example === undefined]).toEqual([`${path}${name}`, false]);
      }
    };
    for (const schema of FACTS.values()) visit(schema.fields, `${schema.id}.`);
    expect([...FACTS.keys()].sort()).toEqual([...RULE_KINDS].sort().map((kind) => `${kind}@1`));
  });

  it('every operator of the specification is there, with a summary', () => {
    const standard =
      'var missing missing_some if == === != !== ! !! or and < <= > >= max min + - * / % map filter all none some reduce merge in cat substr';
    const extensions =
      'round percent_of starts_with ends_with matches_domain days_between add_duration in_window outer rule outcome';
    for (const name of `${standard} ${extensions}`.split(' '))
      expect([name, OPERATORS.has(name)]).toEqual([name, true]);
    for (const operator of OPERATORS.values()) expect(operator.summary).toMatch(/\.$/);
  });
});
