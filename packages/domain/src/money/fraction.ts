import type { Currency, Money } from '../money.js';
import type { RoundingMode } from '../programme.js';
import { divideRounded, parseDecimal } from './decimal.js';

/** An exact part of a minor unit, n ÷ d with d above zero: what is added up and multiplied before the one rounding. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

export const nothing: Fraction = { n: 0n, d: 1n };

export function whole(n: bigint): Fraction {
  return { n, d: 1n };
}

/** A decimal string ("12.5") as a fraction; throws `bad_decimal`. */
export function decimal(text: string): Fraction {
  const { digits, places } = parseDecimal(text);
  return { n: digits, d: 10n ** BigInt(places) };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** amount × percent ÷ 100, exact; percent as a decimal string ("12.5"). */
export function percentage(amount: bigint, percent: string): Fraction {
  const { n, d } = decimal(percent);
  return { n: amount * n, d: d * 100n };
}

/** The one rounding to whole minor units. */
export function rounded({ n, d }: Fraction, currency: Currency, mode: RoundingMode): Money {
  return { amount: divideRounded(n, d, mode), currency };
}
