import type { Locale } from '@sluice/domain/money/format';
import { nearest } from '../check/nearest.js';
import { parse } from '../cst/parse.js';
import type { Json } from '../cst/value.js';
import { toJson } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { isTerms, type OutcomeShape } from '../outcome/shape.js';
import { fieldAt } from '../facts/schema.js';
import { readOutcomeCell } from './cells-outcome.js';
import { cellProblem, type CellProblem } from './cells-problem.js';
import { readAdvanced, readCell, type CellContent } from './cells.js';
import type { Grid } from './csv.js';
import { local } from './local.js';
import { ALSO, columnFacts, factColumn, outcomeContext, type DecisionTable, type TableContext } from './table.js';

/** What a column of a sheet is taken for: a fact's path, further conditions, the outcome, row numbers, nothing. */
export type SheetTarget = string;
export const OUTCOME = '=';
export const NUMBER = '#';
export const IGNORE = '';

/** A sheet read as rows of a decision table, with everything that is wrong in it by cell. */
export interface Sheet {
  /** Whether the first line names the columns. */
  readonly header: boolean;
  readonly columns: readonly { readonly name: string; readonly target: SheetTarget }[];
  readonly rows: readonly SheetRow[];
  readonly otherwise?: SheetRow;
  readonly problems: readonly SheetProblem[];
}

export interface SheetRow {
  /** Line of the sheet, from 0. */
  readonly line: number;
  /** Facts in the order of the sheet's columns; "any" is left out. */
  readonly cells: readonly { readonly column: string; readonly content: CellContent }[];
  /** JSON text: as it was pasted, or in the house form. */
  readonly outcome: string;
}

/** What cannot be read, in which cell; the text stays as it was. */
export interface SheetProblem {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly problem: CellProblem;
}

export interface SheetMapping {
  readonly header: boolean;
  readonly targets: readonly SheetTarget[];
}

const OTHERWISE: Readonly<Record<Locale, string>> = { en: 'otherwise', de: 'sonst' };

/** Name of the column that holds what the rule answers. */
export function outcomeLabel(shape: OutcomeShape, locale: Locale): string {
  if (isTerms(shape)) return locale === 'en' ? 'Pay' : 'Zahlt';
  return locale === 'en' ? 'Answer' : 'Antwort';
}

/** The table as texts that `readSheet` reads back. */
export function writeSheet(table: DecisionTable): Grid {
  const { locale, shape } = table.context;
  const labels = table.columns.map(({ label }) => label);
  const names = table.columns.map(({ id, label }) =>
    id === ALSO ? label : labels.filter((each) => each === label).length > 1 ? id : label,
  );
  const rows = table.rows.map((row) => [String(row.index + 1), ...row.cells.map(({ text }) => text), row.outcome.text]);
  const last = table.otherwise ? [[OTHERWISE[locale], ...table.columns.map(() => ''), table.otherwise.text]] : [];
  return [[NUMBER, ...names, outcomeLabel(shape, locale)], ...rows, ...last];
}

/**
 * Reads a sheet: the first line may name the columns by label (either language) or path; `mapping` says otherwise. Every cell
 * that cannot be read is named, and nothing is left out silently.
 */
export function readSheet(grid: Grid, context: TableContext, known: readonly string[], mapping?: SheetMapping): Sheet {
  const lines = grid.map((row) => row.map((cell) => cell.trim()));
  const width = Math.max(0, ...lines.map((row) => row.length));
  const first = Array.from({ length: width }, (_, at) => lines[0]?.[at] ?? '');
  const named = first.map((name) => targetOf(name, context));
  const header = mapping?.header ?? isHeader(first, named);
  const targets = mapping?.targets ?? (header ? named.map((target) => target ?? IGNORE) : guessed(lines, width, known));
  const columns = first.map((name, at) => ({
    name: header ? name : '',
    target: targets[at] ?? IGNORE,
  }));
  const problems: SheetProblem[] = [];
  const refuse = (line: number, column: number, problem: CellProblem): void => {
    problems.push({ line, column, text: lines[line]?.[column] ?? '', problem });
  };
  columns.forEach(({ name, target }, at) => {
    const unknown = header && !mapping && name !== '' && named[at] === undefined;
    if (unknown) refuse(0, at, unknownColumn(name, context));
    const twin = target !== IGNORE && columns.findIndex((each) => each.target === target) < at;
    if (twin) refuse(0, at, cellProblem('column_twice', { text: name || labelOf(target, context) }));
  });
  const outcomeAt = columns.findIndex(({ target }) => target === OUTCOME);
  const rows: SheetRow[] = [];
  let otherwise: SheetRow | undefined;
  lines.forEach((row, line) => {
    if ((header && line === 0) || row.every((cell) => cell === '')) return;
    const numberAt = columns.findIndex(({ target }) => target === NUMBER);
    const marks = numberAt >= 0 ? [row[numberAt]] : row.slice(0, 1);
    const last = marks.some((cell) => Object.values(OTHERWISE).includes((cell ?? '').toLowerCase()));
    const cells: { column: string; content: CellContent }[] = [];
    columns.forEach(({ target }, at) => {
      if (last || target === IGNORE || target === NUMBER || target === OUTCOME) return;
      const read = readTarget(row[at] ?? '', target, context);
      if (!read.ok) refuse(line, at, read.problem);
      else if (read.value.kind === 'advanced' || read.value.rows.length > 0) {
        cells.push({ column: target, content: read.value });
      }
    });
    const outcome = readOutcomeCell(row[outcomeAt] ?? '', outcomeContext(context));
    if (!outcome.ok) refuse(line, Math.max(outcomeAt, 0), outcome.problem);
    const text = outcome.ok ? outcomeJson(row[outcomeAt] ?? '', outcome.value) : '';
    if (last) otherwise = { line, cells: [], outcome: text };
    else rows.push({ line, cells, outcome: text });
  });
  return { header, columns, rows, ...(otherwise ? { otherwise } : {}), problems };
}

