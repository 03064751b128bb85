import { fault } from '../compile/fault.js';

/** An exact fraction in lowest terms; `d` is always positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Numerators and denominators beyond this are an overflow, so that a rule cannot grow numbers without end. */
const LIMIT_BITS = 512;
const LIMIT = 1n << BigInt(LIMIT_BITS);

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The fraction n/d in lowest terms; faults with `division_by_zero` and `overflow`. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) fault('division_by_zero', 'The rule divides by zero.');
  if (d === 1n) return bounded(n, d);
  const sign = d < 0n ? -1n : 1n;
  const g = gcd(n, d * sign);
  return bounded((n * sign) / g, (d * sign) / g);
}

function bounded(n: bigint, d: bigint): Rational {
  if (n > LIMIT || n < -LIMIT || d > LIMIT) fault('overflow', 'A number in the rule grows beyond what it can hold.');
  return { n, d };
}

export const ofInteger = (value: number): Rational => ({ n: BigInt(value), d: 1n });
export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d });

/** a − b·trunc(a/b): the sign follows the dividend, as `%` does in JavaScript. */
export function remainder(a: Rational, b: Rational): Rational {
  const q = divide(a, b);
  return subtract(a, multiply(b, { n: q.n / q.d, d: 1n }));
}

/** −1, 0 or 1. */
export function compare(a: Rational, b: Rational): number {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads a JSON number or a decimal string exactly; undefined when it is not one or has more than 34 digits. */
export function parseDecimal(text: string): Rational | undefined {
  const match = DECIMAL.exec(text);
  if (!match || text.length > 48) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2] + fraction);
  const exponent = Number(match[4] ?? 0) - fraction.length;
  if (Math.abs(exponent) > 34) return digits === 0n ? { n: 0n, d: 1n } : undefined;
  const signed = match[1] ? -digits : digits;
  return exponent >= 0 ? rational(signed * 10n ** BigInt(exponent)) : rational(signed, 10n ** BigInt(-exponent));
}

/** The shortest decimal text of a terminating fraction; undefined when it never ends (1/3). */
export function toDecimalText(value: Rational): string | undefined {
  const { d } = value;
  const places = d === 1n ? 0 : placesOf(d);
  if (places === undefined) return undefined;
  const scaled = (value.n * 10n ** BigInt(places)) / d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return scaled < 0n ? `-${text}` : text;
}

/** The least number of decimal places that show a fraction with this denominator; undefined when none do. */
function placesOf(d: bigint): number | undefined {
  const enough = (places: number): boolean => 10n ** BigInt(places) % d === 0n;
  if (!enough(LIMIT_BITS)) return undefined;
  let [low, high] = [0, LIMIT_BITS];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
