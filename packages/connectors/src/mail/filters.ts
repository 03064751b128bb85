import { dayOf, formatMoney } from '@sluice/domain';
import type { Liquid } from 'liquidjs';

export type MailLocale = 'en' | 'de';

const months: Record<MailLocale, readonly string[]> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
};

/** One and many of each unit, in the order in which ISO 8601 has them. */
const units: Record<MailLocale, Record<string, readonly [string, string]>> = {
  en: {
    Y: ['year', 'years'],
    M: ['month', 'months'],
    W: ['week', 'weeks'],
    D: ['day', 'days'],
    H: ['hour', 'hours'],
    m: ['minute', 'minutes'],
    S: ['second', 'seconds'],
  },
  de: {
    Y: ['Jahr', 'Jahre'],
    M: ['Monat', 'Monate'],
    W: ['Woche', 'Wochen'],
    D: ['Tag', 'Tage'],
    H: ['Stunde', 'Stunden'],
    m: ['Minute', 'Minuten'],
    S: ['Sekunde', 'Sekunden'],
  },
};

/**
 * The filters of mail templates: `money` (of `{ amount, currency }`), `date` (21 November 2026; in the programme's zone),
 * `duration` (P30D → 30 days). Words and separators are our own, so that a mail reads the same on every machine.
 */
export function registerFilters(engine: Liquid, locale: MailLocale, zone: string): void {
  engine.registerFilter('money', (value: unknown) => money(value, locale));
  engine.registerFilter('date', (value: unknown) => date(value, locale, zone));
  engine.registerFilter('duration', (value: unknown) => duration(value, locale));
  // Liquid's own `raw` would switch the escaping off, and what partners have typed would become markup.
  engine.registerFilter('raw', (value: unknown) => value);
}

function money(value: unknown, locale: MailLocale): string {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
  if (typeof currency !== 'string' || !/^-?\d+$/.test(String(amount)))
    throw new TypeError('money needs { amount, currency } with the amount in minor units');
  return formatMoney({ amount: BigInt(amount as string | bigint), currency }, locale);
}

function date(value: unknown, locale: MailLocale, zone: string): string {
  const at = value instanceof Date ? value : new Date(typeof value === 'string' ? value : NaN);
  if (Number.isNaN(at.getTime())) throw new TypeError('date needs an ISO 8601 instant');
  const [year = '', month = '', day = ''] = dayOf(at, zone).split('-');
  return `${Number(day)}${locale === 'de' ? '.' : ''} ${months[locale][Number(month) - 1]} ${year}`;
}

const durationPattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function duration(value: unknown, locale: MailLocale): string {
  const parts = typeof value === 'string' ? durationPattern.exec(value)?.slice(1) : undefined;
  const words = (parts ?? []).flatMap((count, index) => {
    const [one, many] = units[locale][['Y', 'M', 'W', 'D', 'H', 'm', 'S'][index] ?? ''] ?? ['', ''];
    return count === undefined ? [] : [`${Number(count)} ${Number(count) === 1 ? one : many}`];
  });
  if (words.length === 0) throw new TypeError('duration needs an ISO 8601 duration such as P30D');
  return words.join(', ');
}
