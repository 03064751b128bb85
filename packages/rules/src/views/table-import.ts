import type { CstDocument } from '../cst/cst.js';
import { toJson } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { NoSuchNode, nodeAt, replaceNode } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import type { CellContent } from './cells.js';
import type { DecisionList } from './decision-list.js';
import { contentTexts, Work } from './table-edit.js';
import type { Sheet, SheetRow } from './table-sheet.js';
import { readTable, type DecisionTable, type TableContext } from './table.js';
import { insertBranches, removeBranch, type BranchText } from './write-branches.js';
import { groupText } from './write-condition.js';

/**
 * Puts the rows of a sheet after those of the rule, or in their place. A row that says what stood there before keeps its bytes;
 * every other is written in the house form. Throws NoSuchNode.
 */
export function importSheet(
  document: CstDocument,
  list: DecisionList,
  sheet: Sheet,
  mode: 'replace' | 'append',
  context: TableContext,
): TextEdit {
  const work = new Work(document, list, context);
  const table = readTable(document, list, context);
  const before = mode === 'append' ? list.branches.length : 0;
  const old = mode === 'append' ? 0 : list.branches.length;
  sheet.rows.slice(0, old).forEach((row, at) => {
    if (!('reason' in table) && says(table, at, row, work)) return;
    replaceBranch(work, at, branchOf(row, list.policy, context));
  });
  for (let at = old - 1; at >= sheet.rows.length; at--) work.take(removeBranch(work.document, work.list, at));
  const added = sheet.rows.slice(old).map((row) => branchOf(row, list.policy, context));
  if (added.length > 0) work.take(insertBranches(work.document, work.list, before + old, added));
  if (sheet.otherwise && work.list.otherwise) {
    const { pointer } = work.list.otherwise;
    if (!same(work, pointer, sheet.otherwise.outcome)) {
      work.take(replaceNode(work.document, pointer, sheet.otherwise.outcome));
    }
  }
  return work.splices;
}

/** A row of a sheet as the text of a branch in the house form. */
export function branchOf(row: SheetRow, policy: DecisionList['policy'], context: TableContext): BranchText {
  const texts = row.cells.flatMap(({ column, content }) => contentTexts(content, column, context));
  const [only] = texts;
  const { outcome } = row;
  if (only === undefined) return policy === 'collect' ? { outcome } : { when: 'true', outcome };
  return { when: texts.length === 1 ? only : groupText('all', texts), outcome };
}

function says(table: DecisionTable, at: number, row: SheetRow, work: Work): boolean {
  const there = table.rows[at];
  if (!there || !same(work, work.branch(at).outcome.pointer, row.outcome)) return false;
  const cells = there.cells.flatMap((cell, index) => {
    const column = table.columns[index]?.id ?? '';
    if (cell.kind === 'any') return [];
    const content: CellContent =
      cell.kind === 'rows' ? { kind: 'rows', rows: cell.rows } : { kind: 'advanced', texts: cell.texts };
    return [keyOf(column, content)];
  });
  const given = row.cells.map(({ column, content }) => keyOf(column, content));
  return cells.length === given.length && cells.sort().join('\n') === given.sort().join('\n');
}

const keyOf = (column: string, content: CellContent): string =>
  JSON.stringify(
    content.kind === 'advanced'
      ? [column, content.texts]
      : [column, content.rows.map(({ operator, values, absentAs }) => [operator, values, absentAs])],
  );

function same(work: Work, pointer: string, text: string): boolean {
  const node = nodeAt(work.document, pointer);
  return node !== undefined && houseText(toJson(node)) === houseText(JSON.parse(text));
}

function replaceBranch(work: Work, at: number, { when, outcome }: BranchText): void {
  const { list } = work;
  if (list.policy === 'collect') {
    const text = when === undefined ? outcome : `{"if": [${when}, ${outcome}, []]}`;
    work.take(replaceNode(work.document, `${list.pointer}/${String(at)}`, text));
    return;
  }
  const branch = list.branches[at];
  if (!branch) throw new NoSuchNode(`${list.pointer}/${String(at)}`);
  work.take(replaceNode(work.document, branch.outcome.pointer, outcome));
  work.take(replaceNode(work.document, branch.pointer, when ?? 'true'));
}
