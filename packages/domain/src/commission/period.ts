import { periodOf } from '../time.js';

/** A stretch of the calendar in the programme's time zone that volumes, orders and caps are counted in. */
export const countedPeriods = ['month', 'quarter', 'year', 'lifetime'] as const;
export type CountedPeriod = (typeof countedPeriods)[number];

/** What names the period that an instant lies in: `2026-11`, `2026-Q4`, `2026`, `all`. */
export function periodKey(at: Date, period: CountedPeriod, timeZone: string): string {
  return periodOfMonth(periodOf(at, timeZone).key, period);
}

/** The period that a month (`2026-11`) belongs to. */
export function periodOfMonth(month: string, period: CountedPeriod): string {
  const [year = '', number = ''] = month.split('-');
  return {
    month,
    quarter: `${year}-Q${Math.ceil(Number(number) / 3)}`,
    year,
    lifetime: 'all',
  }[period];
}
