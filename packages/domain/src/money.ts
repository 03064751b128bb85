import { DomainError } from './error.js';
import { currencyExponent, isCurrency } from './money/currency.js';
import { divideRounded, parseDecimal } from './money/decimal.js';
import type { RoundingMode } from './programme.js';

export { currencyExponent, isCurrency } from './money/currency.js';
export { decimalText, divideRounded, parseDecimal } from './money/decimal.js';
export type { Decimal } from './money/decimal.js';
export { formatMoney, formatRate, minorToDecimal } from './money/format.js';
export type { FormatOptions, Locale } from './money/format.js';
export { allocate } from './money/allocate.js';

/** ISO 4217 alphabetic code. */
export type Currency = string;

/** An amount in integer minor units of a currency (JPY has none, KWD has three decimals). */
export interface Money {
  amount: bigint;
  currency: Currency;
}

/** Money as JSON carries it: minor units as a decimal string. */
export interface MoneyJson {
  amount: string;
  currency: Currency;
}

/** Money from minor units; throws `unknown_currency`. */
export function money(amount: bigint | number | string, currency: Currency): Money {
  currencyExponent(currency);
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) {
    throw new DomainError('bad_money', `${amount} is not a whole number of minor units.`);
  }
  return { amount: BigInt(amount), currency };
}

export function zero(currency: Currency): Money {
  return { amount: 0n, currency };
}

/** Reads `{ amount, currency }` with minor units as a string; throws `bad_money` or `unknown_currency`. */
export function parseMoney(value: unknown): Money {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
  if (typeof amount !== 'string' || !/^-?\d{1,18}$/.test(amount)) {
    throw new DomainError('bad_money', 'An amount is a string of whole minor units, e.g. "1999".');
  }
  if (!isCurrency(currency)) {
    throw new DomainError('unknown_currency', `"${String(currency)}" is not an ISO 4217 currency that can be paid.`);
  }
  return { amount: BigInt(amount), currency };
}

export function moneyToJson({ amount, currency }: Money): MoneyJson {
  return { amount: amount.toString(), currency };
}

/** The sum; throws `currency_mismatch`. */
export function add(a: Money, b: Money): Money {
  return { amount: a.amount + same(a, b).amount, currency: a.currency };
}

/** The difference; throws `currency_mismatch`. */
export function subtract(a: Money, b: Money): Money {
  return { amount: a.amount - same(a, b).amount, currency: a.currency };
}

export function negate(a: Money): Money {
  return { amount: -a.amount, currency: a.currency };
}

/** −1, 0 or 1; throws `currency_mismatch`. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const other = same(a, b).amount;
  return a.amount < other ? -1 : a.amount > other ? 1 : 0;
}

/** The sum of a list, zero of `currency` when it is empty; throws `currency_mismatch`. */
export function sumMoney(list: readonly Money[], currency: Currency): Money {
  return list.reduce(add, zero(currency));
}

/** amount × rate, exact, then rounded once to whole minor units; the rate is a factor as a decimal string ("1.19"). */
export function multiplyRate({ amount, currency }: Money, rate: string, mode: RoundingMode): Money {
  const { digits, places } = parseDecimal(rate);
  return { amount: divideRounded(amount * digits, 10n ** BigInt(places), mode), currency };
}

/** amount × percent ÷ 100, exact, then rounded once; percent as a decimal string ("12.5"). */
export function percentOf({ amount, currency }: Money, percent: string, mode: RoundingMode): Money {
  const { digits, places } = parseDecimal(percent);
  return { amount: divideRounded(amount * digits, 10n ** BigInt(places + 2), mode), currency };
}

/** amount × n ÷ d, exact, then rounded once: the proration of a reversal. */
export function prorate({ amount, currency }: Money, n: bigint, d: bigint, mode: RoundingMode): Money {
  return { amount: divideRounded(amount * n, d, mode), currency };
}

function same(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new DomainError(
      'currency_mismatch',
      `${a.currency} and ${b.currency} cannot be reckoned together without a rate.`,
    );
  }
  return b;
}
