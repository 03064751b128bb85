import type { Locale } from '@sluice/domain/money/format';
import { parse, RuleSyntaxError } from '../cst/parse.js';
import { toJson, type Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import type { OutcomeField, OutcomeFields, OutcomeShape } from '../outcome/shape.js';
import {
  bad,
  good,
  plainNumber,
  readMoney,
  readNumber,
  writeMoney,
  writeNumber,
  type Reading,
} from './cells-numbers.js';
import { cellProblem } from './cells-problem.js';
import { readConstant, unquote, writeConstant, YES_NO, type CellFact } from './cells-values.js';

/** What an outcome cell needs to know: the shape of the kind of rule, the currency of its amounts, the language. */
export interface OutcomeContext {
  readonly shape: OutcomeShape;
  readonly currency: string | undefined;
  readonly locale: Locale;
}

/** An outcome as a table shows it: the part that counts, and the rest behind it. */
export interface OutcomeText {
  readonly lead: string;
  readonly rest: string;
}

type Entries = { readonly [key: string]: Json };

/** The outcome in words that `readOutcomeCell` reads back to the same value; undefined where only JSON can say it. */
export function writeOutcomeCell(value: Json, context: OutcomeContext): OutcomeText | undefined {
  const parts = words(value, context);
  if (!parts) return undefined;
  const read = readOutcomeCell(outcomeText(parts), context);
  return read.ok && houseText(read.value) === houseText(value) ? parts : undefined;
}

/** Both parts as one text, as a cell is edited and written to a file. */
export function outcomeText({ lead, rest }: OutcomeText): string {
  return rest === '' ? lead : `${lead} ${rest}`;
}

/** Reads `22 % of net`, `$25.00`, `none: partner not active`, `40: disposable mail`, `yes`, or JSON. */
export function readOutcomeCell(text: string, context: OutcomeContext): Reading<Json> {
  const given = text.replace(/[\u202f\u00a0]/g, ' ').trim();
  const example = exampleOf(context);
  if (given === '') return bad(cellProblem('no_outcome', { example }));
  if (given.startsWith('{') || given.startsWith('[')) return readJson(text.trim());
  const { shape } = context;
  if (shape.kind === 'value') return readConstant(given, factOf(shape, context));
  if (shape.kind === 'variants') return readTerms(given, context, example);
  const record = shape.kind === 'list' ? shape.of : shape;
  if (shape.kind === 'list' && NOTHING.has(given.toLowerCase())) return good([]);
  const read = record.kind === 'record' ? readRecord(given, record.fields, context, example) : undefined;
  if (!read?.ok) return read ?? bad(cellProblem('outcome', { text: given, example }));
  return good(shape.kind === 'list' ? [read.value] : read.value);
}

const NOTHING = new Set(['nothing', 'nichts']);

function exampleOf(context: OutcomeContext): string {
  const { shape, locale } = context;
  if (shape.kind === 'variants') return locale === 'en' ? '20 % of net' : '20 % von netto';
  if (shape.kind === 'value') {
    const { type } = shape;
    return type.type === 'boolean' ? YES_NO[locale][0] : type.type === 'enum' ? (type.values[0]?.value ?? '') : '12';
  }
  return shape.kind === 'list' ? '40: disposable mail' : 'review: high risk';
}

function readJson(text: string): Reading<Json> {
  try {
    return good(toJson(parse(text).root));
  } catch (error) {
    if (error instanceof RuleSyntaxError) return bad(cellProblem('json', { why: `${error.message}.` }));
    throw error;
  }
}

function factOf(shape: OutcomeShape & { readonly kind: 'value' }, context: OutcomeContext): CellFact {
  return { type: shape.type, currency: context.currency, locale: context.locale };
}

function words(value: Json, context: OutcomeContext): OutcomeText | undefined {
  const { shape, locale } = context;
  if (shape.kind === 'value') {
    const text = writeConstant(value, factOf(shape, context));
    return text === undefined ? undefined : { lead: text, rest: '' };
  }
  if (shape.kind === 'variants') return isEntries(value) ? termWords(value, context) : undefined;
  if (shape.kind === 'record') return isEntries(value) ? recordWords(value, shape.fields, context) : undefined;
  if (!Array.isArray(value) || value.length > 1 || shape.of.kind !== 'record') return undefined;
  const only = value[0] as Json | undefined;
  if (only === undefined) return { lead: locale === 'en' ? 'nothing' : 'nichts', rest: '' };
  return isEntries(only) ? recordWords(only, shape.of.fields, context) : undefined;
}

const isEntries = (value: Json): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Commission terms.

const BASES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  net: { en: 'net', de: 'netto' },
  gross: { en: 'gross', de: 'brutto' },
  margin: { en: 'margin', de: 'Marge' },
};
const NONE: Readonly<Record<Locale, string>> = { en: 'none', de: 'nichts' };

