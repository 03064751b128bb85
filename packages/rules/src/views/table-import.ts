import type { CstDocument } from '../cst/cst.js';
import { parse } from '../cst/parse.js';
import { toJson } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { NoSuchNode, nodeAt, replaceNode } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import type { CellContent } from './cells.js';
import type { DecisionList } from './decision-list.js';
import { contentTexts, Work } from './table-edit.js';
import type { Sheet, SheetRow } from './table-sheet.js';
import { readTable, type TableContext } from './table.js';
import { insertBranches, removeBranch, type BranchText } from './write-branches.js';
import { groupText } from './write-condition.js';

/**
 * Puts the rows of a sheet after those of the rule, or in their place. A row that says what a row said before keeps its bytes,
 * wherever it comes to stand between the others; every other is written in the house form. Throws NoSuchNode.
 */
export function importSheet(
  document: CstDocument,
  list: DecisionList,
  sheet: Sheet,
  mode: 'replace' | 'append',
  context: TableContext,
): TextEdit {
  const work = new Work(document, list, context);
  const texts = sheet.rows.map((row) => branchOf(row, list.policy, context));
  if (mode === 'append') work.take(insertBranches(document, list, list.branches.length, texts));
  else replaceRows(work, keysOf(work), sheet.rows.map(keyOf), texts);
  if (sheet.otherwise && work.list.otherwise) {
    const { pointer } = work.list.otherwise;
    if (canonical(work, pointer) !== canonicalText(sheet.otherwise.outcome)) {
      work.take(replaceNode(work.document, pointer, sheet.otherwise.outcome));
    }
  }
  return work.splices;
}

/** Between two rows that stay, rows are changed in place as far as they go, the rest is taken out or put in. */
function replaceRows(
  work: Work,
  before: readonly string[],
  after: readonly string[],
  texts: readonly BranchText[],
): void {
  const anchors = [...common(before, after), [before.length, after.length] as const];
  // From the end to the beginning, so that no position moves before it is used.
  for (let at = anchors.length - 1; at >= 0; at--) {
    const [endOld, endNew] = anchors[at] ?? [0, 0];
    const [lastOld, lastNew] = anchors[at - 1] ?? [-1, -1];
    const [old, fresh] = [lastOld + 1, lastNew + 1];
    const shared = Math.min(endOld - old, endNew - fresh);
    for (let row = endOld - 1; row >= old + shared; row--) work.take(removeBranch(work.document, work.list, row));
    const added = texts.slice(fresh + shared, endNew);
    if (added.length > 0) work.take(insertBranches(work.document, work.list, old + shared, added));
    for (let row = shared - 1; row >= 0; row--) {
      const text = texts[fresh + row];
      if (text) replaceBranch(work, old + row, text);
    }
  }
}

/** Positions of a longest common part of two sequences, in order. */
function common(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const longest = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = longest[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** A row of a sheet as the text of a branch in the house form. */
export function branchOf(row: SheetRow, policy: DecisionList['policy'], context: TableContext): BranchText {
  const texts = row.cells.flatMap(({ column, content }) => contentTexts(content, column, context));
  const [only] = texts;
  const { outcome } = row;
  if (only === undefined) return policy === 'collect' ? { outcome } : { when: 'true', outcome };
  return { when: texts.length === 1 ? only : groupText('all', texts), outcome };
}

/** What each row says, however it is written; a list that is no table has rows that nothing equals. */
function keysOf(work: Work): readonly string[] {
  const table = readTable(work.document, work.list, work.context);
  if ('reason' in table) return work.list.branches.map(({ pointer }) => pointer);
  return table.rows.map(({ cells, index }) => {
    const said = cells.flatMap((cell, at): [string, CellContent][] => {
      const column = table.columns[at]?.id ?? '';
      if (cell.kind === 'any') return [];
      return [[column, cell.kind === 'rows' ? { kind: 'rows', rows: cell.rows } : cell]];
    });
    return rowKey(said, canonical(work, work.branch(index).outcome.pointer));
  });
}

function keyOf({ cells, outcome }: SheetRow): string {
  return rowKey(
    cells.map(({ column, content }) => [column, content]),
    canonicalText(outcome),
  );
}

function rowKey(cells: readonly (readonly [string, CellContent])[], outcome: string): string {
  const said = cells.map(([column, content]) =>
    JSON.stringify(
      content.kind === 'advanced'
        ? [column, content.texts]
        : [column, content.rows.map(({ operator, values, absentAs }) => [operator, values, absentAs])],
    ),
  );
  return JSON.stringify([said.sort(), outcome]);
}

const canonicalText = (text: string): string => houseText(toJson(parse(text).root));

function canonical(work: Work, pointer: string): string {
  const node = nodeAt(work.document, pointer);
  return node ? houseText(toJson(node)) : '';
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
