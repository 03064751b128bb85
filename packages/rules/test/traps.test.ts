import { describe, expect, it } from '@jest/globals';
import { check, COMMISSION_TERMS, CONDITION, evaluate, FRAUD_SCORE, fromJson, parse } from '../src/index.js';
import type { Json, OutcomeShape, ProblemCode } from '../src/index.js';
import { SCHEMA } from './support/programs.js';

type Row = readonly [
  trap: string,
  logic: Json,
  code: ProblemCode,
  pointer: string,
  fix?: Json | undefined,
  outcome?: OutcomeShape,
];

const ROWS: readonly Row[] = [
  ['0 == "" is true', { '==': [0, ''] }, 'mixed_types', ''],
  ['"10" > 9 is true', { '>': ['10', 9] }, 'mixed_types', '', 10],
  ['a text beside a number', { '==': [{ var: 'count' }, '7'] }, 'mixed_types', '', 7],
  ['a number beside a text', { '==': [{ var: 'name' }, 7] }, 'mixed_types', '', '7'],
  ['yes/no beside a number', { '===': [{ var: 'flag' }, 1] }, 'mixed_types', ''],
  ['"US" in "AUS" is true', { in: ['US', 'AUS'] }, 'in_ambiguous', '/in/1', ['AUS']],
  ['a name in a text', { in: [{ var: 'tier' }, { var: 'name' }] }, 'in_ambiguous', '/in/1'],
  ['a number in a list of texts', { in: [{ var: 'count' }, { var: 'words' }] }, 'mixed_types', ''],
  [
    'a missing fact is less than 100',
    { '<': [{ var: 'maybe' }, 100] },
    'optional_unhandled',
    '/</0',
    { var: ['maybe', 0] },
  ],
  [
    'an optional fact in the branch where it is absent',
    { if: [{ missing: ['maybe'] }, { var: 'maybe' }, 0] },
    'optional_unhandled',
    '/if/1',
  ],
  ['an undeclared fact', { var: 'nmae' }, 'unknown_fact', '', { var: 'name' }],
  [
    'an outer fact inside a list step',
    { map: [{ var: 'items' }, { var: 'count' }] },
    'unknown_fact',
    '/map/1',
    { outer: 'count' },
  ],
  ['null as a value', { var: ['maybe', null] }, 'null_value', '/var/1'],
  ['money with a point', { '>=': [{ var: 'amount' }, 99.5] }, 'minor_units', '/>=/1', 9950],
  ['money and a rate', { '+': [{ var: 'amount' }, { var: 'rate' }] }, 'mixed_types', ''],
  ['money and a count', { '<': [{ var: 'amount' }, { var: 'count' }] }, 'mixed_types', ''],
  ['money times money', { '*': [{ var: 'amount' }, { var: 'total' }] }, 'wrong_type', ''],
  ['an unrounded share of money', { '*': [{ var: 'amount' }, 0.1] }, 'not_rounded', ''],
  ['an unrounded quotient', { '/': [{ var: 'count' }, 3] }, 'not_rounded', ''],
  ['an unrounded percentage', { percent_of: ['12.5', { var: 'amount' }] }, 'not_rounded', ''],
  ['a date compared with a text', { '<': [{ var: 'day' }, { var: 'name' }] }, 'mixed_types', ''],
  ['a date that is none', { '<': [{ var: 'day' }, '2026-02-30'] }, 'not_a_day', '/</1'],
  ['days between points in time', { days_between: [{ var: 'at' }, { var: 'day' }] }, 'wrong_type', '/days_between/0'],
  [
    'days between points in time without a zone',
    { days_between: [{ var: 'at' }, { var: 'at' }] },
    'wrong_type',
    '/days_between/0',
  ],
  [
    'a zone that is none',
    { days_between: [{ var: 'at' }, { var: 'day' }, 'Berlin'] },
    'bad_time_zone',
    '/days_between/2',
  ],
  ['an offset for a zone', { add_duration: [{ var: 'at' }, 'P1D', '+01:00'] }, 'bad_time_zone', '/add_duration/2'],
  ['a calendar without a zone', { add_duration: [{ var: 'at' }, 'P1D'] }, 'bad_time_zone', ''],
  ['a duration that is none', { add_duration: [{ var: 'day' }, '30 days'] }, 'bad_duration', '/add_duration/1'],
  ['hours on a date', { add_duration: [{ var: 'day' }, 'PT12H'] }, 'bad_duration', '/add_duration/1'],
  ['a computed duration', { add_duration: [{ var: 'day' }, { var: 'name' }] }, 'bad_duration', '/add_duration/1'],
  ['a duration added to a text', { add_duration: [{ var: 'name' }, 'P1D'] }, 'wrong_type', '/add_duration/0'],
  [
    'a window that ends before it begins',
    { in_window: [{ var: 'day' }, '2026-01-01', '-P1D'] },
    'bad_duration',
    '/in_window/2',
  ],
  ['a window around a number', { in_window: [{ var: 'count' }, '2026-01-01', 'P1D'] }, 'wrong_type', '/in_window/0'],
  ['a rule that nobody published', { rule: 'x' }, 'unknown_rule', ''],
  ['constructor.name', { var: 'constructor.name' }, 'inherited_name', ''],
  ['__proto__', { var: 'order.__proto__' }, 'inherited_name', ''],
  ['a computed var', { var: { cat: ['na', 'me'] } }, 'computed_fact', ''],
  ['an inherited operator name', { toString: [] }, 'inherited_name', ''],
  ['an inherited name in an outcome', parse('{"__proto__":1,"b":2}') as never, 'inherited_name', '/__proto__'],
  [
    'a reduce that grows by itself',
    { reduce: [{ var: 'numbers' }, { '+': [{ var: 'accumulator' }, { var: 'accumulator' }] }, 0] },
    'reduce_unbounded',
    '/reduce/1',
  ],
  ['log', { log: 'x' }, 'operator_not_offered', ''],
  [
    'a mistyped operator',
    { fliter: [{ var: 'numbers' }, true] },
    'unknown_operator',
    '',
    { filter: [{ var: 'numbers' }, true] },
  ],
  ['an outcome of one key', { type: 'none' }, 'unknown_operator', ''],
  ['an empty object', {}, 'bad_literal', ''],
  ['logic inside an outcome', { type: 'percent', rate: { var: 'rate' } }, 'computed_literal', '/rate'],
  ['an outcome without its rate', { type: 'percent', base: 'net' }, 'wrong_outcome', '', undefined, COMMISSION_TERMS],
  ['a rate as a number', { type: 'percent', rate: 15 }, 'wrong_outcome', '/rate', '15', COMMISSION_TERMS],
  [
    'a rate over 100 percent',
    { type: 'percent', rate: '100.01' },
    'wrong_outcome',
    '/rate',
    undefined,
    COMMISSION_TERMS,
  ],
  ['an unknown kind of terms', { type: 'gift', rate: '1' }, 'wrong_outcome', '', undefined, COMMISSION_TERMS],
  ['a plain value as terms', { if: [{ var: 'flag' }, { type: 'none', reason: 'x' }, 5] }, 'mixed_types', ''],
  ['points without a reason', [{ points: 3, params: { a: 1 } }], 'wrong_outcome', '/0', undefined, FRAUD_SCORE],
  ['a text where yes or no is asked', { var: 'name' }, 'wrong_outcome', '', undefined, CONDITION],
  ['no otherwise', { if: [{ var: 'flag' }, 1, { var: 'flag' }, 2] }, 'no_otherwise', ''],
  ['money as a condition', { if: [{ var: 'amount' }, 1, 2] }, 'wrong_type', '/if/0'],
  ['a name that is not in the list', { '==': [{ var: 'tier' }, 'golld'] }, 'not_in_enum', '/==/1', 'gold'],
  ['too many values', { '>': [1, 2, 3] }, 'wrong_arguments', ''],
  ['a number too long to be exact', { '==': [{ var: 'count' }, 2 ** 60] }, 'number_out_of_range', '/==/1'],
  ['lists compared by identity', { '==': [{ var: 'numbers' }, [1]] }, 'wrong_type', ''],
];

