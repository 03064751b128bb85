import { divideRounded } from '@sluice/domain/money/decimal';
import type { RoundingMode } from '@sluice/domain';
import type { Rational } from './rational.js';

export type { RoundingMode };

/** How a fraction becomes whole: the names of the programme's rounding setting, all of them. */
export const ROUNDING_MODES = Object.keys({
  half_even: true,
  half_up: true,
  half_down: true,
  up: true,
  down: true,
  floor: true,
  ceil: true,
} satisfies Record<RoundingMode, true>) as readonly RoundingMode[];

/** The fraction rounded to a number of decimal places, as the digits of the result. */
export function roundTo(value: Rational, places: number, mode: RoundingMode): { n: bigint; places: number } {
  return { n: divideRounded(value.n * 10n ** BigInt(places), value.d, mode), places };
}
