import type { Json } from '../json.js';
import { formatMoney, formatRate, parseMoney, type Locale } from '../money.js';

export type Params = Readonly<Record<string, Json>>;

/** Renders one code in one language; the helpers in `Words` turn parameters into that language's figures. */
export type Phrase = (params: Params, words: Words) => string;

export interface Words {
  /** `$1,284.20`; empty where the parameter is missing or malformed. */
  money: (value: Json | undefined) => string;
  /** The same without its sign: "taken back: $14.40". */
  size: (value: Json | undefined) => string;
  rate: (value: Json | undefined) => string;
  /** A factor: `1.5`, in German `1,5`. */
  decimal: (value: Json | undefined) => string;
  /** `20 Nov 2026` from an ISO date or instant (UTC). */
  date: (value: Json | undefined) => string;
  text: (value: Json | undefined) => string;
}

const months: Record<Locale, string[]> = {
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
  de: 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.'.split(' '),
};

export function wordsOf(locale: Locale): Words {
  const orEmpty = (read: () => string): string => {
    try {
      return read();
    } catch {
      return '';
    }
  };
  return {
    money: (value) => orEmpty(() => formatMoney(parseMoney(value), locale)),
    size: (value) => orEmpty(() => formatMoney(absolute(parseMoney(value)), locale)),
    rate: (value) => orEmpty(() => formatRate(String(value), locale)),
    decimal: (value) => (locale === 'de' ? String(value ?? '').replace('.', ',') : String(value ?? '')),
    date: (value) => {
      const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(String(value)) ?? [];
      const name = months[locale][Number(month) - 1];
      if (!name) return '';
      return locale === 'de' ? `${Number(day)}. ${name} ${year}` : `${Number(day)} ${name} ${year}`;
    },
    text: (value) => (value === undefined || value === null ? '' : String(value)),
  };
}

function absolute({ amount, currency }: { amount: bigint; currency: string }) {
  return { amount: amount < 0n ? -amount : amount, currency };
}

/** The shares that an explanation tells of: a partner's name where the reader may know it, and a rate. */
export function sharesOf(value: Json | undefined): { partner?: Json; rate: Json }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? [{ ...(one['partner'] !== undefined && { partner: one['partner'] }), rate: one['rate'] ?? '0' }]
      : [],
  );
}
