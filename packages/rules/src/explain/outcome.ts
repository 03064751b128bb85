import type { Json } from '@sluice/domain';
import { formatMoney, formatRate } from '@sluice/domain/money/format';
import type { Locale } from './write.js';

type Entries = { readonly [key: string]: Json };
type Write = (outcome: Entries, currency: string | undefined, locale: Locale) => string;

const words = (code: Json | undefined): string => String(code ?? '').replaceAll('_', ' ');

function money(amount: Json | undefined, currency: string | undefined, locale: Locale): string {
  return currency ? formatMoney({ amount: BigInt(String(amount)), currency }, locale) : String(amount);
}

/** How each commission term begins its sentence. */
const TERMS: Readonly<Record<string, Write>> = {
  percent: (terms, _, locale) => formatRate(String(terms['rate']), locale),
  flat: (terms, currency, locale) => money(terms['amount'], currency, locale),
  tiered: (terms, _, locale) => {
    const tiers = Array.isArray(terms['tiers']) ? (terms['tiers'] as unknown as Entries[]) : [];
    const rates = tiers.map((tier) => formatRate(String(tier['rate']), locale)).join(' / ');
    return locale === 'en' ? `${rates} by volume of the month` : `${rates} nach Monatsumsatz`;
  },
  none: (terms, _, locale) => `${locale === 'en' ? 'No commission' : 'Keine Provision'} (${words(terms['reason'])})`,
};

/** An outcome as the beginning of a sentence: "15 %", "$25.00", "No commission (…)", "30 points (…)". */
export function writeOutcome(value: Json, currency: Json | undefined, locale: Locale): string {
  if (typeof value === 'boolean') return locale === 'en' ? (value ? 'Yes' : 'No') : value ? 'Ja' : 'Nein';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return words(value);
  const write = TERMS[String(value['type'])];
  if (write) return write(value, typeof currency === 'string' ? currency : undefined, locale);
  if (value['points'] !== undefined) {
    const points = Number(value['points']);
    const unit = locale === 'en' ? (points === 1 ? 'point' : 'points') : points === 1 ? 'Punkt' : 'Punkte';
    return `${points} ${unit} (${words(value['reason'])})`;
  }
  return words(value['type'] ?? '');
}
