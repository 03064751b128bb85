import type { Locale } from '@sluice/domain/money/format';
import { nearest } from '../check/nearest.js';
import type { Json } from '../cst/value.js';
import type { EnumValue, FactsSchema, FactType } from '../facts/schema.js';
import { readDay, readInstant, writeDay, writeInstant } from './cells-dates.js';
import { bad, good, readMoney, readNumber, writeMoney, writeNumber, type Reading } from './cells-numbers.js';
import { cellProblem } from './cells-problem.js';
import { local } from './local.js';

/** What a cell holds: the fact's type, the currency that its money is in, and the language of the person who writes. */
export interface CellFact {
  readonly type: FactType;
  readonly currency: string | undefined;
  readonly locale: Locale;
}

export function cellFact(type: FactType, schema: FactsSchema, locale: Locale): CellFact {
  const own = type.type === 'money' ? type.currency : undefined;
  return { type, currency: own === 'programme' ? schema.currency : own, locale };
}

/** True for facts with an order: they take limits and ranges. */
export const isOrdered = ({ type }: CellFact): boolean =>
  type.type === 'money' ||
  type.type === 'integer' ||
  type.type === 'decimal' ||
  type.type === 'day' ||
  type.type === 'instant';

/** One constant as a person writes it, in the encoding the rule has (minor units, ISO dates, names of an enum). */
export function readConstant(text: string, fact: CellFact): Reading<Json> {
  const { type, locale } = fact;
  const given = unquote(text);
  switch (type.type) {
    case 'money':
      return fact.currency === undefined ? readNumber(given, true, locale) : readMoney(given, fact.currency, locale);
    case 'integer':
      return readNumber(given, true, locale);
    case 'decimal':
      return readNumber(given.replace(/\s*%$/, ''), false, locale);
    case 'day':
      return readDay(given);
    case 'instant':
      return readInstant(given);
    case 'boolean':
      return readYesNo(given);
    case 'enum':
      return readName(given, type.values, locale);
    case 'string':
      return given === '' && !isQuoted(text) ? bad(cellProblem('empty')) : good(given);
    case 'list':
      return isScalar(type.of) ? readConstant(text, { ...fact, type: type.of }) : bad(cellProblem('chip'));
    case 'object':
    case 'unknown':
      return bad(cellProblem('chip'));
  }
}

/** A type whose values are single constants. */
export const isScalar = (type: FactType): boolean =>
  type.type !== 'list' && type.type !== 'object' && type.type !== 'unknown';

/** A constant as cells show it; undefined where it is not of the fact's type. */
export function writeConstant(value: Json, fact: CellFact): string | undefined {
  const { type, locale } = fact;
  switch (type.type) {
    case 'money':
      if (!isWhole(value)) return undefined;
      return fact.currency === undefined ? writeNumber(value, locale) : writeMoney(value, fact.currency, locale);
    case 'integer':
      return isWhole(value) ? writeNumber(value, locale) : undefined;
    case 'decimal':
      return typeof value === 'number' ? writeNumber(value, locale) : undefined;
    case 'day':
      return typeof value === 'string' && readDay(value).ok ? writeDay(value, locale) : undefined;
    case 'instant':
      return isWhole(value) ? writeInstant(value) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? YES_NO[locale][value ? 0 : 1] : undefined;
    case 'enum':
      return typeof value === 'string' ? writeName(value, type.values, locale) : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'list':
      return isScalar(type.of) ? writeConstant(value, { ...fact, type: type.of }) : undefined;
    case 'object':
    case 'unknown':
      return undefined;
  }
}

const isWhole = (value: Json): value is number => typeof value === 'number' && Number.isSafeInteger(value);

export const YES_NO: Readonly<Record<Locale, readonly [string, string]>> = { en: ['yes', 'no'], de: ['ja', 'nein'] };
const YES = new Set(['yes', 'ja', 'true', 'wahr', 'y', 'j']);
const NO = new Set(['no', 'nein', 'false', 'falsch', 'n']);

function readYesNo(text: string): Reading<boolean> {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return good(true);
  if (NO.has(word)) return good(false);
  return bad(cellProblem('yes_no', { text }));
}

/** The label of a name as a cell shows it: labels such as "a renewal" are made for sentences. */
export function nameLabel({ value, label }: EnumValue, locale: Locale): string {
  return label === undefined ? value : local(label, locale).replace(/^(?:an?|eine?) /i, '');
}

function writeName(value: string, names: readonly EnumValue[], locale: Locale): string {
  const entry = names.find((each) => each.value === value);
  if (!entry) return value;
  const label = nameLabel(entry, locale);
  const read = readName(label, names, locale);
  return read.ok && read.value === value ? label : value;
}

/** Names are found by what is stored, then by their label in either language; upper and lower case do not matter. */
function readName(text: string, names: readonly EnumValue[], locale: Locale): Reading<string> {
  const word = text.trim().toLowerCase();
  if (word === '') return bad(cellProblem('empty'));
  const labels = (entry: EnumValue): string[] =>
    (['en', 'de'] as const).flatMap((each) =>
      entry.label === undefined ? [] : [nameLabel(entry, each), local(entry.label, each)],
    );
  const found =
    names.find(({ value }) => value === text.trim()) ??
    names.find(({ value }) => value.toLowerCase() === word) ??
    names.find((entry) => labels(entry).some((label) => label.toLowerCase() === word));
  if (found) return good(found.value);
  const shown = names.map((entry) => nameLabel(entry, locale));
  const values = shown.join(', ');
  const near = nearest(text.trim(), shown);
  return bad(
    near === undefined ? cellProblem('name', { text, values }) : cellProblem('name_near', { text, values, near }),
  );
}

const isQuoted = (text: string): boolean => /^\s*"(?:[^"\\]|\\.)*"\s*$/.test(text);

/** A text in quotation marks is taken as it stands; JSON's escapes count in it. */
export function unquote(text: string): string {
  if (!isQuoted(text)) return text.trim();
  try {
    return String(JSON.parse(text));
  } catch {
    return text.trim();
  }
}
