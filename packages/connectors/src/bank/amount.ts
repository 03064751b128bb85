import { currencyExponent, isCurrency, parseDecimal, type Money } from '@sluice/domain';

/**
 * `1250.5` EUR → 125050 cents; undefined where it is no amount of that currency to the last decimal. `exact`: no more decimals than
 * the currency has, not even noughts, because `1.250` may well be one thousand two hundred and fifty.
 */
export function readAmount(text: string, currency: string | undefined, exact = false): Money | undefined {
  if (!isCurrency(currency) || !/^-?\d{1,15}(\.\d{1,5})?$/.test(text)) return undefined;
  const { digits, places } = parseDecimal(text);
  const missing = currencyExponent(currency) - places;
  if (missing >= 0) return { amount: digits * 10n ** BigInt(missing), currency };
  if (exact) return undefined;
  const beyond = 10n ** BigInt(-missing);
  return digits % beyond === 0n ? { amount: digits / beyond, currency } : undefined;
}

/** A figure as banks write it into lists, with points and commas of either kind: `1.250,50`, `-1,250.50`, `12,3`. */
export function plainFigure(text: string): string {
  const bare = text
    .replace(/[\s'\u00a0\u202f]/g, '')
    .replace('\u2212', '-')
    .replace(/^\+/, '');
  const [comma, point] = [bare.lastIndexOf(','), bare.lastIndexOf('.')];
  if (comma === -1) return bare;
  // The later of the two signs is the decimal one.
  if (point > comma) return bare.replaceAll(',', '');
  return bare.replaceAll('.', '').replace(',', '.');
}
