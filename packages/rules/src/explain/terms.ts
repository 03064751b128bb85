import type { Locale } from './write.js';
import { list } from './write.js';

type Entries = { readonly [key: string]: unknown };

/** How figures are written; `mark` sets off what the design shows as a value. */
export interface TermsPens {
  readonly locale: Locale;
  readonly money: (amount: unknown) => string;
  readonly rate: (rate: unknown) => string;
  readonly mark: (text: string) => string;
}

/** Commission terms in short: "20 % of net, at most $100.00 an order", "10 % / 15 % by volume of the year". */
export function termsText(terms: unknown, pens: TermsPens): string {
  const entries = entriesOf(terms);
  const write = KINDS[String(entries['type'])];
  const text = write ? write(entries, pens) : String(entries['type'] ?? '…');
  return [text, ...around(entries, pens)].join(', ');
}

const entriesOf = (value: unknown): Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : {};
const itemsOf = (value: unknown): readonly Entries[] => (Array.isArray(value) ? value.map(entriesOf) : []);
const wordsOf = (code: unknown): string => String(code ?? '').replaceAll('_', ' ');

type Both = Readonly<Record<Locale, string>>;

const BASES: Readonly<Record<string, Both>> = {
  net: { en: ' of net', de: ' vom Netto' },
  gross: { en: ' of gross', de: ' vom Brutto' },
  margin: { en: ' of the margin', de: ' der Marge' },
};

const VOLUME: Readonly<Record<string, Both>> = {
  month: { en: 'by volume of the month', de: 'nach Monatsumsatz' },
  quarter: { en: 'by volume of the quarter', de: 'nach Quartalsumsatz' },
  year: { en: 'by volume of the year', de: 'nach Jahresumsatz' },
  lifetime: { en: 'by volume of all time', de: 'nach Gesamtumsatz' },
};

const ORDERS: Readonly<Record<string, Both>> = {
  month: { en: 'by orders of the month', de: 'nach Bestellungen im Monat' },
  quarter: { en: 'by orders of the quarter', de: 'nach Bestellungen im Quartal' },
  year: { en: 'by orders of the year', de: 'nach Bestellungen im Jahr' },
  lifetime: { en: 'by orders of all time', de: 'nach allen Bestellungen' },
};

const CAPS: Readonly<Record<string, Both>> = {
  order: { en: 'an order', de: 'je Bestellung' },
  partner: { en: 'a partner', de: 'je Partner' },
  customer: { en: 'a customer', de: 'je Kunde' },
  programme: { en: 'in all', de: 'insgesamt' },
};

const WITHIN: Readonly<Record<string, Both>> = {
  month: { en: 'a month', de: 'im Monat' },
  quarter: { en: 'a quarter', de: 'im Quartal' },
  year: { en: 'a year', de: 'im Jahr' },
  lifetime: { en: 'for ever', de: 'für immer' },
};

const base = (terms: Entries, locale: Locale): string => BASES[String(terms['base'])]?.[locale] ?? '';

/** One kind of terms a line. */
const KINDS: Readonly<Record<string, (terms: Entries, pens: TermsPens) => string>> = {
  percent: (terms, { rate, mark, locale }) => `${mark(rate(terms['rate']))}${base(terms, locale)}`,
  flat: (terms, { money, mark, locale }) => {
    const each = locale === 'en' ? ' for each item' : ' je Artikel';
    return `${mark(money(terms['amount']))}${terms['per'] === 'item' ? each : ''}`;
  },
  tiered: (terms, { rate, mark, locale }) => {
    const rates = itemsOf(terms['tiers'])
      .map((tier) => rate(tier['rate']))
      .join(' / ');
    const by = terms['measure'] === 'orders' ? ORDERS : VOLUME;
    return `${mark(rates)} ${by[String(terms['period'] ?? 'month')]?.[locale] ?? ''}`;
  },
  bounty: (terms, { money, mark, locale }) =>
    `${mark(money(terms['amount']))} ${locale === 'en' ? 'once a customer' : 'einmal je Kunde'}`,
  recurring: (terms, { rate, money, mark, locale }) => {
    const each = terms['rate'] === undefined ? money(terms['amount']) : rate(terms['rate']);
    const { months } = terms;
    const start =
      terms['anchor'] === 'first_order'
        ? { en: ' from the first order', de: ' ab der ersten Bestellung' }[locale]
        : { en: ' of the subscription', de: ' des Abonnements' }[locale];
    const span =
      months === undefined
        ? { en: 'every payment', de: 'jede Zahlung' }[locale]
        : { en: `${String(months)} months`, de: `${String(months)} Monate` }[locale];
    return `${mark(each)}${base(terms, locale)} ${locale === 'en' ? 'for' : 'für'} ${span}${start}`;
  },
  multiplier: (terms, pens) => {
    const factor = String(terms['factor'] ?? '…');
    return `${pens.mark(pens.locale === 'de' ? factor.replace('.', ',') : factor)} × (${termsText(terms['of'], pens)})`;
  },
  bonus: (terms, pens) => {
    const { rate, money, mark, locale } = pens;
    const extra = [
      ...(terms['amount'] === undefined ? [] : [mark(money(terms['amount']))]),
      ...(terms['rate'] === undefined ? [] : [mark(rate(terms['rate']))]),
    ].join(' + ');
    const above = terms['above'] === undefined ? '' : ` ${locale === 'en' ? 'from' : 'ab'} ${money(terms['above'])}`;
    return `${termsText(terms['to'], pens)} plus ${extra}${above}`;
  },
  per_product: (terms, pens) => {
    const and = pens.locale === 'en' ? 'and' : 'und';
    const lines = itemsOf(terms['lines']).map((line) => {
      const names = [line['skus'], line['categories']].flatMap((each) => (Array.isArray(each) ? each.map(String) : []));
      return `${termsText(line['terms'], pens)} ${pens.locale === 'en' ? 'on' : 'auf'} ${list(names, and)}`;
    });
    const rest = `${termsText(terms['rest'], pens)} ${pens.locale === 'en' ? 'on all else' : 'auf alles Übrige'}`;
    return [...lines, rest].join('; ');
  },
  none: (terms, { locale }) => `${locale === 'en' ? 'no commission' : 'keine Provision'} (${wordsOf(terms['reason'])})`,
};

/** Caps and stages, which any terms may have. */
function around(terms: Entries, { money, locale }: TermsPens): string[] {
  const caps = itemsOf(terms['caps']).map((cap) => {
    const most = locale === 'en' ? 'at most' : 'höchstens';
    const period = cap['per'] === 'order' ? '' : ` ${WITHIN[String(cap['period'] ?? 'month')]?.[locale] ?? ''}`;
    return `${most} ${money(cap['amount'])} ${CAPS[String(cap['per'])]?.[locale] ?? ''}${period}`;
  });
  const stages = itemsOf(terms['release']).length;
  const parts = locale === 'en' ? `released in ${stages} parts` : `frei in ${stages} Teilen`;
  return stages > 1 ? [...caps, parts] : caps;
}
