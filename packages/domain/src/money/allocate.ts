import { DomainError } from '../error.js';
import type { Money } from '../money.js';

/**
 * Splits an amount by weights so that the parts add up to the whole (largest remainder, Hamilton's method): each part is
 * rounded down, the units left over go to the largest remainders, the earlier part first on a tie.
 * 100.00 by three equal weights = 33.34 + 33.33 + 33.33. Throws `bad_weights` when none is positive or one is negative.
 */
export function allocate({ amount, currency }: Money, weights: readonly (bigint | number)[]): Money[] {
  const parts = weights.map(BigInt);
  const total = parts.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || parts.some((weight) => weight < 0n)) {
    throw new DomainError('bad_weights', 'A split needs weights that are not negative and at least one above zero.');
  }
  const sign = amount < 0n ? -1n : 1n;
  const whole = amount * sign;
  const shares = parts.map((weight, index) => ({
    index,
    units: (whole * weight) / total,
    rest: (whole * weight) % total,
  }));
  let left = whole - shares.reduce((sum, share) => sum + share.units, 0n);
  for (const share of [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    share.units += 1n;
    left -= 1n;
  }
  return shares.map(({ units }) => ({ amount: units * sign, currency }));
}
