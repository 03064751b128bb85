import { currencyDigits } from '../../../lib/money.js';

/** Minor units as a person types them: 50000 USD → "500.00" (German "500,00"). */
export function amountText(minor: number | string, currency: string, language: string): string {
  const digits = currencyDigits(currency);
  const text = String(minor);
  if (!/^-?\d+$/.test(text)) return text;
  const padded = text.replace('-', '').padStart(digits + 1, '0');
  const point = language === 'de' ? ',' : '.';
  const written = digits > 0 ? `${padded.slice(0, -digits)}${point}${padded.slice(-digits)}` : padded;
  return text.startsWith('-') ? `-${written}` : written;
}

/** What was typed as whole minor units of any size, "-" before less than none; undefined where it is no amount of that currency. */
export function minorOf(text: string, currency: string, language: string): string | undefined {
  const [group, point] = language === 'de' ? ['.', ','] : [',', '.'];
  const plain = text.trim().replaceAll(group, '').replaceAll('\u2212', '-').replace(point, '.');
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = currencyDigits(currency);
  if (fraction.length > digits) return undefined;
  return BigInt(`${sign}${whole}${fraction.padEnd(digits, '0')}`).toString();
}

/** As `minorOf`, as the number that a rule's JSON carries; undefined beyond what is exact there. */
export function amountOf(text: string, currency: string, language: string): number | undefined {
  const minor = Number(minorOf(text, currency, language) ?? NaN);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** A decimal as typed, as the text that rules carry; undefined where it is none. At most 15 digits are exact in JSON. */
export function decimalOf(text: string, language: string): string | undefined {
  const plain = text
    .trim()
    .replace('\u2212', '-')
    .replace(language === 'de' ? ',' : '.', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) && plain.replace(/\D/g, '').length <= 15 ? plain : undefined;
}

export function decimalText(value: unknown, language: string): string {
  const text = String(value ?? '');
  return language === 'de' ? text.replace('.', ',') : text;
}