function termWords(terms: Entries, { currency, locale }: OutcomeContext): OutcomeText | undefined {
  if (terms['type'] === 'percent' && typeof terms['rate'] === 'string') {
    const base = terms['base'];
    const rest = base === undefined ? '' : `${locale === 'en' ? 'of' : 'von'} ${BASES[String(base)]?.[locale] ?? ''}`;
    return { lead: `${writeNumber(terms['rate'], locale)}\u202f%`, rest };
  }
  if (terms['type'] === 'flat' && typeof terms['amount'] === 'number' && Number.isSafeInteger(terms['amount'])) {
    const { amount } = terms;
    return { lead: currency ? writeMoney(amount, currency, locale) : writeNumber(amount, locale), rest: '' };
  }
  if (terms['type'] === 'none' && typeof terms['reason'] === 'string') {
    return { lead: NONE[locale], rest: reasonWords(terms['reason']) };
  }
  return undefined;
}

function readTerms(text: string, context: OutcomeContext, example: string): Reading<Json> {
  const { currency, locale, shape } = context;
  const unknown = bad(cellProblem('outcome', { text, example }));
  if (shape.kind !== 'variants' || shape.tag !== 'type') return unknown;
  const none = /^(?:none|nichts|keine)(?:\s*:\s*|\s+)(.+)$/i.exec(text);
  if (none) return good({ type: 'none', reason: readReason(none[1] ?? '') });
  const percent = /^(.*\d)\s*(?:%|percent|Prozent)\s*(?:(?:of|von|vom)\s+)?(.*)$/i.exec(text);
  if (percent) {
    const rate = plainNumber(percent[1] ?? '', locale);
    if (rate === undefined || rate.startsWith('-')) return bad(cellProblem('rate', { text, example }));
    const named = (percent[2] ?? '').toLowerCase();
    if (named === '') return good({ type: 'percent', rate });
    const base = Object.entries(BASES).find(([key, label]) =>
      [key, label.en, label.de].some((each) => each.toLowerCase() === named),
    );
    return base ? good({ type: 'percent', rate, base: base[0] }) : unknown;
  }
  if (!/\d/.test(text)) return unknown;
  // A spreadsheet gives 0.2 for a cell that shows 20 %: a figure alone is never taken for money.
  if (currency && plainNumber(text, locale) !== undefined) {
    const rate = `${text}\u202f%`;
    const amount = readMoney(text, currency, locale);
    const shown = amount.ok ? writeMoney(amount.value, currency, locale) : writeMoney(500, currency, locale);
    return bad(cellProblem('bare_outcome', { text, rate, amount: shown }));
  }
  const amount = currency ? readMoney(text, currency, locale) : readNumber(text, true, locale);
  return amount.ok ? good({ type: 'flat', amount: amount.value }) : amount;
}

/** A reason is a code (`partner_not_active`), shown with spaces; any other text stands in quotation marks. */
function reasonWords(reason: string): string {
  return /^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(reason) ? reason.replaceAll('_', ' ') : JSON.stringify(reason);
}

function readReason(text: string): string {
  const given = text.trim();
  if (given.startsWith('"')) return unquote(given);
  return /^[a-z0-9]+(?:[ _][a-z0-9]+)*$/i.test(given) ? given.toLowerCase().replaceAll(' ', '_') : given;
}

// Records whose first field decides and whose reason says why.

/** The field that decides, where a reason is the only other one that must be there. */
function headOf(fields: OutcomeFields): readonly [string, OutcomeField] | undefined {
  const required = Object.entries(fields).filter(([, field]) => field.optional !== true);
  const [head, reason] = required;
  return required.length === 2 && reason?.[0] === 'reason' ? head : undefined;
}

function recordWords(value: Entries, fields: OutcomeFields, context: OutcomeContext): OutcomeText | undefined {
  const head = headOf(fields);
  const reason = value['reason'];
  if (!head || typeof reason !== 'string' || Object.keys(value).length !== 2) return undefined;
  const lead = writeField(value[head[0]], head[1], context);
  return lead === undefined ? undefined : { lead: `${lead}:`, rest: reasonWords(reason) };
}

function readRecord(text: string, fields: OutcomeFields, context: OutcomeContext, example: string): Reading<Json> {
  const unknown = bad(cellProblem('outcome', { text, example }));
  const head = headOf(fields);
  const match = /^([^:]*):(.*)$/s.exec(text);
  if (!head || !match || (match[2] ?? '').trim() === '') return unknown;
  const read = readField((match[1] ?? '').trim(), head[1], context);
  if (!read.ok) return read;
  return good({ [head[0]]: read.value, reason: readReason(match[2] ?? '') });
}

function writeField(value: Json | undefined, field: OutcomeField, { locale }: OutcomeContext): string | undefined {
  if (field.type === 'integer' && typeof value === 'number') return writeNumber(value, locale);
  if (field.type === 'boolean' && typeof value === 'boolean') return YES_NO[locale][value ? 0 : 1];
  if ((field.type === 'text' || field.type === 'choice') && typeof value === 'string') return value;
  return undefined;
}

function readField(text: string, field: OutcomeField, { locale }: OutcomeContext): Reading<Json> {
  if (field.type === 'integer') {
    return readNumber(text.replace(/\s*(?:points?|Punkte?|P)$/i, ''), true, locale);
  }
  if (field.type === 'boolean') return readConstant(text, { type: { type: 'boolean' }, currency: undefined, locale });
  if (field.type === 'choice') {
    const values = field.values.map((value) => ({ value }));
    return readConstant(text, { type: { type: 'enum', values }, currency: undefined, locale });
  }
  return readConstant(text, { type: { type: 'string' }, currency: undefined, locale });
}
