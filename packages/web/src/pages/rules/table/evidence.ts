import type { Locale } from '@sluice/domain/money/format';
import type { Analysis, Clause, Finding } from '@sluice/rules/analysis/types';
import { ANY_WORD } from '@sluice/rules/views/cells';
import type { DecisionTable, TableRow } from '@sluice/rules/views/table';

/** A gap as a row of the table, in the place where it belongs. */
export interface GapRow {
  /** It stands below this row; −1: above all. */
  readonly after: number;
  readonly cells: readonly { readonly text: string; readonly any: boolean }[];
  readonly finding: Finding;
}

/** What the analysis says beside a row. */
export type RowMark =
  | { readonly kind: 'overlap'; readonly rows: readonly number[] }
  | { readonly kind: 'only'; readonly text: string }
  | { readonly kind: 'never'; readonly by?: number }
  | { readonly kind: 'no_case' }
  | { readonly kind: 'problem'; readonly finding: Finding };

/** What became of a row since the version in force. */
export type RowNews = { readonly kind: 'new' } | { readonly kind: 'was'; readonly outcome: string };

export function gapRows(analysis: Analysis | null, table: DecisionTable): readonly GapRow[] {
  return (analysis?.findings ?? []).flatMap((finding) => {
    if (finding.code !== 'gap' || finding.list !== table.pointer) return [];
    const { lower, upper, what, where } = finding.params;
    const beside = [lower, upper].filter((each) => typeof each === 'number');
    const after = beside.length > 0 ? Math.min(...beside) : table.rows.length - 1;
    const clauses = [what, ...(Array.isArray(where) ? (where as readonly unknown[]) : [])] as readonly Clause[];
    const cells = table.columns.map(({ id }) => {
      const clause = clauses.find((each) => each.fact === id);
      return clause
        ? { text: clauseCell(clause, table.context.locale), any: false }
        : { text: ANY_WORD[table.context.locale], any: true };
    });
    return [{ after, cells, finding }];
  });
}

/** What the analysis says of a fact, as a cell says it. */
export function clauseCell({ test, values }: Clause, locale: Locale): string {
  const words = values.map((value) => value[locale]);
  const [first = '', second = ''] = words;
  const and = locale === 'en' ? 'and' : 'und';
  switch (test) {
    case 'exactly':
      return `= ${first}`;
    case 'is':
      return first;
    case 'one_of':
      return words.join(', ');
    case 'none_of':
      return `${locale === 'en' ? 'not' : 'nicht'} ${words.join(', ')}`;
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
      return `> ${first} ${and} < ${second}`;
    case 'from_below':
      return `≥ ${first} ${and} < ${second}`;
    case 'over_to':
      return `> ${first} ${and} ≤ ${second}`;
    case 'ranges':
      return words.join(', ');
    case 'yes':
      return locale === 'en' ? 'yes' : 'ja';
    case 'no':
      return locale === 'en' ? 'no' : 'nein';
    case 'present':
      return locale === 'en' ? 'is given' : 'ist vorhanden';
    case 'absent':
      return locale === 'en' ? 'is missing' : 'fehlt';
  }
}

const LIMITS: Readonly<Partial<Record<Clause['test'], Readonly<Record<Locale, string>>>>> = {
  at_least: { en: 'from', de: 'ab' },
  more_than: { en: 'above', de: 'über' },
  at_most: { en: 'up to', de: 'bis' },
  less_than: { en: 'below', de: 'unter' },
};

/** A limit in words, everything else as a cell. */
function clauseWords(clause: Clause, locale: Locale): string {
  const word = LIMITS[clause.test]?.[locale];
  return word === undefined ? clauseCell(clause, locale) : `${word} ${clause.values[0]?.[locale] ?? ''}`;
}

/** The marks of a row (its number of rows: otherwise), the most important one first. */
export function marksOf(analysis: Analysis | null, table: DecisionTable, row: number): readonly RowMark[] {
  if (!analysis) return [];
  const marks: RowMark[] = [];
  const mine = (finding: Finding): boolean => finding.list === table.pointer && finding.branch === row;
  const coverage = analysis.coverage.find(({ list, branch }) => list === table.pointer && branch === row);
  for (const finding of analysis.findings) {
    if (!mine(finding) || finding.code === 'gap' || finding.code === 'no_case' || finding.code === 'overlap') continue;
    if (finding.code === 'unreachable') {
      const takers = finding.params['takers'];
      const by: unknown = Array.isArray(takers) ? takers[0] : undefined;
      marks.push({ kind: 'never', ...(typeof by === 'number' ? { by } : {}) });
    } else marks.push({ kind: 'problem', finding });
  }
  // An exception that stands before its rule is meant so; of others the list of problems tells.
  const over = analysis.overlaps.filter(
    ({ list, first, kind, sameOutcome }) =>
      list === table.pointer && first === row && kind === 'special' && !sameOutcome,
  );
  const sameFacts = over.filter(({ second }) => asksTheSame(table.rows[row], table.rows[second]));
  if (sameFacts.length > 0) marks.push({ kind: 'overlap', rows: sameFacts.map(({ second }) => second) });
  if (coverage?.only && coverage.reach !== 'never') {
    marks.push({ kind: 'only', text: clauseWords(coverage.only, table.context.locale) });
  }
  if (coverage && coverage.cases.length === 0 && coverage.reach !== 'never') marks.push({ kind: 'no_case' });
  return marks;
}

/** Two rows of one subject: what the second asks for, the first asks for too. A row that asks nothing is the rest. */
function asksTheSame(first: TableRow | undefined, second: TableRow | undefined): boolean {
  const asked = second?.cells.map(({ kind }) => kind !== 'any') ?? [];
  return asked.some(Boolean) && asked.every((asks, at) => !asks || first?.cells[at]?.kind !== 'any');
}

/**
 * What is new in each row against the version in force: rows with the same conditions are the same, those left over on both
 * sides follow one another.
 */
export function newsOf(table: DecisionTable, before: DecisionTable | undefined): readonly (RowNews | undefined)[] {
  if (!before) return table.rows.map(() => undefined);
  const key = (of: DecisionTable, row: TableRow): string =>
    of.columns
      .flatMap(({ id }, at) =>
        row.cells[at] && row.cells[at].kind !== 'any' ? [`${id}\u0000${row.cells[at].text}`] : [],
      )
      .sort()
      .join('\u0001');
  const left = new Map<string, TableRow[]>();
  for (const row of before.rows) left.set(key(before, row), [...(left.get(key(before, row)) ?? []), row]);
  const same = table.rows.map((row) => left.get(key(table, row))?.shift());
  const unmatched = [...left.values()].flat();
  return table.rows.map((row, at): RowNews | undefined => {
    const old = same[at] ?? unmatched.shift();
    if (!old) return { kind: 'new' };
    return old.outcome.text === row.outcome.text ? undefined : { kind: 'was', outcome: wasText(old) };
  });
}

const wasText = ({ outcome }: TableRow): string => outcome.words?.lead ?? outcome.text;
