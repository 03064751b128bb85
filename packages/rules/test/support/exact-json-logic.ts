import type { Json, JsonLogic } from '../../src/index.js';

/** A fraction, not reduced; the denominator may be negative. */
export interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

export class DivisionByZero extends Error {}

type Value = Json | Ratio | undefined;
type Operation = (...args: Value[]) => unknown;

/**
 * Replaces the arithmetic and comparison of json-logic-js by exact fractions: the oracle of the decimal class. A value that
 * is whole stays a plain number, so that conditions on it read as ever. `round` and `percent_of` are exact too.
 */
export function makeExact(jsonLogic: JsonLogic): void {
  const operations: Record<string, Operation> = {
    '+': (...args) => plain(args.map(ratio).reduce(plus)),
    '*': (...args) => plain(args.map(ratio).reduce(times)),
    '-': (a, b) => plain(b === undefined ? minus(ratio(a)) : plus(ratio(a), minus(ratio(b)))),
    '/': (a, b) => plain(over(ratio(a), ratio(b))),
    '%': (a, b) => plain(remainder(ratio(a), ratio(b))),
    min: (...args) => plain(args.map(ratio).reduce((x, y) => (sign(x, y) <= 0 ? x : y))),
    max: (...args) => plain(args.map(ratio).reduce((x, y) => (sign(x, y) >= 0 ? x : y))),
    '<': chain((order) => order < 0),
    '<=': chain((order) => order <= 0),
    '>': chain((order) => order > 0),
    '>=': chain((order) => order >= 0),
    '==': (a, b) => order(a, b) === 0,
    '===': (a, b) => order(a, b) === 0,
    '!=': (a, b) => order(a, b) !== 0,
    '!==': (a, b) => order(a, b) !== 0,
    percent_of: (rate, base) => plain(over(times(ratio(rate), ratio(base)), { top: 100n, bottom: 1n })),
    // As they are: a rate would be written as a text, which a fraction has no one form of.
    outcome: (...entries) =>
      Object.fromEntries(entries.flatMap((name, i) => (i % 2 ? [] : [[String(name), entries[i + 1]]]))),
    round: (value, ...settings) => {
      const places = settings.find((each): each is number => typeof each === 'number') ?? 0;
      const mode = settings.find((each): each is string => typeof each === 'string') ?? 'half_even';
      return plain(rounded(ratio(value), 10n ** BigInt(places), mode));
    },
  };
  for (const [name, code] of Object.entries(operations)) jsonLogic.add_operation(name, code);
}

const isRatio = (value: unknown): value is Ratio => typeof value === 'object' && value !== null && 'bottom' in value;

/** A decimal text or a number as a fraction. */
export function ratio(value: Value): Ratio {
  if (isRatio(value)) return value;
  const [digits = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const shift = BigInt(Number(exponent) - fraction.length);
  const top = BigInt(whole + fraction);
  return shift >= 0n ? { top: top * 10n ** shift, bottom: 1n } : { top, bottom: 10n ** -shift };
}

function plain({ top, bottom }: Ratio): number | Ratio {
  const whole = top / bottom;
  return whole * bottom === top && Number.isSafeInteger(Number(whole)) ? Number(whole) : { top, bottom };
}

const plus = (x: Ratio, y: Ratio): Ratio => ({ top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom });
const times = (x: Ratio, y: Ratio): Ratio => ({ top: x.top * y.top, bottom: x.bottom * y.bottom });
const minus = (x: Ratio): Ratio => ({ top: -x.top, bottom: x.bottom });

function over(x: Ratio, y: Ratio): Ratio {
  if (y.top === 0n) throw new DivisionByZero();
  return { top: x.top * y.bottom, bottom: x.bottom * y.top };
}

function remainder(x: Ratio, y: Ratio): Ratio {
  const { top, bottom } = over(x, y);
  return plus(x, minus(times(y, { top: top / bottom, bottom: 1n })));
}

/** Sign of x − y. */
function sign(x: Ratio, y: Ratio): number {
  const difference = (x.top * y.bottom - y.top * x.bottom) * (x.bottom * y.bottom < 0n ? -1n : 1n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const isNumeric = (value: Value): value is number | Ratio => typeof value === 'number' || isRatio(value);

/** Numbers by their value, texts by their UTF-16 units; −2 where the two are just not the same. */
function order(a: Value, b: Value): number {
  if (isNumeric(a) && isNumeric(b)) return sign(ratio(a), ratio(b));
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a === b ? 0 : 1;
  return (a ?? null) === (b ?? null) ? 0 : -2;
}

const chain =
  (holds: (order: number) => boolean): Operation =>
  (a, b, c) =>
    holds(order(a, b)) && (c === undefined || holds(order(b, c)));

/** The multiple of 1/unit on the side that the mode says: the two neighbours by floor, then a look at the middle. */
function rounded(value: Ratio, unit: bigint, mode: string): Ratio {
  const positive = value.bottom < 0n ? { top: -value.top, bottom: -value.bottom } : value;
  const top = positive.top * unit;
  const { bottom } = positive;
  const below = top / bottom - (top % bottom < 0n ? 1n : 0n);
  if (below * bottom === top) return { top: below, bottom: unit };
  const negative = top < 0n;
  const twice = 2n * (top - below * bottom) - bottom;
  const nearer = twice === 0n ? undefined : twice > 0n;
  const upwards: Record<string, boolean> = {
    floor: false,
    ceil: true,
    down: negative,
    up: !negative,
    half_up: nearer ?? !negative,
    half_down: nearer ?? negative,
    half_even: nearer ?? below % 2n !== 0n,
  };
  return { top: upwards[mode] ? below + 1n : below, bottom: unit };
}

/** Whether a JSON result says what the oracle says: fractions by value, anything else to the letter. */
export function agrees(result: unknown, expected: unknown): boolean {
  if (isRatio(expected)) {
    const scalar = typeof result === 'number' || typeof result === 'string';
    return scalar && /^-?\d/.test(String(result)) && sign(ratio(result), expected) === 0;
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(result) && result.length === expected.length && expected.every((each, i) => agrees(result[i], each))
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof result !== 'object' || result === null) return false;
    const names = Object.keys(expected);
    const entries = result as Record<string, unknown>;
    return (
      names.length === Object.keys(entries).length &&
      names.every(
        (name) => Object.hasOwn(entries, name) && agrees(entries[name], (expected as Record<string, unknown>)[name]),
      )
    );
  }
  return Object.is(result, typeof expected === 'number' ? expected + 0 : expected);
}
