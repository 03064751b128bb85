import type { Rational } from './rational.js';

/** How a fraction becomes whole: the names of the programme's rounding setting. */
export const ROUNDING_MODES = ['half_even', 'half_up', 'half_down', 'up', 'down', 'floor', 'ceil'] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

/** The whole number nearest to a fraction by a named mode; `up` and `down` are away from and towards zero. */
export function roundToInteger(value: Rational, mode: RoundingMode): bigint {
  const quotient = value.n / value.d;
  const rest = value.n - quotient * value.d;
  if (rest === 0n) return quotient;
  const away = value.n < 0n ? -1n : 1n;
  return awayFromZero(mode, 2n * rest * away - value.d, quotient, away) ? quotient + away : quotient;
}

/** `half` < 0: below the middle, 0: on it, > 0: above. */
function awayFromZero(mode: RoundingMode, half: bigint, quotient: bigint, away: bigint): boolean {
  const decide: Record<RoundingMode, () => boolean> = {
    half_even: () => half > 0n || (half === 0n && quotient % 2n !== 0n),
    half_up: () => half >= 0n,
    half_down: () => half > 0n,
    up: () => true,
    down: () => false,
    floor: () => away < 0n,
    ceil: () => away > 0n,
  };
  return decide[mode]();
}

/** The fraction rounded to a number of decimal places. */
export function roundTo(value: Rational, places: number, mode: RoundingMode): { n: bigint; places: number } {
  return { n: roundToInteger({ n: value.n * 10n ** BigInt(places), d: value.d }, mode), places };
}
