import type { Locale } from '@sluice/domain/money/format';
import { parse, RuleSyntaxError } from '../cst/parse.js';
import { printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { leadingSign, ORDER_SIGNS, splitOutsideQuotes, TEXT_SIGNS, VALUE_SIGNS } from './cells-grammar.js';
import { bad, good, type Reading } from './cells-numbers.js';
import { cellProblem } from './cells-problem.js';
import { isOrdered, isScalar, readConstant, writeConstant, YES_NO, type CellFact } from './cells-values.js';
import type { ConditionRow, RowOperator } from './decision-list.js';

/** One comparison of the column's fact; a cell is several of them that must all hold, and none is "any". */
export type CellRow = Pick<ConditionRow, 'operator' | 'values' | 'absentAs'>;

/** What a cell says: comparisons, or locked conditions as their JSON texts. */
export type CellContent =
  | { readonly kind: 'rows'; readonly rows: readonly CellRow[] }
  | { readonly kind: 'advanced'; readonly texts: readonly string[] };

export const ANY_WORD: Readonly<Record<Locale, string>> = { en: 'any', de: 'beliebig' };
const ANY_WORDS = new Set(['', 'any', 'beliebig', 'alle', 'egal', '*', '-', '–', '—']);
const GIVEN: Readonly<Record<Locale, readonly [string, string]>> = {
  en: ['is given', 'is missing'],
  de: ['ist vorhanden', 'fehlt'],
};
const GIVEN_WORDS = new Set(['is given', 'given', 'ist vorhanden', 'vorhanden']);
const MISSING_WORDS = new Set(['is missing', 'missing', 'fehlt']);

/**
 * Reads a cell: `> $500.00`, `100 – 500`, `new, upgrade`, `not DE`, `≥ 10 and < 20`, `yes`, `any`, or JSON-logic. Amounts,
 * numbers and dates are read in the locale and exactly; a text in quotation marks is taken as it stands.
 */
export function readCell(text: string, fact: CellFact): Reading<CellContent> {
  const given = text.replace(/[\u202f\u00a0]/g, ' ').trim();
  const word = given.toLowerCase();
  if (ANY_WORDS.has(word)) return good({ kind: 'rows', rows: [] });
  if (given.startsWith('{') || given.startsWith('[')) return readAdvanced(text.trim());
  if (fact.type.type === 'list' ? !isScalar(fact.type.of) : !isScalar(fact.type)) return bad(cellProblem('chip'));
  if (GIVEN_WORDS.has(word)) return good(rowsOf([{ operator: 'present', values: [] }]));
  if (MISSING_WORDS.has(word)) return good(rowsOf([{ operator: 'absent', values: [] }]));
  const parts = splitOutsideQuotes(given, CONJUNCTION);
  if (!parts) return bad(cellProblem('quote', { text: given }));
  const rows: CellRow[] = [];
  for (const part of parts) {
    const read = readCounted(part.trim(), fact);
    if (!read.ok) return read;
    rows.push(read.value);
  }
  return good(rowsOf(joined(rows)));
}

const rowsOf = (rows: readonly CellRow[]): CellContent => ({ kind: 'rows', rows });

/** "and" joins two comparisons only where a sign follows it; elsewhere it belongs to a text. */
const CONJUNCTION = new RegExp(
  `\\s+(?:and|und|&)\\s+(?=(?:${[...ORDER_SIGNS, ...TEXT_SIGNS, ...VALUE_SIGNS]
    .flatMap(({ words }) => words)
    .map((word) => `${word}${/\p{L}$/u.test(word) ? '\\s' : ''}`)
    .join('|')}))`,
  'iy',
);

/** Above one limit and below another is one range without its ends. */
function joined(rows: readonly CellRow[]): readonly CellRow[] {
  const [low, high] = rows;
  if (rows.length !== 2 || low?.operator !== 'more_than' || high?.operator !== 'less_than') return rows;
  if (low.absentAs !== undefined) return rows;
  return [{ ...high, operator: 'between', values: [...low.values, ...high.values] }];
}

/** What an absent fact counts as stands behind the comparison: `≥ 500 (missing: 0)`. */
const COUNTED = /^(.*\S)\s*\((?:missing|fehlt):\s*([^()]*)\)$/is;

function readCounted(text: string, fact: CellFact): Reading<CellRow> {
  const match = COUNTED.exec(text);
  if (!match) return readPart(text, fact);
  const read = readPart(match[1] ?? '', fact);
  if (!read.ok) return read;
  const absentAs = readConstant(match[2] ?? '', fact);
  return absentAs.ok ? good({ ...read.value, absentAs: absentAs.value }) : absentAs;
}

/** A condition as JSON-logic, or several in a list, each as it is written. Empty is "any". */
export function readAdvanced(text: string): Reading<CellContent> {
  if (ANY_WORDS.has(text.trim().toLowerCase())) return good(rowsOf([]));
  try {
    const { root } = parse(text);
    const nodes = root.kind === 'array' ? root.items.map(({ value }) => value) : [root];
    return good({ kind: 'advanced', texts: nodes.map(printNode) });
  } catch (error) {
    if (error instanceof RuleSyntaxError) return bad(cellProblem('json', { why: `${error.message}.` }));
    throw error;
  }
}

/** The text that `readAdvanced` reads. */
export const writeAdvanced = (texts: readonly string[]): string =>
  texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;

function readPart(text: string, fact: CellFact): Reading<CellRow> {
  if (text === '') return bad(cellProblem('empty'));
  if (isOrdered(fact)) return readOrdered(text, fact);
  if (fact.type.type === 'list') return readMember(text, fact);
  const order = leadingSign(text, ORDER_SIGNS.map(symbolsOnly));
  if (order) return bad(cellProblem('operator', { operator: order.word }));
  if (fact.type.type === 'boolean') return readBoolean(text, fact);
  const sign = fact.type.type === 'string' ? leadingSign(text, TEXT_SIGNS) : undefined;
  if (sign) return withValues(sign.operator as RowOperator, sign.rest, fact);
  return readValues(text, fact);
}

const symbolsOnly = (sign: (typeof ORDER_SIGNS)[number]): (typeof ORDER_SIGNS)[number] => ({
  ...sign,
  words: sign.words.filter((word) => !/\p{L}/u.test(word)),
});

/** A list has its value or has not; the value alone says that it has. */
function readMember(text: string, fact: CellFact): Reading<CellRow> {
  const sign = leadingSign(text, TEXT_SIGNS) ?? leadingSign(text, VALUE_SIGNS);
  const operator = sign?.operator === 'lacks' || sign?.operator === 'not' ? 'lacks' : 'contains';
  return withValues(operator, sign ? sign.rest : text, fact);
}

function readBoolean(text: string, fact: CellFact): Reading<CellRow> {
  const sign = leadingSign(text, VALUE_SIGNS);
  const read = readConstant(sign ? sign.rest : text, fact);
  if (!read.ok) return read;
  const yes = (read.value === true) !== (sign?.operator === 'not');
  return good({ operator: yes ? 'yes' : 'no', values: [] });
}

const RANGE = /\s*(?:–|—|\.\.\.?|…)\s*|\s+(?:-|to|bis)\s+/y;
const HYPHEN = /(?<=\d)-(?=[\d$€£¥₹])/y;

function readOrdered(text: string, fact: CellFact): Reading<CellRow> {
  const sign = leadingSign(text, ORDER_SIGNS);
  if (sign) return withValues(sign.operator as RowOperator, sign.rest, fact);
  if (!leadingSign(text, VALUE_SIGNS)) {
    const numbers = fact.type.type !== 'day' && fact.type.type !== 'instant';
    const spaced = splitOutsideQuotes(text, RANGE);
    const ends = spaced?.length === 2 || !numbers ? spaced : splitOutsideQuotes(text, HYPHEN);
    if (ends?.length === 2) return readRange(text, ends, fact);
  }
  return readValues(text, fact);
}

function readRange(text: string, ends: readonly string[], fact: CellFact): Reading<CellRow> {
  const [low, high] = ends.map((end) => readConstant(end, fact));
  if (!low?.ok) return low ?? bad(cellProblem('empty'));
  if (!high?.ok) return high ?? bad(cellProblem('empty'));
  const [from, to] = [low.value, high.value];
  // Numbers by value, ISO dates by text: both in their order.
  if (from !== null && to !== null && from > to) {
    const shown = { from: writeConstant(to, fact) ?? '', to: writeConstant(from, fact) ?? '' };
    return bad(cellProblem('range', { text, ...shown }));
  }
  return good({ operator: 'from_to', values: [from, to] });
}

function readValues(text: string, fact: CellFact): Reading<CellRow> {
  const sign = leadingSign(text, VALUE_SIGNS);
  const values = readList(sign ? sign.rest : text, fact);
  if (!values.ok) return values;
  const operator = sign?.operator;
  if (operator === 'one_of' || operator === 'none_of') return good({ operator, values: values.value });
  const several = values.value.length > 1;
  if (operator === 'not') return good({ operator: several ? 'none_of' : 'is_not', values: values.value });
  return good({ operator: several ? 'one_of' : 'is', values: values.value });
}

/** Between numbers a comma may be a decimal or a thousands sign, so it only separates where a space follows. */
function readList(text: string, fact: CellFact): Reading<readonly Json[]> {
  const parts = splitOutsideQuotes(text, isOrdered(fact) ? /\s*;\s*|,\s+|\s+(?:or|oder)\s+/iy : /\s*[,;]\s*/y);
  if (!parts) return bad(cellProblem('quote', { text }));
  const values: Json[] = [];
  for (const part of parts) {
    if (part.trim() === '') return bad(cellProblem('empty'));
    const read = readConstant(part.trim(), fact);
    if (!read.ok) return read;
    if (!values.includes(read.value)) values.push(read.value);
  }
  return good(values);
}

function withValues(operator: RowOperator, rest: string, fact: CellFact): Reading<CellRow> {
  const several = operator === 'starts_with' || operator === 'ends_with';
  const values = several ? readList(rest, fact) : single(readConstant(rest, fact));
  return values.ok ? good({ operator, values: values.value }) : values;
}

function single(read: Reading<Json>): Reading<readonly Json[]> {
  return read.ok ? good([read.value]) : read;
}

/** A cell as people read it; `readCell` gives the same content back. Undefined where the grammar cannot say it. */
export function writeCell(rows: readonly CellRow[], fact: CellFact): string | undefined {
  if (rows.length === 0) return ANY_WORD[fact.locale];
  const parts = rows.map((row) => writeRow(row, fact));
  if (parts.includes(undefined)) return undefined;
  const text = parts.join(fact.locale === 'en' ? ' and ' : ' und ');
  return sameRows(readCell(text, fact), rows) ? text : undefined;
}

function sameRows(read: Reading<CellContent>, rows: readonly CellRow[]): boolean {
  if (!read.ok || read.value.kind !== 'rows') return false;
  const plain = (all: readonly CellRow[]): string =>
    JSON.stringify(all.map(({ operator, values, absentAs }) => [operator, values, absentAs]));
  // Two limits are written as the range they are.
  return plain(read.value.rows) === plain(joined(rows));
}

function writeRow(row: CellRow, fact: CellFact): string | undefined {
  const text = writeComparison(row, fact);
  if (row.absentAs === undefined || text === undefined) return text;
  const counted = writeConstant(row.absentAs, fact);
  return counted === undefined ? undefined : `${text} (${fact.locale === 'en' ? 'missing' : 'fehlt'}: ${counted})`;
}

function writeComparison({ operator, values }: CellRow, fact: CellFact): string | undefined {
  const { locale } = fact;
  const shown = values.map((value) => quotedConstant(value, fact));
  if (shown.includes(undefined)) return undefined;
  const [first = '', second = ''] = shown as string[];
  const list = shown.join(isOrdered(fact) ? '; ' : ', ');
  const not = locale === 'en' ? 'not' : 'nicht';
  const one = locale === 'en' ? 'one of' : 'eines von';
  const none = locale === 'en' ? 'none of' : 'keines von';
  switch (operator) {
    case 'is':
      return isOrdered(fact) ? `= ${first}` : first;
    case 'is_not':
      return isOrdered(fact) ? `≠ ${first}` : `${not} ${first}`;
    case 'one_of':
      return values.length === 1 ? `${one} ${first}` : list;
    case 'none_of':
      return values.length === 1 ? `${none} ${first}` : `${not} ${list}`;
    case 'at_least':
      return `≥ ${first}`;
    case 'more_than':
      return `> ${first}`;
    case 'at_most':
      return `≤ ${first}`;
    case 'less_than':
      return `< ${first}`;
    case 'from_to':
      return `${first} – ${second}`;
    case 'between':
      return `> ${first} ${locale === 'en' ? 'and' : 'und'} < ${second}`;
    case 'contains':
      return `${locale === 'en' ? 'contains' : 'enthält'} ${first}`;
    case 'lacks':
      return `${locale === 'en' ? 'does not contain' : 'enthält nicht'} ${first}`;
    case 'starts_with':
      return `${locale === 'en' ? 'starts with' : 'beginnt mit'} ${list}`;
    case 'ends_with':
      return `${locale === 'en' ? 'ends with' : 'endet auf'} ${list}`;
    case 'matches_domain':
      return `${locale === 'en' ? 'at domain' : 'in der Domain'} ${first}`;
    case 'yes':
      return YES_NO[locale][0];
    case 'no':
      return YES_NO[locale][1];
    case 'present':
      return GIVEN[locale][0];
    case 'absent':
      return GIVEN[locale][1];
  }
}

/** A text that would be read as something else alone (an operator, a list, "any") stands in quotation marks. */
function quotedConstant(value: Json, fact: CellFact): string | undefined {
  const text = writeConstant(value, fact);
  if (text === undefined || typeof value !== 'string' || isOrdered(fact)) return text;
  const alone = readCell(text, fact);
  const only = alone.ok && alone.value.kind === 'rows' ? alone.value.rows : [];
  const expected = fact.type.type === 'list' ? 'contains' : 'is';
  const plain = only.length === 1 && only[0]?.operator === expected && only[0].values[0] === value;
  return plain ? text : JSON.stringify(value);
}
