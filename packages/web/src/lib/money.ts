import type { MoneyDto } from '@sluice/contracts/money';
import { formatMoney as format, formatRate as rateText, type Locale } from '@sluice/domain/money/format';
import { currencyExponent, isCurrency } from '@sluice/domain/money/currency';

export interface MoneyOptions {
  locale?: string;
  /** Differences always carry their sign. */
  signed?: boolean;
  /** The ISO code instead of the symbol, for places where currencies mix. */
  code?: boolean;
}

/** Money from the API as people read it, exact for any size: `$1,284.20`, `−$14.40`, `€1.284,20` in German, `KWD 1.250`. */
export function formatMoney(
  money: MoneyDto,
  { locale = 'en', signed = false, code = false }: MoneyOptions = {},
): string {
  return format({ amount: BigInt(money.amount), currency: money.currency }, language(locale), { sign: signed, code });
}

/** Whether amounts that stand together are of several currencies: then each carries its ISO code, otherwise its symbol. */
export function currenciesMix(amounts: readonly Pick<MoneyDto, 'currency'>[]): boolean {
  return new Set(amounts.map(({ currency }) => currency)).size > 1;
}

/** A rate in percent as `12.5 %` with a narrow space; takes the decimal text that rules carry. */
export function formatRate(rate: string, locale = 'en'): string {
  return rateText(rate, language(locale));
}

/** A plain number with the locale's separators and the true minus sign, at most `digits` decimals. Never for money. */
export function formatDecimal(value: string | number, locale = 'en', digits = 6): string {
  const tag = language(locale) === 'de' ? 'de-DE' : 'en-US';
  return new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(Number(value)).replace('-', '−');
}

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD; 2 for a code ISO 4217 does not list. */
export function currencyDigits(currency: string): number {
  return isCurrency(currency) ? currencyExponent(currency) : 2;
}

function language(locale: string): Locale {
  return locale.startsWith('de') ? 'de' : 'en';
}
