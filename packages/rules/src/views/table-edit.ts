import type { CstDocument } from '../cst/cst.js';
import { parse } from '../cst/parse.js';
import { print, printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { NoSuchNode, nodeAt, replaceNode } from '../edit/nodes.js';
import { applyEdit, type Splice, type TextEdit } from '../edit/splice.js';
import { fieldAt } from '../facts/schema.js';
import type { CellContent } from './cells.js';
import type { Branch, ConditionRow, ConditionView, DecisionList } from './decision-list.js';
import { readList } from './read-decision-list.js';
import { ALSO, conjuncts, homeOf, houseDefault, type TableContext } from './table.js';
import { setOutcome } from './write-branches.js';
import { addCondition, groupText, removeCondition } from './write-condition.js';
import { rowText, setRow } from './write-row.js';

/** A cell of a row is to say something else; `columns` are the table's, in their order. */
export interface CellChange {
  readonly row: number;
  readonly column: string;
  readonly content: CellContent;
}

/** An outcome is to be another one. */
export interface OutcomeChange {
  /** The number of rows: otherwise. */
  readonly row: number;
  readonly outcome: Json;
}

/**
 * Changes cells and outcomes as one edit. A condition that stays is left byte for byte; a new one comes where its column
 * stands. Throws NoSuchNode.
 */
export function setCells(
  document: CstDocument,
  list: DecisionList,
  columns: readonly string[],
  changes: readonly (CellChange | OutcomeChange)[],
  context: TableContext,
): TextEdit {
  const work = new Work(document, list, context);
  for (const change of changes) {
    if ('outcome' in change) {
      const pointer = work.list.branches[change.row]?.outcome.pointer ?? work.list.otherwise?.pointer;
      if (pointer === undefined) throw new NoSuchNode(`${list.pointer}/${String(change.row)}`);
      work.take(setOutcome(work.document, pointer, change.outcome));
    } else setCell(work, columns, change);
  }
  return work.splices;
}

/** Edits of one list after one another, each on the text that the one before has left. */
export class Work {
  readonly splices: Splice[] = [];
  constructor(
    public document: CstDocument,
    public list: DecisionList,
    readonly context: TableContext,
  ) {}

  take(edit: TextEdit): void {
    if (edit.length === 0) return;
    this.splices.push(...edit);
    this.document = parse(applyEdit(print(this.document), edit));
    const node = nodeAt(this.document, this.list.pointer.slice(0, this.list.pointer.lastIndexOf('/')));
    const list = node && readList(node, this.context.schema, this.context.shape);
    if (!list) throw new NoSuchNode(this.list.pointer);
    this.list = list;
  }

  branch(row: number): Branch {
    const branch = this.list.branches[row];
    if (!branch) throw new NoSuchNode(`${this.list.pointer}/${String(row)}`);
    return branch;
  }
}

/** The conditions that a cell stands for, as JSON texts in the house form; none for "any". */
export function contentTexts(content: CellContent, column: string, context: TableContext): readonly string[] {
  if (content.kind === 'advanced') return content.texts;
  return content.rows.map(({ operator, values, absentAs }) => {
    const counted = absentAs === undefined ? undefined : houseText({ var: [column, absentAs] });
    return rowText({ fact: column, operator, values }, context.schema, counted);
  });
}

function setCell(work: Work, columns: readonly string[], { row, column, content }: CellChange): void {
  const { context } = work;
  const mine = (): readonly ConditionView[] =>
    conjuncts(work.branch(row).when).filter((view) => homeOf(view, context) === column);
  const texts = contentTexts(content, column, context);
  const [only, ...others] = mine();
  const [next, ...more] = content.kind === 'rows' ? content.rows : [];
  const single = next && others.length === 0 && more.length === 0;
  if (only?.kind === 'row' && single && countsAs(only, context) === next.absentAs) {
    const { operator, values } = next;
    work.take(setRow(work.document, context.schema, only.pointer, { fact: column, operator, values }));
    return;
  }
  const before = mine().length;
  // No pointer moves while nodes change their text, so those that stay are found again by their place.
  for (let at = 0; at < Math.min(before, texts.length); at++) {
    const view = mine()[at];
    if (view) work.take(replaceNode(work.document, view.pointer, texts[at] ?? ''));
  }
  for (let left = before; left > texts.length; left--) {
    const view = mine().at(-1);
    if (view) work.take(removeCondition(work.document, work.branch(row).when, view.pointer));
  }
  for (const text of texts.slice(before)) work.take(insertAt(work, row, column, columns, text));
}

/** What an absent fact counts as, where that is not the house form's own default. */
function countsAs({ fact, absentAs }: ConditionRow, { schema }: TableContext): Json | undefined {
  const field = fieldAt(schema, fact);
  return field && absentAs === houseDefault(field) ? undefined : absentAs;
}

/** A new condition stands before the first one of a later column. */
function insertAt(work: Work, row: number, column: string, columns: readonly string[], text: string): TextEdit {
  const { when } = work.branch(row);
  const rank = (id: string): number => (id === ALSO ? columns.length : columns.indexOf(id));
  const parts = conjuncts(when);
  const later = parts.findIndex((view) => rank(homeOf(view, work.context)) > rank(column));
  const at = later < 0 ? parts.length : later;
  if (when.kind === 'always' || (when.kind === 'group' && when.mode === 'all')) {
    return addCondition(work.document, when, text, at);
  }
  const node = nodeAt(work.document, when.pointer);
  if (!node) throw new NoSuchNode(when.pointer);
  const both = at === 0 ? [text, printNode(node)] : [printNode(node), text];
  return replaceNode(work.document, when.pointer, groupText('all', both));
}
