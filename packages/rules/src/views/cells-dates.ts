import type { Locale } from '@sluice/domain/money/format';
import { dayNumber } from '../facts/day.js';
import { bad, good, type Reading } from './cells-numbers.js';
import { cellProblem } from './cells-problem.js';

const MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  de: ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'],
};

/** An ISO date of "2026-12-19", "19 Dec 2026", "19.12.2026", "12/19/2026"; what can be read as two dates is refused. */
export function readDay(text: string): Reading<string> {
  const given = text.trim();
  const found = isoDay(given) ?? namedDay(given) ?? dottedDay(given);
  if (found !== undefined && dayNumber(found) !== undefined) return good(found);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(given);
  if (!slashed) return bad(cellProblem('day', { text }));
  const [, a = '', b = '', year = ''] = slashed;
  const readings = [iso(year, a, b), iso(year, b, a)].filter((each) => dayNumber(each) !== undefined);
  const [first, second] = [...new Set(readings)];
  if (first === undefined) return bad(cellProblem('day', { text }));
  return second === undefined ? good(first) : bad(cellProblem('day_order', { text, iso: first, other: second }));
}

const iso = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

const isoDay = (text: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);

function namedDay(text: string): string | undefined {
  const match = /^(\d{1,2})\.?\s+(\p{L}+)\.?,?\s+(\d{4})$/u.exec(text);
  if (!match) return undefined;
  const name = (match[2] ?? '').toLowerCase();
  const at = [MONTHS.en, MONTHS.de]
    .map((months) => months.findIndex((month) => name.startsWith(month.toLowerCase()) || month.toLowerCase() === name))
    .find((index) => index >= 0);
  return at === undefined ? undefined : iso(match[3] ?? '', String(at + 1), match[1] ?? '');
}

function dottedDay(text: string): string | undefined {
  const match = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  return match ? iso(match[3] ?? '', match[2] ?? '', match[1] ?? '') : undefined;
}

/** `19 Dec 2026`, `19. Dez 2026`: a date in a rule is a promise, so it has its year. */
export function writeDay(value: string, locale: Locale): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return value;
  const month = MONTHS[locale][Number(match[2]) - 1] ?? '';
  return `${String(Number(match[3]))}${locale === 'de' ? '.' : ''} ${month} ${match[1] ?? ''}`;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?\s*(Z|UTC)?$/;

/** UTC milliseconds of "2026-12-19 14:05 UTC", "2026-12-19T14:05:00Z"; a day alone is its first moment. */
export function readInstant(text: string): Reading<number> {
  const match = INSTANT.exec(text.trim());
  const [, day = '', hours = '00', minutes = '00', seconds = '00', fraction = ''] = match ?? [];
  const at = dayNumber(day);
  const fits = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  if (at === undefined || !fits) return bad(cellProblem('instant', { text }));
  const clock = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return good((at * 86_400 + clock) * 1000 + Number(fraction.padEnd(3, '0')));
}

/** Instants in cells are UTC and say so; seconds only where there are any. */
export function writeInstant(value: number): string {
  if (!Number.isSafeInteger(value) || Math.abs(value) > 8.64e15) return String(value);
  const [day = '', clock = ''] = new Date(value).toISOString().replace('Z', '').split('T');
  return `${day} ${clock.replace(/\.000$/, '').replace(/^(\d\d:\d\d):00$/, '$1')} UTC`;
}
