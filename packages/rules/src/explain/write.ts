import type { Json } from '@sluice/domain';
import { formatMoney, formatRate } from '@sluice/domain/money/format';
import type { Locale } from '@sluice/domain/money/format';

export type { Locale };

/** A text of an explanation in one locale. */
export function text(value: Json, locale: Locale): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return String(value[locale] ?? value['en'] ?? '');
  return String(value);
}

/** "a, b and c" */
export function list(items: readonly string[], word: string): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** A described value (see conditions.ts) as people read it. */
export function writeValue(value: Json, locale: Locale): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  if (value['money'] !== undefined) return threshold(String(value['money']), String(value['currency']), locale);
  if (value['rate'] !== undefined) return formatRate(String(value['rate']), locale);
  if (value['label'] !== undefined) return text(value['label'], locale);
  if (value['number'] !== undefined) return figure(Number(value['number']), locale);
  if (value['day'] !== undefined) return String(value['day']);
  if (value['duration'] !== undefined) return writeDuration(String(value['duration']), locale);
  if (value['instant'] !== undefined)
    return new Date(Number(value['instant'])).toISOString().slice(0, 16).replace('T', ' ');
  return String(value['text'] ?? '');
}

const UNITS: Readonly<Record<Locale, Readonly<Record<string, readonly [one: string, many: string]>>>> = {
  en: {
    Y: ['year', 'years'],
    M: ['month', 'months'],
    W: ['week', 'weeks'],
    D: ['day', 'days'],
    TH: ['hour', 'hours'],
    TM: ['minute', 'minutes'],
    TS: ['second', 'seconds'],
  },
  // After "innerhalb von": the dative.
  de: {
    Y: ['Jahr', 'Jahren'],
    M: ['Monat', 'Monaten'],
    W: ['Woche', 'Wochen'],
    D: ['Tag', 'Tagen'],
    TH: ['Stunde', 'Stunden'],
    TM: ['Minute', 'Minuten'],
    TS: ['Sekunde', 'Sekunden'],
  },
};

/** "30 days", "1 month and 12 hours" from an ISO 8601 duration. */
function writeDuration(text: string, locale: Locale): string {
  const [days = '', time = ''] = text.replace(/^[+-]?P/i, '').split(/T/i);
  const parts = [...days.matchAll(/([\d.,]+)([A-Z])/gi), ...time.matchAll(/([\d.,]+)([A-Z])/gi)];
  const dates = [...days.matchAll(/[A-Z]/gi)].length;
  const words = parts.map(([, count = '', unit = ''], i) => {
    const names = UNITS[locale][`${i < dates ? '' : 'T'}${unit.toUpperCase()}`];
    return `${count} ${names?.[count === '1' ? 0 : 1] ?? unit}`;
  });
  return list(words, locale === 'en' ? 'and' : 'und');
}

/** Money as a limit in a sentence: cents only when there are any ("at least $100"). */
function threshold(amount: string, currency: string, locale: Locale): string {
  const written = formatMoney({ amount: BigInt(amount), currency }, locale);
  return written.replace(/[.,]00$/, '');
}

function figure(value: number, locale: Locale): string {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : '.');
  const point = locale === 'en' ? '.' : ',';
  return `${value < 0 ? '\u2212' : ''}${grouped}${fraction ? `${point}${fraction}` : ''}`;
}
