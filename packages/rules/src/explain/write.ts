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
  if (value['instant'] !== undefined)
    return new Date(Number(value['instant'])).toISOString().slice(0, 16).replace('T', ' ');
  return String(value['text'] ?? '');
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
