import { DomainError } from '../error.js';
import type { RoundingMode } from '../programme.js';

/** A decimal number without loss: `digits` × 10^−`places`. */
export interface Decimal {
  digits: bigint;
  places: number;
}

const pattern = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/;

/** Reads a decimal string such as "12.5" exactly; throws `bad_decimal`. No exponent, no sign but "-", no thousands. */
export function parseDecimal(text: string): Decimal {
  const match = pattern.exec(text);
  if (!match) throw new DomainError('bad_decimal', `"${text}" is not a decimal number such as 12.5.`);
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2] + fraction);
  return { digits: match[1] ? -digits : digits, places: fraction.length };
}

/** The shortest text of a decimal: "12.50" becomes "12.5", "0.0" becomes "0". */
export function decimalText({ digits, places }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  const sign = digits < 0n ? '-' : '';
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}

/**
 * The integer nearest to n/d by a named mode; d must be positive. `half_*` decide only the exact middle, `up` and `down`
 * are away from and towards zero, `ceil` and `floor` towards plus and minus infinity.
 */
export function divideRounded(n: bigint, d: bigint, mode: RoundingMode): bigint {
  if (d <= 0n) throw new DomainError('bad_divisor', 'A division by zero or less has no rounded result.');
  const quotient = n / d;
  const rest = n % d;
  if (rest === 0n) return quotient;
  const away = n < 0n ? -1n : 1n;
  const twice = 2n * (rest < 0n ? -rest : rest);
  return roundsAway[mode](twice - d, quotient, away) ? quotient + away : quotient;
}

/** `past` < 0: below the middle, 0: on it, > 0: above it. */
const roundsAway: Record<RoundingMode, (past: bigint, quotient: bigint, away: bigint) => boolean> = {
  half_even: (past, quotient) => past > 0n || (past === 0n && quotient % 2n !== 0n),
  half_up: (past) => past >= 0n,
  half_down: (past) => past > 0n,
  up: () => true,
  down: () => false,
  ceil: (_past, _quotient, away) => away > 0n,
  floor: (_past, _quotient, away) => away < 0n,
};
