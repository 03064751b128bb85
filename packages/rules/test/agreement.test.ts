import { describe, expect, it } from '@jest/globals';
import jsonLogic from 'json-logic-js';
import { addExtensions, check, compile, evaluate, fromJson, ROUNDING_MODES } from '../src/index.js';
import type { Json } from '../src/index.js';
import { DivisionByZero, oracle, sameNumber } from './support/oracle.js';
import type { Ratio } from './support/oracle.js';
import { decimal, facts, KINDS, portable, SCHEMA } from './support/programs.js';
import { Random } from './support/random.js';

const PROGRAMS = 3000;
const FACTS_EACH = 4;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('agreement with the oracle of the class', () => {
  it('portable: equals stock json-logic-js, traced or not', () => {
    let compared = 0;
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const random = new Random(seed);
      const logic = portable(random, random.pick(KINDS), 4);
      const checked = check(fromJson(logic), SCHEMA);
      if (!checked.ok) throw new Error(`seed ${seed}: ${JSON.stringify(logic)} ${JSON.stringify(checked.problems)}`);
      if (checked.cost.nodes > 2000) continue;
      if (checked.class !== 'portable') throw new Error(`seed ${seed}: ${checked.class}`);
      const program = compile(checked.typed);
      for (let i = 0; i < FACTS_EACH; i++) {
        const input = facts(random);
        const result = program.run(input);
        const traced = program.run(input, { trace: true });
        if (!result.ok) {
          expect(['division_by_zero', 'overflow']).toContain(result.error.code);
          expect(traced.ok).toBe(false);
          continue;
        }
        const expected = jsonLogic.apply(logic as never, input);
        const wanted = JSON.stringify(expected);
        const agrees = JSON.stringify(result.value) === wanted && traced.ok && JSON.stringify(traced.value) === wanted;
        if (!agrees) throw new Error(`seed ${seed}: ${JSON.stringify({ logic, input, result, traced, expected })}`);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(PROGRAMS * FACTS_EACH * 0.8);
  });

  it('decimal: equals JSON-logic on exact fractions', () => {
    let compared = 0;
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const random = new Random(seed * 7919);
      const logic = decimal(random, 3);
      const input = facts(random);
      const result = evaluate(logic, input, SCHEMA);
      if (!result.ok && result.kind === 'refused') {
        throw new Error(`seed ${seed}: ${JSON.stringify(logic)} ${JSON.stringify(result.problems)}`);
      }
      let expected: boolean | Ratio | 'division_by_zero';
      try {
        expected = oracle(logic, input);
      } catch (error) {
        if (!(error instanceof DivisionByZero)) throw error;
        expected = 'division_by_zero';
      }
      const value = result.ok ? result.value : result.error.code;
      const agrees = typeof expected === 'object' ? sameNumber(value, expected) : value === expected;
      if (!agrees) throw new Error(`seed ${seed}: ${JSON.stringify({ logic, input, value })}`);
      if (result.ok) compared++;
    }
    expect(compared).toBeGreaterThan(PROGRAMS * 0.5);
  });

  it('extended: each extension equals its oracle, registered for json-logic-js', () => {
    addExtensions(jsonLogic);
    const hosts = ['a@b.example.com', 'EXAMPLE.com', 'x@notexample.com', 'example.com.', '', 'a@b@c.org', 'com'];
    const domains = ['example.com', 'com', 'EXAMPLE.COM', 'c.org', ''];
    const days = ['2024-02-28', '2024-03-01', '1969-12-31', '2000-02-29', '2026-11-21'];
    const numbers = [0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.25, 2.675, 1.005, 10, 99.995];
    const cases: Json[] = [
      ...hosts.flatMap((host) => domains.map((domain) => ({ matches_domain: [host, domain] }))),
      ...hosts.flatMap((a) =>
        hosts.flatMap((b) => [{ starts_with: [a, b] }, { ends_with: [a, b] }, { ends_with: [a, ['com', b]] }]),
      ),
      ...days.flatMap((a) => days.map((b) => ({ days_between: [a, b] }))),
      ...numbers.flatMap((n) =>
        ROUNDING_MODES.flatMap((mode) => [0, 1, 2].map((places) => ({ round: [n, places, mode] }))),
      ),
      ...numbers.map((n) => ({ round: [n] })),
      { percent_of: ['25', 300] },
      { outcome: ['type', 'flat', 'amount', { '+': [1, 2] }] },
    ];
    for (const logic of cases) {
      const result = evaluate(logic, {});
      const expected = plain({ logic, value: jsonLogic.apply(logic as never, {}) as number });
      expect(plain({ logic, value: result.ok ? result.value : result })).toEqual(expected);
    }
  });
});
