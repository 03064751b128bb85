import { currencyExponent } from '@sluice/domain/money/currency';
import { formatMoney, type Locale } from '@sluice/domain/money/format';
import { cellProblem, type CellProblem } from './cells-problem.js';

export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: CellProblem };

export const good = <T>(value: T): Reading<T> => ({ ok: true, value });
export const bad = (problem: CellProblem): { readonly ok: false; readonly problem: CellProblem } => ({
  ok: false,
  problem,
});

/** A number in a locale's separators as a plain decimal text ("1,284.20" → "1284.20"); undefined when it is none. */
export function plainNumber(text: string, locale: Locale): string | undefined {
  const match = NUMBERS[locale].exec(text.trim().replace(/[\u202f\u00a0]/g, ' '));
  if (!match) return undefined;
  const whole = (match[2] ?? '').replace(/[.,' ]/g, '').replace(/^0+(?=\d)/, '');
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const negative = MINUS.test(match[1] ?? '') && /[1-9]/.test(whole + fraction);
  return `${negative ? '-' : ''}${whole}${match[3] === undefined ? '' : `.${match[3]}`}`;
}

const MINUS = /[-\u2212]/;
/** Thousands come in threes or not at all, so that a separator of the other locale is noticed and never guessed. */
const NUMBERS: Readonly<Record<Locale, RegExp>> = {
  en: /^([-\u2212+]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(\d+))?$/,
  de: /^([-\u2212+]?)(\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,(\d+))?$/,
};

/** A whole number, or a decimal one as the JSON number that means exactly it. */
export function readNumber(text: string, whole: boolean, locale: Locale): Reading<number> {
  const plain = plainNumber(text, locale);
  const example = locale === 'en' ? (whole ? '1,200' : '12.5') : whole ? '1.200' : '12,5';
  if (plain === undefined) return bad(cellProblem(whole ? 'whole' : 'number', { text, example }));
  const short = plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
  if (whole && short.includes('.')) return bad(cellProblem('whole', { text, example }));
  // json-logic-js would not read a longer number exactly, so the checker refuses it too.
  if (short.replace(/[-.]/g, '').replace(/^0+/, '').length > 15) return bad(cellProblem('too_large', { text }));
  return good(Number(short));
}

export function writeNumber(value: number | string, locale: Locale): string {
  const [whole = '0', fraction] = expand(String(value)).replace('-', '\u2212').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : '.');
  return fraction ? `${grouped}${locale === 'en' ? '.' : ','}${fraction}` : grouped;
}

/** JavaScript writes very small and very large numbers with an exponent; people do not. */
function expand(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const digits = `${match[2] ?? ''}${match[3] ?? ''}`;
  const point = 1 + Number(match[4]);
  const shown =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${match[1] ?? ''}${shown}`;
}

/** Minor units of an amount as people or spreadsheets write it: "$500", "500.00", "USD 500", "−€14,40" (de). */
export function readMoney(text: string, currency: string, locale: Locale): Reading<number> {
  const example = writeMoney(50000, currency, locale);
  const [figure, named] = splitCurrency(text);
  const symbol = writeMoney(0, currency, 'en').replace(/[\d.,\s]/g, '');
  if (named !== '' && named.toUpperCase() !== currency && named !== symbol) {
    const known = /^[A-Za-z]{3}$/.test(named) || /^\p{Sc}$/u.test(named);
    return bad(cellProblem(known ? 'currency' : 'money', { text, currency, example }));
  }
  const plain = plainNumber(figure, locale);
  if (plain === undefined) return bad(cellProblem('money', { text, example }));
  const places = currencyExponent(currency);
  const [whole = '0', fraction = ''] = plain.split('.');
  if (fraction.length > places) {
    return bad(cellProblem('decimals', { text, currency, places: String(places), example }));
  }
  const minor = `${whole}${fraction.padEnd(places, '0')}`;
  if (minor.replace(/^-?0*/, '').length > 15) return bad(cellProblem('too_large', { text }));
  return good(Number(minor));
}

/** The figure with its sign, and the currency before or after it. */
function splitCurrency(text: string): [figure: string, currency: string] {
  const match = /^([-\u2212+]?)\s*(\p{L}+|\p{Sc})?\s*([-\u2212+]?)([\d.,'\s\u202f\u00a0]*\d)\s*(\p{L}+|\p{Sc})?$/u.exec(
    text.trim(),
  );
  if (!match || (match[1] && match[3])) return [text, ''];
  if (match[2] && match[5]) return [text, `${match[2]} ${match[5]}`];
  return [`${match[1] || match[3] || ''}${match[4] ?? ''}`, match[2] ?? match[5] ?? ''];
}

export function writeMoney(minor: number, currency: string, locale: Locale): string {
  return formatMoney({ amount: BigInt(minor), currency }, locale);
}
