import type { Json } from '@sluice/domain';
import { formatMoney, formatRate } from '@sluice/domain/money/format';
import { termsText } from './terms.js';
import type { Locale } from './write.js';

type Entries = { readonly [key: string]: Json };
type Write = (outcome: Entries, currency: string | undefined, locale: Locale) => string;

const words = (code: Json | undefined): string => String(code ?? '').replaceAll('_', ' ');

function money(amount: Json | undefined, currency: string | undefined, locale: Locale): string {
  return currency ? formatMoney({ amount: BigInt(String(amount)), currency }, locale) : String(amount);
}

/** Commission terms: the plain ones as briefly as can be, all others in full. */
const TERMS: Readonly<Record<string, Write>> = {
  percent: (terms, _, locale) => formatRate(String(terms['rate']), locale),
  flat: (terms, currency, locale) => money(terms['amount'], currency, locale),
  none: (terms, _, locale) => `${locale === 'en' ? 'No commission' : 'Keine Provision'} (${words(terms['reason'])})`,
};

/** Entries that the brief form of plain terms leaves out. */
const BEYOND = ['caps', 'release', 'per'];

function termsOf(entries: Entries): Write | undefined {
  const type = entries['type'];
  if (typeof type !== 'string') return undefined;
  if (Object.hasOwn(TERMS, type) && !BEYOND.some((name) => name in entries)) return TERMS[type];
  return (terms, currency, locale) =>
    termsText(terms, {
      locale,
      money: (amount) => money(amount as Json, currency, locale),
      rate: (rate) => formatRate(String(rate), locale),
      mark: (text) => text,
    });
}

/** Outcomes that are told by an entry of their own: a way, a tier, a yes or no with a reason, points, a share. */
const ANSWERS: Readonly<Record<string, Write>> = {
  points: (answer, _, locale) => {
    const points = Number(answer['points']);
    const unit = locale === 'en' ? (points === 1 ? 'point' : 'points') : points === 1 ? 'Punkt' : 'Punkte';
    return reasoned(`${points} ${unit}`, answer);
  },
  route: (answer, _, locale) => reasoned(`${locale === 'en' ? 'Route' : 'Weg'} ${words(answer['route'])}`, answer),
  tier: (answer, _, locale) => {
    const kept = locale === 'en' ? 'The tier stays' : 'Die Stufe bleibt';
    const given = `${locale === 'en' ? 'Tier' : 'Stufe'} ${words(answer['tier'])}`;
    return reasoned(answer['tier'] === 'keep' ? kept : given, answer);
  },
  eligible: (answer, _, locale) => reasoned(yesNo(answer['eligible'] === true, locale), answer),
  weight: (answer) => reasoned(`${String(answer['partner'])} × ${String(answer['weight'])}`, answer),
};

const reasoned = (text: string, answer: Entries): string =>
  answer['reason'] === undefined ? text : `${text} (${words(answer['reason'])})`;

const yesNo = (value: boolean, locale: Locale): string =>
  locale === 'en' ? (value ? 'Yes' : 'No') : value ? 'Ja' : 'Nein';

/** An outcome as the beginning of a sentence: "15 %", "$25.00", "No commission (…)", "30 points (…)", "Route sales (…)". */
export function writeOutcome(value: Json, currency: Json | undefined, locale: Locale): string {
  if (typeof value === 'boolean') return yesNo(value, locale);
  if (Array.isArray(value)) {
    const each = value.map((one) => writeOutcome(one, currency, locale)).filter((one) => one !== '');
    return each.length > 0 ? each.join(', ') : locale === 'en' ? 'Nothing' : 'Nichts';
  }
  if (typeof value !== 'object' || value === null) return words(value);
  const entries = value as Entries;
  const write = termsOf(entries) ?? ANSWERS[Object.keys(ANSWERS).find((name) => name in entries) ?? ''];
  return write
    ? write(entries, typeof currency === 'string' ? currency : undefined, locale)
    : words(entries['type'] ?? '');
}
