import { formatMoney, formatRate } from '@sluice/domain/money/format';
import type { Locale } from '@sluice/domain/money/format';
import type { Json } from '../cst/value.js';
import { termsText } from '../explain/terms.js';
import { list } from '../explain/write.js';
import type { FactsSchema } from '../facts/schema.js';
import { isTerms, type OutcomeField, type OutcomeShape } from '../outcome/shape.js';
import type { OutcomeView } from './decision-list.js';
import { local } from './local.js';
import { partsOf, token } from './parts.js';
import type { WordPart } from './parts.js';
import { valueWords, whenWords } from './words.js';
import type { ConditionView } from './decision-list.js';

type Entries = { readonly [key: string]: Json };
type Write = (outcome: Entries, currency: string | undefined, locale: Locale) => string;

const NOTHING = { en: 'Nothing', de: 'Nichts' };

/** An outcome as a sentence, verb first, in pieces: "Pay **17 %** of net". */
export function outcomeWords(
  view: OutcomeView,
  shape: OutcomeShape,
  schema: FactsSchema,
  locale: Locale = 'en',
): WordPart[] {
  if (view.kind === 'advanced') return partsOf(token(locale === 'en' ? 'Advanced expression' : 'Freier Ausdruck'));
  if (view.kind === 'list') {
    const count = view.list.branches.length;
    const words =
      locale === 'en'
        ? `Decide further: ${token(`${count} branches`)}`
        : `Weiter entscheiden: ${token(`${count} Zweige`)}`;
    return partsOf(count === 1 ? words.replace('branches', 'branch').replace('Zweige', 'Zweig') : words);
  }
  return partsOf(answerText(view.value, shape, schema, locale));
}

/** An answer of a rule as a sentence in pieces. */
export function answerWords(value: Json, shape: OutcomeShape, schema: FactsSchema, locale: Locale = 'en'): WordPart[] {
  return partsOf(answerText(value, shape, schema, locale));
}

/** "If …, pay 17 % of net." */
export function branchWords(
  when: ConditionView | undefined,
  outcome: OutcomeView,
  shape: OutcomeShape,
  schema: FactsSchema,
  locale: Locale = 'en',
): WordPart[] {
  const start: WordPart[] = when
    ? whenWords(when, schema, locale, 'full')
    : [{ text: locale === 'en' ? 'Otherwise' : 'Sonst', value: false }];
  const [first, ...rest] = outcomeWords(outcome, shape, schema, locale);
  const begun = first && !first.value ? [{ ...first, text: lower(first.text) }] : first ? [first] : [];
  const comma = when || locale === 'en' ? ', ' : ' ';
  return [...start, { text: comma, value: false }, ...begun, ...rest, { text: '.', value: false }];
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function answerText(value: Json, shape: OutcomeShape, schema: FactsSchema, locale: Locale): string {
  if (shape.kind === 'value') return token(capital(valueWords(value, shape.type, schema, locale)));
  if (shape.kind === 'list') {
    const items = Array.isArray(value) ? (value as readonly Json[]) : [];
    if (items.length === 0) return NOTHING[locale];
    return items.map((item) => answerText(item, shape.of, schema, locale)).join('; ');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return token(JSON.stringify(value));
  const entries = value as Entries;
  const variant = shape.kind === 'variants' ? `${shape.id}.${String(entries[shape.tag])}` : shape.id;
  const write = WRITERS[variant] ?? (isTerms(shape) ? payWords : undefined);
  return write ? write(entries, schema.currency, locale) : anyRecord(entries, shape, schema.currency, locale);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const words = (code: Json | undefined): string => String(code ?? '').replaceAll('_', ' ');

function money(amount: Json | undefined, currency: string | undefined, locale: Locale): string {
  if (amount === undefined || !/^-?\d+$/.test(String(amount)) || !currency) return String(amount ?? '…');
  return formatMoney({ amount: BigInt(String(amount)), currency }, locale);
}

function rate(value: Json | undefined, locale: Locale): string {
  return /^-?\d+(\.\d+)?$/.test(String(value)) ? formatRate(String(value), locale) : `${String(value ?? '…')}\u202f%`;
}

const reasoned = (what: string, outcome: Entries): string =>
  outcome['reason'] === undefined ? what : `${what}: ${token(words(outcome['reason']))}`;

/** "Pay 17 % of net, at most $100.00 an order". */
const payWords: Write = (terms, currency, locale) =>
  `${locale === 'en' ? 'Pay' : 'Zahle'} ${termsText(terms, {
    locale,
    money: (amount) => money(amount as Json | undefined, currency, locale),
    rate: (each) => rate(each as Json | undefined, locale),
    mark: token,
  })}`;

const nothingWords: Write = (terms, _, locale) => reasoned(NOTHING[locale], terms);

/** How each kind of outcome begins its sentence; by shape, and by variant where it has some. */
const WRITERS: Readonly<Record<string, Write>> = {
  'commission_terms.none': nothingWords,
  'lead_terms.none': nothingWords,
  fraud_score: (score, _, locale) => {
    const one = Number(score['points']) === 1;
    const unit = locale === 'en' ? (one ? 'point' : 'points') : one ? 'Punkt' : 'Punkte';
    const points = token(String(score['points'] ?? '…'));
    return reasoned(locale === 'en' ? `Add ${points} ${unit}` : `Zähle ${points} ${unit}`, score);
  },
  tier_decision: (decision, _, locale) => {
    if (decision['tier'] === 'keep') return reasoned(locale === 'en' ? 'Keep the tier' : 'Stufe behalten', decision);
    return reasoned(`${locale === 'en' ? 'Move to' : 'Wechsel zu'} ${token(words(decision['tier']))}`, decision);
  },
  route: (way, _, locale) =>
    reasoned(`${locale === 'en' ? 'Send to' : 'Weiter an'} ${token(words(way['route']))}`, way),
  eligibility: (answer, _, locale) => {
    const yes = answer['eligible'] === true;
    const word = locale === 'en' ? (yes ? 'Eligible' : 'Not eligible') : yes ? 'Berechtigt' : 'Nicht berechtigt';
    return reasoned(word, answer);
  },
  share: (share, _, locale) =>
    reasoned(
      locale === 'en'
        ? `Credit ${token(String(share['partner']))} by ${token(String(share['weight']))}`
        : `Rechne ${token(String(share['partner']))} mit ${token(String(share['weight']))} an`,
      share,
    ),
};

/** A record of a shape that has no sentence of its own: its fields one after the other. */
function anyRecord(entries: Entries, shape: OutcomeShape, currency: string | undefined, locale: Locale): string {
  const fields = shape.kind === 'record' ? shape.fields : {};
  const said = Object.entries(entries).map(([name, value]) => {
    const field: OutcomeField | undefined = fields[name];
    const label = local(field?.label ?? words(name), locale);
    return `${label} ${token(fieldText(value, field, currency, locale))}`;
  });
  return list(said, locale === 'en' ? 'and' : 'und');
}

function fieldText(value: Json, field: OutcomeField | undefined, currency: string | undefined, locale: Locale): string {
  if (field?.type === 'rate') return rate(value, locale);
  if (field?.type === 'amount') return money(value, currency, locale);
  if (typeof value === 'boolean') return locale === 'en' ? (value ? 'yes' : 'no') : value ? 'ja' : 'nein';
  return typeof value === 'object' ? JSON.stringify(value) : words(value);
}
