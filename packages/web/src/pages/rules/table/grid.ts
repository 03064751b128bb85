import { RULE_KIND_INFO } from '@sluice/rules/schemas/index';
import type { Json } from '@sluice/rules/cst/value';
import { houseText } from '@sluice/rules/edit/house';
import type { CellProblem } from '@sluice/rules/views/cells-problem';
import { readAdvanced, readCell } from '@sluice/rules/views/cells';
import { readOutcomeCell } from '@sluice/rules/views/cells-outcome';
import type { Grid } from '@sluice/rules/views/csv';
import { outcomeContext, type DecisionTable, type TableCell, type OutcomeCell } from '@sluice/rules/views/table';
import type { CellChange, OutcomeChange } from '@sluice/rules/views/table-edit';
import type { RuleKind } from '@sluice/rules/document';

/** A place in the grid; the column after the last fact holds the outcome, the row after the last is otherwise. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What was typed and could not be read: it stays in its cell until it is mended or given up. */
export interface Unread {
  readonly text: string;
  readonly problem: CellProblem;
}

export const placeKey = ({ row, column }: Place): string => `${String(row)}:${String(column)}`;

export const outcomeColumn = (table: DecisionTable): number => table.columns.length;

/** Rows that can be gone to: those of the table, and otherwise where there is one. */
export const lastRow = (table: DecisionTable): number => table.rows.length - (table.otherwise ? 0 : 1);

export function cellAt(table: DecisionTable, { row, column }: Place): TableCell | OutcomeCell | undefined {
  if (row === table.rows.length) return column === outcomeColumn(table) ? table.otherwise : undefined;
  const there = table.rows[row];
  return column === outcomeColumn(table) ? there?.outcome : there?.cells[column];
}

/** The nearest place that there is. */
export function clamp(table: DecisionTable, { row, column }: Place): Place {
  const r = Math.max(0, Math.min(lastRow(table), row));
  const c = Math.max(0, Math.min(outcomeColumn(table), column));
  return { row: r, column: r === table.rows.length ? outcomeColumn(table) : c };
}

/** A rectangle between two places, both ends counting. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export function rectangle(a: Place, b: Place): Rectangle {
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

export const inRectangle = ({ top, left, bottom, right }: Rectangle, { row, column }: Place): boolean =>
  row >= top && row <= bottom && column >= left && column <= right;

/** The texts of a rectangle, as they are copied. */
export function copied(table: DecisionTable, { top, left, bottom, right }: Rectangle): Grid {
  const rows: string[][] = [];
  for (let row = top; row <= bottom; row++) {
    const cells: string[] = [];
    for (let column = left; column <= right; column++) cells.push(cellAt(table, { row, column })?.text ?? '');
    rows.push(cells);
  }
  return rows;
}

/** What becomes of texts that are typed or pasted into places: changes of the rule, and what could not be read. */
export function readInto(
  table: DecisionTable,
  texts: readonly { readonly place: Place; readonly text: string }[],
): { readonly changes: (CellChange | OutcomeChange)[]; readonly unread: Map<string, Unread> } {
  const changes: (CellChange | OutcomeChange)[] = [];
  const unread = new Map<string, Unread>();
  for (const { place, text } of texts) {
    if (!cellAt(table, place)) continue;
    const column = table.columns[place.column];
    if (!column) {
      const read = readOutcomeCell(text, outcomeContext(table.context));
      if (read.ok) changes.push({ row: place.row, outcome: read.value });
      else unread.set(placeKey(place), { text, problem: read.problem });
      continue;
    }
    const read = column.kind === 'fact' ? readCell(text, column.fact) : readAdvanced(text);
    if (read.ok) changes.push({ row: place.row, column: column.id, content: read.value });
    else unread.set(placeKey(place), { text, problem: read.problem });
  }
  return { changes, unread };
}

/** A new row: it asks nothing and answers what a rule of its kind answers without one. */
export function emptyBranch(kind: RuleKind, policy: DecisionTable['policy']): { when?: string; outcome: string } {
  const { neutralOutcome, shape } = RULE_KIND_INFO[kind];
  const outcome: Json = policy === 'collect' && shape.kind === 'list' ? [] : neutralOutcome;
  return policy === 'collect' ? { outcome: houseText(outcome) } : { when: 'true', outcome: houseText(outcome) };
}
