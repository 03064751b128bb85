import { DomainError } from '../error.js';
import { currencyExponent, divideRounded, parseDecimal, type Currency, type Money } from '../money.js';
import type { RoundingMode } from '../programme.js';

/** What one unit of `from` is worth in `to`, as a source told it for a day. */
export interface FxRate {
  from: Currency;
  to: Currency;
  /** Decimal text, e.g. `1.0845`: one whole unit of `from` (not a minor one) is so many of `to`. */
  rate: string;
  /** Who told it: `ecb`, `import:<file>`, `manual:<user>`… */
  source: string;
  /** Day that it holds for, `YYYY-MM-DD`. */
  date: string;
}

/** Money that was converted, with all that is needed to do it again or to take it back at the same rate. */
export interface Conversion extends Pick<FxRate, 'rate' | 'source' | 'date'> {
  from: Money;
  to: Money;
}

/** Converts by a rate, exactly, rounded once by the mode. Throws `currency_mismatch` and `bad_rate`. */
export function convert(from: Money, rate: FxRate, mode: RoundingMode): Conversion {
  if (from.currency !== rate.from) {
    throw new DomainError('currency_mismatch', `A rate of ${rate.from} does not convert ${from.currency}.`);
  }
  const { digits, places } = parseDecimal(rate.rate);
  if (digits <= 0n) throw new DomainError('bad_rate', `${rate.rate} is not a rate to convert by.`);
  const up = 10n ** BigInt(currencyExponent(rate.to));
  const down = 10n ** BigInt(currencyExponent(rate.from) + places);
  const amount = divideRounded(from.amount * digits * up, down, mode);
  return { from, to: { amount, currency: rate.to }, rate: rate.rate, source: rate.source, date: rate.date };
}

/** A part of converted money at the rate it was converted by: for refunds and for money that comes back. */
export function convertAgain(part: Money, before: Conversion, mode: RoundingMode): Conversion {
  const { rate, source, date, from, to } = before;
  return convert(part, { from: from.currency, to: to.currency, rate, source, date }, mode);
}
