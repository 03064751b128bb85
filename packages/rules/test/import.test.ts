import { describe, expect, it } from '@jest/globals';
import { check, COMMISSION_FACTS, COMMISSION_TERMS, fieldAt, guessSchema, importRule, parse } from '../src/index.js';
import { generatedRules } from './corpus/read.js';
import { casesOf } from './suites/run.js';

describe('rules from elsewhere', () => {
  it('what can be accepted is kept to the byte', () => {
    const text =
      '{ "if" : [ {">=":[{"var":"order.net"},1.0e4]},\n\t{"rate":"20","type":"percent"} , {"type":"none","reason":"\\u0073mall"} ] }\r\n';
    const report = importRule(text, COMMISSION_FACTS, { outcome: COMMISSION_TERMS });
    expect(report).toMatchObject({ accepted: true, class: 'portable', problems: [] });
    expect(report.text).toBe(text);
  });

  it('everything that is refused is told at once, each with its fix', () => {
    const text =
      '{"if": [{"and": [{"==": [{"var": "order.month"}, "3"]},  {"in": ["DE", "DEAT"]}]}, {"type": "percent", "rate": 5}, null]}';
    const report = importRule(text, COMMISSION_FACTS, { outcome: COMMISSION_TERMS });
    expect(report.accepted).toBe(false);
    expect(report.text).toBe(text);
    expect(report.problems.map(({ code, pointer, fix }) => [code, pointer, fix?.replacement])).toEqual([
      ['mixed_types', '/if/0/and/0', 3],
      ['in_ambiguous', '/if/0/and/1/in/1', ['DEAT']],
      ['null_value', '/if/2', undefined],
      ['wrong_outcome', '/if/1/rate', '5'],
    ]);
    expect(report.mended?.text).toBe(
      '{"if": [{"and": [{"==": [{"var": "order.month"}, 3]},  {"in": ["DE", ["DEAT"]]}]}, {"type": "percent", "rate": "5"}, null]}',
    );
    expect(report.mended?.problems.map((problem) => problem.code)).toEqual(['null_value']);
  });

  it.each([
    ['text that is not JSON', '{"if": [', 'not_json', '/if/0'],
    ['no text', '', 'not_json', ''],
    ['a program', 'return 5', 'not_json', ''],
    ['deep beyond all', '['.repeat(100_000), 'too_deep', undefined],
    ['a key twice', '{"==":[1,1],"==":[1,2]}', 'duplicate_key', '/=='],
    ['a list step with a method', '{"method":["a","toUpperCase"]}', 'operator_not_offered', ''],
    ['several rules beside one another', '{"a":{"==":[1,1]},"b":{"var":"x"}}', 'computed_literal', '/a'],
    ['a list of rules of several kinds', '[{"==":[1,1]},{"cat":["x"]}]', 'mixed_types', ''],
    ['an operator of another engine', '{"val":"x"}', 'unknown_operator', ''],
    ['a lone surrogate for a name', '{"\\ud800":1}', 'unknown_operator', ''],
  ])('%s', (_, text, code, pointer) => {
    const report = importRule(text);
    expect(report).toMatchObject({ accepted: false, text });
    expect(report.problems[0]).toMatchObject({ code, message: expect.stringMatching(/^["\p{L}].{15,}[.?]$/su) });
    if (pointer !== undefined) expect(report.problems[0]?.pointer).toBe(pointer);
  });

  it('nothing published makes it throw, and nothing is lost', () => {
    for (const { rule } of casesOf('datalogic-rs')) {
      const text = JSON.stringify(rule, null, 1);
      const report = importRule(text);
      expect(report.text).toBe(text);
      expect(report.accepted).toBe(report.problems.length === 0);
      if (report.mended) expect(() => parse(report.mended?.text ?? '')).not.toThrow();
    }
  });
});

it('a document that is deep and wide is read at once', () => {
  const deep = (open: string, inner: string, close: string): string => open.repeat(60) + inner + close.repeat(60);
  const started = process.cpuUsage();
  for (const text of [
    deep('{"and":[{"var":"a"},', '{"var":"b"}', ']}'),
    deep('{"+":[', '{"var":"b"}', ',1]}'),
    deep('{"if":[true,', '{"var":"b"}', ',1]}'),
    deep('{"filter":[', '{"var":"b"}', ',{"var":"c"}]}'),
    deep('{"in":[', '{"var":"b"}', ',["x"]]}'),
  ]) {
    expect(importRule(text).text).toBe(text);
  }
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
});

describe('facts guessed from their use', () => {
  const rule = `{"if": [
    {"and": [{">": [{"var": "cart.total"}, 99.5]}, {"in": [{"var": "country"}, ["DE", "AT"]]}, {"var": "isNew"}]},
    {"some": [{"var": "items"}, {">": [{"var": "quantity"}, 2]}]},
    {"!": {"missing": ["coupon"]}},
    {"<": [{"var": "joined"}, "2026-01-01"]},
    {"==": [{"var": ["visits", 0]}, {"reduce": [{"var": "days"}, {"+": [{"var": "accumulator"}, {"var": "current.count"}]}, 0]}]}]}`;

  it.each([
    ['cart.total', { type: 'decimal' }],
    ['country', { type: 'string' }],
    ['isNew', { type: 'boolean' }],
    ['items', { type: 'list', of: { type: 'object', fields: { quantity: { type: 'integer' } } } }],
    ['coupon', { type: 'string', optional: true }],
    ['joined', { type: 'day' }],
    ['visits', { type: 'integer', optional: true }],
    ['days', { type: 'list', of: { type: 'object', fields: { count: { type: 'integer' } } } }],
  ])('%s', (path, field) => {
    const schema = guessSchema(parse(rule));
    expect(fieldAt(schema, path)).toEqual(field);
  });

  it('are good enough for most rules that are well typed with declared facts', () => {
    // Money and enums cannot be seen, and extensions are no rules from elsewhere.
    const foreign = generatedRules().filter(
      ([kind, logic]) => kind === 'portable' && !/"(?:amount|total|order\.net)"/.test(JSON.stringify(logic)),
    );
    const accepted = foreign.filter(([, logic]) => {
      const document = parse(JSON.stringify(logic));
      return check(document, guessSchema(document)).ok;
    });
    expect(accepted.length / foreign.length).toBeGreaterThan(0.8);
  });
});
