import { dayNumber } from '../../facts/day.js';
import type { Json } from '../../cst/value.js';
import { compare, ofInteger, parseDecimal, rational, toDecimalText } from '../../number/rational.js';
import type { Rational } from '../../number/rational.js';
import type { Type } from '../../types.js';

/** How the values of an ordered fact lie on a line. */
export interface Scale {
  /** Whole steps: there is nothing between one value and the next. */
  readonly discrete: boolean;
  readonly least?: Rational;
  readonly most?: Rational;
  place(value: Json): Rational | undefined;
  value(place: Rational): Json;
}

const whole: Scale = {
  discrete: true,
  least: ofInteger(Number.MIN_SAFE_INTEGER),
  most: ofInteger(Number.MAX_SAFE_INTEGER),
  place: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? ofInteger(value) : undefined),
  value: (place) => Number(place.n),
};

const FIRST_DAY = -719528;
const LAST_DAY = 2932896;

const days: Scale = {
  discrete: true,
  least: ofInteger(FIRST_DAY),
  most: ofInteger(LAST_DAY),
  place(value) {
    const day = typeof value === 'string' ? dayNumber(value) : undefined;
    return day === undefined ? undefined : ofInteger(day);
  },
  value: (place) => dayText(Number(place.n)),
};

const decimals: Scale = {
  discrete: false,
  place: (value) => (typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : undefined),
  value: (place) => toDecimalText(place) ?? '0',
};

/** The scale of an ordered type; undefined for names, texts, yes/no and lists. */
export function scaleOf(type: Type): Scale | undefined {
  switch (type.k) {
    case 'integer':
    case 'money':
    case 'instant':
      return whole;
    case 'day':
      return days;
    case 'decimal':
      return decimals;
    default:
      return undefined;
  }
}

/** ISO date of days since 1970-01-01, from year 0000 to 9999. */
function dayText(day: number): string {
  const iso = new Date(day * 86_400_000).toISOString();
  return iso.slice(0, 10);
}

/** The value with the fewest decimals that lies strictly between two places (an end left out is without end). */
export function between(low: Rational | undefined, high: Rational | undefined): Rational {
  if (!low && !high) return ofInteger(0);
  if (!low) return rational(floor(high!) === high!.n && high!.d === 1n ? high!.n - 1n : floor(high!));
  for (let places = 0n; ; places++) {
    const unit = 10n ** places;
    const next = rational(floor({ n: low.n * unit, d: low.d }) + 1n, unit);
    if (!high || compare(next, high) < 0) return next;
  }
}

const floor = ({ n, d }: Rational): bigint => (n < 0n && n % d !== 0n ? n / d - 1n : n / d);
