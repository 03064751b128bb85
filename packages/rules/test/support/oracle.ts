import type { Json } from '../../src/index.js';

/**
 * JSON-logic with its arithmetic and comparison on exact fractions, written apart from the package: an interpreter of raw
 * JSON over unreduced numerator/denominator pairs. Knows what the decimal generator makes.
 */
export interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

export class DivisionByZero extends Error {}

type Value = Ratio | boolean;

export function oracle(logic: Json, facts: Record<string, Json>): Value {
  if (typeof logic === 'boolean') return logic;
  if (typeof logic === 'number' || typeof logic === 'string') return ratio(String(logic));
  const [op, raw] = Object.entries(logic as Record<string, Json>)[0] as [string, Json];
  const args = Array.isArray(raw) ? (raw as Json[]) : [raw];
  if (op === 'var') return oracle(facts[args[0] as string] as Json, facts);
  if (op === 'if') {
    for (let i = 0; i + 1 < args.length; i += 2) {
      if (oracle(args[i] as Json, facts) === true) return oracle(args[i + 1] as Json, facts);
    }
    return oracle(args[args.length - 1] as Json, facts);
  }
  const values = args.map((each) => oracle(each, facts) as Ratio);
  const [a, b, c] = values as [Ratio, Ratio, Ratio | undefined];
  switch (op) {
    case '+':
      return values.reduce(plus);
    case '*':
      return values.reduce((x, y) => ({ top: x.top * y.top, bottom: x.bottom * y.bottom }));
    case '-':
      return b ? plus(a, { top: -b.top, bottom: b.bottom }) : { top: -a.top, bottom: a.bottom };
    case '/':
      return over(a, b);
    case '%': {
      const { top, bottom } = over(a, b);
      return plus(a, { top: -(b.top * (top / bottom)), bottom: b.bottom });
    }
    case 'min':
      return values.reduce((x, y) => (sign(x, y) <= 0 ? x : y));
    case 'max':
      return values.reduce((x, y) => (sign(x, y) >= 0 ? x : y));
    case '<':
      return sign(a, b) < 0;
    case '<=':
      return sign(a, b) <= 0 && (!c || sign(b, c) <= 0);
    case '>':
      return sign(a, b) > 0;
    case '>=':
      return sign(a, b) >= 0;
    case '==':
    case '===':
      return sign(a, b) === 0;
    case '!=':
    case '!==':
      return sign(a, b) !== 0;
    default:
      throw new Error(`the oracle does not know ${op}`);
  }
}

function ratio(text: string): Ratio {
  const [whole = '0', fraction = ''] = text.split('.');
  return { top: BigInt(whole + fraction), bottom: 10n ** BigInt(fraction.length) };
}

const plus = (x: Ratio, y: Ratio): Ratio => ({ top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom });

function over(x: Ratio, y: Ratio): Ratio {
  if (y.top === 0n) throw new DivisionByZero();
  return { top: x.top * y.bottom, bottom: x.bottom * y.top };
}

/** Sign of x − y; denominators may be negative here. */
function sign(x: Ratio, y: Ratio): number {
  const difference = (x.top * y.bottom - y.top * x.bottom) * (x.bottom * y.bottom < 0n ? -1n : 1n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether a JSON result says the same number as a ratio. */
export function sameNumber(result: Json, expected: Ratio): boolean {
  return sign(ratio(String(result)), expected) === 0;
}
