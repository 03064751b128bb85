import { formatMoney, formatRate } from '@sluice/domain/money/format';
import type { Locale } from '@sluice/domain/money/format';
import type { Json } from '../cst/value.js';
import { CLAUSES } from '../explain/render.js';
import type { Clause } from '../explain/render.js';
import { list } from '../explain/write.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField, FactsSchema, FactType, LocalText } from '../facts/schema.js';
import type { ConditionRow, ConditionView, RowOperator } from './decision-list.js';
import { local } from './local.js';
import { partsOf, token } from './parts.js';
import type { WordPart } from './parts.js';

export type { WordPart } from './parts.js';

/** `card`: as short as a card needs it, with signs (≥). `full`: whole words. */
export type WordStyle = 'card' | 'full';

interface Ways {
  readonly locale: Locale;
  readonly style: WordStyle;
}

const AND = { en: 'and', de: 'und' };
const OR = { en: 'or', de: 'oder' };
const NONE = { en: 'none of', de: 'nichts davon zutrifft:' };
const ALWAYS = { en: 'in every case', de: 'in jedem Fall' };
const ADVANCED = { en: 'an advanced expression', de: 'ein freier Ausdruck' };
const HOLDS = { en: 'holds', de: 'zutrifft' };
const UNKNOWN = { en: ' or not known', de: ' oder unbekannt' };

/** A condition as the clause after "if", in pieces: what a person can change are the values. */
export function conditionWords(
  view: ConditionView,
  schema: FactsSchema,
  locale: Locale = 'en',
  style: WordStyle = 'full',
): WordPart[] {
  return partsOf(clause(view, schema, { locale, style }));
}

/** "If …" as a card or a sentence begins with it. */
export function whenWords(
  view: ConditionView,
  schema: FactsSchema,
  locale: Locale = 'en',
  style: WordStyle = 'card',
): WordPart[] {
  if (view.kind === 'always') return [{ text: locale === 'en' ? 'Always' : 'Immer', value: false }];
  const clauses = conditionWords(view, schema, locale, style);
  const [first, ...rest] = clauses;
  const start = locale === 'en' ? 'If ' : 'Wenn ';
  if (first && !first.value) return [{ text: start + first.text, value: false }, ...rest];
  return [{ text: start, value: false }, ...clauses];
}

/** A branch in a few words, as a title: "Silver, > $500.00". */
export function shortWords(view: ConditionView, schema: FactsSchema, locale: Locale = 'en'): string {
  if (view.kind === 'always') return locale === 'en' ? 'Always' : 'Immer';
  if (view.kind === 'group' && view.mode !== 'none') {
    const items = view.items.map((item) => shortWords(item, schema, locale));
    return view.mode === 'all' ? items.join(', ') : list(items, OR[locale]);
  }
  if (view.kind === 'row') {
    const field = fieldAt(schema, view.fact);
    const values = view.values.map((value) => valueWords(value, field, schema, locale));
    const sign = SIGNS[view.operator];
    if (sign) return `${sign} ${values[0] ?? ''}`;
    if (view.operator === 'is' || view.operator === 'one_of') return list(values, OR[locale]);
    if (view.operator === 'from_to' || view.operator === 'between') return values.join('–');
  }
  return partsOf(clause(view, schema, { locale, style: 'card' }))
    .map(({ text }) => text)
    .join('');
}

function clause(view: ConditionView, schema: FactsSchema, ways: Ways): string {
  const { locale } = ways;
  switch (view.kind) {
    case 'always':
      return ALWAYS[locale];
    case 'advanced':
      return `${token(ADVANCED[locale])} ${HOLDS[locale]}`;
    case 'row':
      return rowClause(view, schema, ways);
    case 'group': {
      const items = view.items.map((item) =>
        item.kind === 'group' && (item.items.length > 1 || item.mode === 'none')
          ? `(${clause(item, schema, ways)})`
          : clause(item, schema, ways),
      );
      if (view.mode === 'none') return `${NONE[locale]} ${list(items, OR[locale])}`;
      return list(items, view.mode === 'all' ? AND[locale] : OR[locale]);
    }
  }
}

const SIGNS: Readonly<Partial<Record<RowOperator, string>>> = {
  ...{ at_least: '≥', more_than: '>', at_most: '≤', less_than: '<' },
};

/** What the stored explanations have no clause for, since the trace has no such reason. */
const MORE: Readonly<Record<Locale, Readonly<Record<string, Clause>>>> = {
  en: {
    starts_with: (s, v) => `${s} begins with ${list(v, 'or')}`,
    ends_with: (s, v) => `${s} ends with ${list(v, 'or')}`,
    matches_domain: (s, v) => `${s} is at ${list(v, 'or')}`,
  },
  de: {
    starts_with: (s, v) => `${s} mit ${list(v, 'oder')} beginnt`,
    ends_with: (s, v) => `${s} mit ${list(v, 'oder')} endet`,
    matches_domain: (s, v) => `${s} zu ${list(v, 'oder')} gehört`,
  },
};

