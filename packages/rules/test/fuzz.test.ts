import { describe, expect, it } from '@jest/globals';
import { evaluate, OPERATORS } from '../src/index.js';
import type { Json } from '../src/index.js';
import { Random } from './support/random.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'a.x', 'c.0', '', '0', 'current', 'current.x', 'accumulator', '__proto__'];
const SCALARS: readonly Json[] = [
  ...[null, true, false, 0, 1, -1, 2.5, 1e15, 9007199254740991, 0.1],
  ...['', 'x', '10', '2026-01-31', 'P1D', 'Europe/Berlin', 'half_up', 'type', 'percent', 'rate'],
];
const OPS = [...OPERATORS.keys(), 'log', 'val', 'constructor'];

/** Anything that could be sent in: mostly operators with arguments of the right number, rarely well typed. */
function logic(random: Random, depth: number): Json {
  if (depth <= 0 || random.below(5) === 0) {
    return random.below(2)
      ? { var: random.below(4) ? random.pick(NAMES) : [random.pick(NAMES), random.pick(SCALARS)] }
      : random.pick(SCALARS);
  }
  const go = (): Json => logic(random, depth - 1);
  if (random.below(8) === 0) return random.list(4, go);
  if (random.below(20) === 0) return { [random.pick(NAMES)]: go(), [random.pick(NAMES)]: go() };
  const op = random.pick(OPS);
  if (op === 'reduce' && random.below(3)) {
    const combine = random.pick(['+', '*', 'min', 'max', 'cat', 'merge', 'and', 'or']);
    return { reduce: [go(), { [combine]: [{ var: 'accumulator' }, go()] }, go()] };
  }
  const [least, most] = OPERATORS.get(op)?.arity ?? [0, 3];
  const count = least + random.below(Math.min(most - least, 2) + 1);
  const args = Array.from({ length: count }, go);
  return { [op]: count === 1 && random.below(2) ? (args[0] as Json) : args };
}

function value(random: Random, depth: number): Json {
  if (depth <= 0 || random.below(2)) return random.pick(SCALARS);
  if (random.below(2)) return random.list(3, () => value(random, depth - 1));
  return Object.fromEntries(random.list(3, () => [random.pick(['x', 'y', 'z']), value(random, depth - 1)] as const));
}

describe('anything at all', () => {
  it('is refused, fails with a code, or gives a value; it never breaks the package', () => {
    const ended = { value: 0, refused: 0, failed: 0 };
    for (let seed = 1; seed <= 30_000; seed++) {
      const random = new Random(seed * 32452843);
      const rule = logic(random, 1 + random.below(4));
      const facts = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, value(random, 2)]));
      try {
        const result = evaluate(JSON.stringify(rule), facts);
        ended[result.ok ? 'value' : result.kind]++;
        if (result.ok) JSON.stringify(result.trace);
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify({ rule, facts })}`, { cause: error });
      }
    }
    expect(Math.min(ended.value, ended.refused, ended.failed)).toBeGreaterThan(20);
  });
});