/** JSON stays as it was pasted, words become the house form. */
const outcomeJson = (text: string, value: Json): string =>
  /^[{[]/.test(text.trim()) && houseText(toJson(parse(text.trim()).root)) === houseText(value)
    ? text.trim()
    : houseText(value);

function readTarget(text: string, target: SheetTarget, context: TableContext) {
  const column = target === ALSO ? undefined : factColumn(target, context);
  return column ? readCell(text, column.fact) : readAdvanced(text);
}

/** The first line names the columns where it names the outcome, or most of what stands in it names a fact. */
function isHeader(first: readonly string[], named: readonly (SheetTarget | undefined)[]): boolean {
  const filled = first.filter((name) => name !== '').length;
  const found = named.filter((target) => target !== undefined && target !== IGNORE);
  return found.length > 0 && (found.includes(OUTCOME) || found.length * 2 >= filled);
}

function targetOf(name: string, context: TableContext): SheetTarget | undefined {
  const word = name.trim().toLowerCase();
  if (word === '') return IGNORE;
  if (word === NUMBER || word === 'row' || word === 'zeile') return NUMBER;
  const answers = (['en', 'de'] as const).map((locale) => outcomeLabel(context.shape, locale).toLowerCase());
  if ([...answers, 'then', 'dann', 'outcome', 'ergebnis'].includes(word)) return OUTCOME;
  if (['and also', 'und außerdem'].includes(word)) return ALSO;
  return columnFacts(context).find(({ id }) => namesOf(id, context).includes(word))?.id;
}

/** Path and labels of a fact in small letters; a label that two facts share names none of them. */
function namesOf(id: string, context: TableContext): readonly string[] {
  const label = fieldAt(context.schema, id)?.label;
  const labels = label === undefined ? [] : (['en', 'de'] as const).map((locale) => local(label, locale));
  const shared = (text: string): boolean =>
    columnFacts(context).filter(({ id: other }) => {
      const theirs = fieldAt(context.schema, other)?.label;
      return theirs !== undefined && (['en', 'de'] as const).some((locale) => local(theirs, locale) === text);
    }).length > 1;
  return [id, ...labels.filter((text) => !shared(text))].map((text) => text.toLowerCase());
}

function unknownColumn(text: string, context: TableContext): CellProblem {
  const near = nearest(
    text,
    columnFacts(context).flatMap(({ id, label }) => [label, id]),
  );
  return near === undefined ? cellProblem('column', { text }) : cellProblem('column_near', { text, near });
}

function labelOf(target: SheetTarget, context: TableContext): string {
  return factColumn(target, context)?.label ?? outcomeLabel(context.shape, context.locale);
}

/** Without names: row numbers where there are some, the table's columns in their order, the outcome last. */
function guessed(lines: Grid, width: number, known: readonly string[]): SheetTarget[] {
  const isNumber = (row: readonly string[], at: number): boolean =>
    /^\d*$/.test(row[0] ?? '') && row[0] === String(at + 1);
  const numbered = lines.length > 1 && lines.filter(isNumber).length >= lines.length - 1;
  const facts = numbered ? [NUMBER, ...known] : [...known];
  return Array.from({ length: width }, (_, at) => (at === width - 1 ? OUTCOME : (facts[at] ?? IGNORE)));
}