function rowClause(row: ConditionRow, schema: FactsSchema, { locale, style }: Ways): string {
  const field = fieldAt(schema, row.fact);
  const { operator } = row;
  const absent = countsWhenAbsent(row) ? UNKNOWN[locale] : '';
  if ((operator === 'yes' || operator === 'no') && field?.clauses) {
    return token(local(field.clauses[operator], locale)) + absent;
  }
  const subject = subjectOf(row.fact, field, locale, style);
  const values = row.values.map((value) => token(valueWords(value, field, schema, locale)));
  const sign = style === 'card' ? SIGNS[operator] : undefined;
  if (sign) return `${subject} ${sign} ${values[0] ?? ''}${absent}`;
  const write = MORE[locale][operator] ?? CLAUSES[locale][operator];
  const written = write ? write(subject, values) : subject;
  return (values.length > 0 ? written : emphasised(written, subject)) + absent;
}

/** A clause without values: its verb is what can be changed. */
function emphasised(written: string, subject: string): string {
  const rest = written.startsWith(`${subject} `) ? written.slice(subject.length + 1) : '';
  return rest ? `${subject} ${token(rest)}` : written;
}

function subjectOf(fact: string, field: FactField | undefined, locale: Locale, style: WordStyle): string {
  const phrase = local(field?.phrase ?? field?.label ?? fact, locale);
  return style === 'card' && locale === 'en' ? phrase.replace(/^the /, '') : phrase;
}

/** A value of a fact as people read it: money with cents and currency, names by their labels, rates with their unit. */
export function valueWords(
  value: Json,
  field: FactType | FactField | undefined,
  schema: FactsSchema,
  locale: Locale,
): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return locale === 'en' ? (value ? 'yes' : 'no') : value ? 'ja' : 'nein';
  if (Array.isArray(value)) {
    const of = field?.type === 'list' ? field.of : undefined;
    return (value as readonly Json[]).map((each) => valueWords(each, of, schema, locale)).join(', ');
  }
  if (field?.type === 'money' && Number.isSafeInteger(value)) {
    const currency = field.currency === 'programme' ? schema.currency : field.currency;
    return currency
      ? formatMoney({ amount: BigInt(value as number), currency }, locale)
      : figure(String(value), locale);
  }
  if (field?.type === 'enum') {
    const label = field.values.find((entry) => entry.value === value)?.label;
    return label === undefined ? String(value).replaceAll('_', ' ') : local(label, locale);
  }
  if (field && 'unit' in field && field.unit === '%' && isDecimal(value)) return formatRate(String(value), locale);
  if (field?.type === 'day') return dayWords(String(value), locale);
  if (field?.type === 'instant' && typeof value === 'number') return instantWords(value, locale);
  if (typeof value === 'number') return figure(String(value), locale) + unitOf(field, locale);
  if (field?.type === 'decimal' && isDecimal(value)) return figure(String(value), locale) + unitOf(field, locale);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function unitOf(field: FactType | FactField | undefined, locale: Locale): string {
  const unit: LocalText | undefined = field && 'unit' in field ? field.unit : undefined;
  return unit === undefined ? '' : `\u202f${local(unit, locale)}`;
}

const isDecimal = (value: Json): boolean => /^-?\d+(\.\d+)?$/.test(String(value));

function figure(text: string, locale: Locale): string {
  if (!isDecimal(text)) return text;
  const [whole = '0', fraction] = text.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : '.');
  return `${text.startsWith('-') ? '\u2212' : ''}${grouped}${fraction ? (locale === 'en' ? '.' : ',') + fraction : ''}`;
}

const MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  de: ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'],
};

function dayWords(day: string, locale: Locale): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const name = MONTHS[locale][Number(month) - 1];
  return name && year ? `${Number(date)}${locale === 'de' ? '.' : ''} ${name} ${year}` : day;
}

function instantWords(at: number, locale: Locale): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const text = date.toISOString();
  return `${dayWords(text.slice(0, 10), locale)} ${text.slice(11, 16)} UTC`;
}

/** Whether a fact that is not there meets the row through the default of its `var`. */
export function countsWhenAbsent(row: ConditionRow): boolean {
  const { absentAs: given, operator, values } = row;
  if (given === undefined) return false;
  const [first, second] = values;
  const compare = (a: Json | undefined, b: Json | undefined): number =>
    typeof a === 'string' && typeof b === 'string' && !isDecimal(a)
      ? a < b
        ? -1
        : a > b
          ? 1
          : 0
      : Number(a) - Number(b);
  const texts = values.map(String);
  const text = String(given);
  const tests: Readonly<Record<RowOperator, () => boolean>> = {
    is: () => given === first,
    is_not: () => given !== first,
    one_of: () => values.includes(given),
    none_of: () => !values.includes(given),
    at_least: () => compare(given, first) >= 0,
    more_than: () => compare(given, first) > 0,
    at_most: () => compare(given, first) <= 0,
    less_than: () => compare(given, first) < 0,
    from_to: () => compare(given, first) >= 0 && compare(given, second) <= 0,
    between: () => compare(given, first) > 0 && compare(given, second) < 0,
    contains: () => text.includes(texts[0] ?? ''),
    lacks: () => !text.includes(texts[0] ?? ''),
    starts_with: () => texts.some((each) => text.startsWith(each)),
    ends_with: () => texts.some((each) => text.endsWith(each)),
    matches_domain: () => false,
    yes: () => given === true,
    no: () => given === false,
    present: () => false,
    absent: () => false,
  };
  return tests[operator]();
}
