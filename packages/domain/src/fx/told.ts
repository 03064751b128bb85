import { decimalText, isCurrency, parseDecimal } from '../money.js';
import type { FxRate } from './conversion.js';

/** A rate as somebody wrote it, before it is believed. */
export interface ToldRate {
  from: string;
  to: string;
  date: string;
  rate: string;
}

/** What is wrong with a told rate, and in which field. */
export interface RateProblem {
  field: keyof ToldRate;
  code: 'unknown_currency' | 'same_currency' | 'bad_date' | 'future' | 'bad_rate';
  message: string;
}

/** A line of a file of rates that cannot be taken. */
export interface LineProblem {
  line: number;
  code: string;
  message: string;
}

/** A file of rates, read: each with its line, and what could not be read. */
export interface RateFile {
  rates: { line: number; rate: FxRate }[];
  problems: LineProblem[];
}

/** Reads a told rate; the decimals are kept as they were told. `today`: no rate of a later day is believed. */
export function readRate(
  told: ToldRate,
  source: string,
  today: string,
): { ok: true; rate: FxRate } | { ok: false; problem: RateProblem } {
  const problem = problemOf(told, today);
  if (problem) return { ok: false, problem };
  const { from, to, date, rate } = told;
  return { ok: true, rate: { from, to, date, rate, source } };
}

/** True where two rates say the same, however many zeros they end with. */
export function sameRate(a: string, b: string): boolean {
  return decimalText(parseDecimal(a)) === decimalText(parseDecimal(b));
}

function problemOf({ from, to, date, rate }: ToldRate, today: string): RateProblem | undefined {
  for (const [field, code] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (!isCurrency(code))
      return { field, code: 'unknown_currency', message: `"${code}" is not an ISO 4217 currency that can be paid.` };
  if (from === to)
    return { field: 'to', code: 'same_currency', message: 'A rate is between two different currencies.' };
  if (!isDay(date)) return { field: 'date', code: 'bad_date', message: `"${date}" is not a day such as 2026-11-20.` };
  if (date > today) return { field: 'date', code: 'future', message: `${date} has not come yet.` };
  if (!/^\d{1,12}(\.\d{1,18})?$/.test(rate) || parseDecimal(rate).digits <= 0n)
    return { field: 'rate', code: 'bad_rate', message: `"${rate}" is not a rate such as 1.0845.` };
  return undefined;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
