import { refuse, type Refusal } from '../error.js';
import { decimalText, divideRounded, parseDecimal, type Currency, type Decimal } from '../money.js';
import type { FxRate } from './conversion.js';

/** Where a programme's rates come from, and how old one may be. */
export interface FxSettings {
  /** `ecb`: also the European Central Bank's daily reference rates, fetched every day. */
  source?: 'ecb';
  /** Oldest rate that still counts, in days before the day that is asked for; 7 unless set (the bank rests at Easter). */
  maxAgeDays?: number;
  /** Currency that rates are crossed over where there is none between two; EUR unless set. */
  base?: Currency;
}

export interface RateQuestion {
  from: Currency;
  to: Currency;
  /** `YYYY-MM-DD`, in the programme's zone. */
  day: string;
  settings?: FxSettings | undefined;
}

export const defaultMaxAgeDays = 7;
export const defaultBase: Currency = 'EUR';

/**
 * The newest rate not after the day and not too old: told as it is, or turned round, or crossed over the base currency by two
 * rates of one day; its `source` says which. Of one day a told rate comes first, then one that is turned round, then a cross; of
 * two tellings the earlier in the list. The same currency needs none. Refuses `no_rate`.
 */
export function findRate(
  rates: readonly FxRate[],
  { from, to, day, settings = {} }: RateQuestion,
): { ok: true; rate: FxRate } | Refusal {
  const oldest = daysBefore(day, settings.maxAgeDays ?? defaultMaxAgeDays);
  const known = rates.filter(({ date }) => date <= day && date >= oldest);
  const dates = [...new Set(known.map(({ date }) => date))].sort().reverse();
  for (const date of dates) {
    const rate = ofDay(
      known.filter((one) => one.date === date),
      from,
      to,
      settings.base ?? defaultBase,
    );
    if (rate) return { ok: true, rate };
  }
  return refuse(
    'no_rate',
    `No rate from ${from} to ${to} for ${day} is known, nor one that is at most ${settings.maxAgeDays ?? defaultMaxAgeDays} days older. ` +
      `Add it under Settings → Rates, then retry this step.`,
  );
}

/** First day that a rate may be of, to count on `day`. */
export function oldestDay({ day, settings }: Pick<RateQuestion, 'day' | 'settings'>): string {
  return daysBefore(day, settings?.maxAgeDays ?? defaultMaxAgeDays);
}

/** Currencies whose rates can answer the question. */
export function currenciesFor({ from, to, settings }: Pick<RateQuestion, 'from' | 'to' | 'settings'>): Currency[] {
  return [...new Set([from, to, settings?.base ?? defaultBase])];
}

/** One unit in the other direction, to fifteen figures. */
export function invert(rate: FxRate): FxRate {
  const { from, to, date, source } = rate;
  return {
    from: to,
    to: from,
    rate: quotient({ digits: 1n, places: 0 }, parseDecimal(rate.rate)),
    date,
    source: `${source}, turned round (${legText(rate)})`,
  };
}

function ofDay(rates: readonly FxRate[], from: Currency, to: Currency, base: Currency): FxRate | undefined {
  const told = rates.find((rate) => rate.from === from && rate.to === to);
  if (told) return told;
  const back = rates.find((rate) => rate.from === to && rate.to === from);
  if (back) return invert(back);
  if (from === base || to === base) return undefined;
  const [first, second] = [toBase(rates, from, base), toBase(rates, to, base)];
  return first && second && cross(first, second, from, to, base);
}

/** A rate between a currency and the base, whichever way round it was told. */
function toBase(rates: readonly FxRate[], currency: Currency, base: Currency): FxRate | undefined {
  return (
    rates.find((rate) => rate.from === base && rate.to === currency) ??
    rates.find((rate) => rate.from === currency && rate.to === base)
  );
}

/** Both legs as fractions, multiplied exactly and written once: nothing is rounded between the two. */
function cross(first: FxRate, second: FxRate, from: Currency, to: Currency, base: Currency): FxRate {
  const one: Decimal = { digits: 1n, places: 0 };
  const [a, b] = [parseDecimal(first.rate), parseDecimal(second.rate)];
  // What one unit of `from` is in the base (n1/d1), and one unit of the base in `to` (n2/d2).
  const [n1, d1] = first.from === from ? [a, one] : [one, a];
  const [n2, d2] = second.from === base ? [b, one] : [one, b];
  const sources = first.source === second.source ? first.source : `${first.source} and ${second.source}`;
  return {
    from,
    to,
    rate: quotient(product(n1, n2), product(d1, d2)),
    date: first.date,
    source: `${sources}, crossed over ${base} (${legText(first)}, ${legText(second)})`,
  };
}

function legText({ from, to, rate }: FxRate): string {
  return `1 ${from} = ${rate} ${to}`;
}

function product(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, places: a.places + b.places };
}

/** n ÷ d to fifteen figures (at most eighteen decimals), half to even: far finer than any amount that is converted. */
function quotient(n: Decimal, d: Decimal): string {
  const top = n.digits * 10n ** BigInt(d.places);
  const bottom = d.digits * 10n ** BigInt(n.places);
  if (top <= 0n || bottom <= 0n) return '0';
  let places = 15;
  while (places < 18 && (top * 10n ** BigInt(places)) / bottom < 10n ** 14n) places += 1;
  while (places > 0 && (top * 10n ** BigInt(places)) / bottom >= 10n ** 15n) places -= 1;
  return decimalText({ digits: divideRounded(top * 10n ** BigInt(places), bottom, 'half_even'), places });
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
