import type { Money } from '../money.js';
import { currencyExponent } from './currency.js';
import { decimalText, parseDecimal } from './decimal.js';

export type Locale = 'en' | 'de';

export interface FormatOptions {
  /** ISO code in place of the symbol: where currencies mix. */
  code?: boolean;
  /** "+" before a positive amount: for differences. */
  sign?: boolean;
}

const symbols: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹' };
const separators: Record<Locale, { group: string; point: string }> = {
  en: { group: ',', point: '.' },
  de: { group: '.', point: ',' },
};

/** U+2212, as design/README asks for. */
const minus = '\u2212';

/**
 * Money as people read it: `$1,284.20`, `−$14.40`, `€1.284,20` (de), `¥1,200`, `KWD 1.250`; an unknown symbol or
 * `code` gives the ISO code. Format: shared/design "Words and figures".
 */
export function formatMoney({ amount, currency }: Money, locale: Locale = 'en', options: FormatOptions = {}): string {
  const { group, point } = separators[locale];
  const [whole = '0', fraction] = minorToDecimal({ amount: amount < 0n ? -amount : amount, currency }).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const figure = fraction ? `${grouped}${point}${fraction}` : grouped;
  const symbol = options.code ? undefined : symbols[currency];
  const sign = amount < 0n ? minus : options.sign && amount > 0n ? '+' : '';
  return `${sign}${symbol ?? `${currency} `}${figure}`;
}

/** Minor units as a plain decimal string with the currency's decimals: 128420 USD → "1284.20". For files, not for people. */
export function minorToDecimal({ amount, currency }: Money): string {
  const places = currencyExponent(currency);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(places + 1, '0');
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return amount < 0n ? `-${text}` : text;
}

/** A rate in percent with a narrow no-break space: `12.5 %`, `12,5 %` (de). */
export function formatRate(rate: string, locale: Locale = 'en'): string {
  const text = decimalText(parseDecimal(rate)).replace('-', minus);
  return `${text.replace('.', separators[locale].point)}\u202f%`;
}