describe('the traps of plain JSON-logic', () => {
  for (const [trap, logic, code, pointer, fix, outcome] of ROWS)
    it(trap, () => {
      const document =
        typeof logic === 'object' && logic !== null && 'root' in logic ? (logic as never) : fromJson(logic);
      const result = check(document, SCHEMA, outcome ? { outcome } : {});
      expect(result.ok).toBe(false);
      expect(result.problems.map((problem) => [problem.code, problem.pointer])).toEqual([[code, pointer]]);
      const [problem] = result.problems;
      expect(problem?.message).toMatch(/^["\p{L}].{15,}[.?]$/su);
      if (fix !== undefined) expect(problem?.fix?.replacement).toEqual(fix);
    });

  it('keys that stand twice', () => {
    const result = check(parse('{"==":[1,1],"==":[1,2]}'), SCHEMA);
    expect(result.problems[0]).toMatchObject({ code: 'duplicate_key', pointer: '/==' });
  });

  it('handled optional facts are accepted', () => {
    const handled: Json[] = [
      { '<': [{ var: ['maybe', 0] }, 100] },
      { if: [{ missing: ['maybe'] }, false, { '<': [{ var: 'maybe' }, 100] }] },
      { and: [{ '!=': [{ var: 'maybe' }, null] }, { '<': [{ var: 'maybe' }, 100] }] },
      { or: [{ missing: ['maybe', 'note'] }, { '<': [{ var: 'maybe' }, 100] }] },
      { if: [{ or: [{ missing: ['maybe'] }, { var: 'flag' }] }, 0, { var: 'maybe' }] },
    ];
    for (const logic of handled)
      expect({ logic, ...check(fromJson(logic), SCHEMA) }).toMatchObject({ logic, ok: true });
  });

  it('without a schema types are those of the facts, and what is not there must be handled', () => {
    expect(evaluate({ '<': [{ var: 'x' }, 100] }, {})).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown_fact' }],
    });
    expect(evaluate({ '<': [{ var: ['x', 5] }, 100] }, {})).toMatchObject({ ok: true, value: true });
    expect(evaluate({ if: [{ missing: ['x'] }, 0, { var: 'x' }] }, {})).toMatchObject({ ok: true, value: 0 });
    expect(evaluate({ '+': [0.1, 0.2] }, {})).toMatchObject({ ok: true, value: 0.3, class: 'decimal' });
    expect(evaluate({ '==': [{ var: 'x' }, 1] }, { x: null })).toMatchObject({ problems: [{ code: 'untyped_fact' }] });
  });
});
