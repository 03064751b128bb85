import type { CstArray, CstDocument, CstNode } from '../cst/cst.js';
import { parse } from '../cst/parse.js';
import { printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { morph } from '../edit/morph.js';
import { insertItems, moveItems, NoSuchNode, nodeAt, removeItems, replaceNode } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import type { DecisionList } from './decision-list.js';

/** The text of a branch: condition and outcome as JSON. A part of a collecting list without a condition has none. */
export interface BranchText {
  readonly when?: string;
  readonly outcome: string;
}

/** Puts branches before the one at `index` (the number of branches: after the last, before otherwise). */
export function insertBranches(
  document: CstDocument,
  list: DecisionList,
  index: number,
  branches: readonly BranchText[],
): TextEdit {
  if (index < 0 || index > list.branches.length) throw new NoSuchNode(`${list.pointer}/${String(index)}`);
  if (list.policy === 'collect') return insertItems(document, list.pointer, index, branches.map(partText));
  const array = arrayAt(document, list.pointer);
  const at = index * 2;
  const inner = array.items.length > 1 ? array.items[1]?.space[0] : ' ';
  const texts = branches.map(({ when, outcome }) => `${when ?? 'true'},${inner ?? ' '}${outcome}`);
  const next = array.items[at];
  const usual = array.items[2]?.space[0];
  if (next) {
    const gap = (at > 0 ? next.space[0] : usual) ?? (next.space[0] || ' ');
    return [{ at: next.value.offset, removed: '', inserted: texts.map((text) => `${text},${gap}`).join('') }];
  }
  return insertItems(document, list.pointer, at, [texts.join(`,${usual ?? ' '}`)]);
}

/** Puts a new branch before the one at `index`. */
export function insertBranch(
  document: CstDocument,
  list: DecisionList,
  index: number,
  when: string,
  outcome: Json,
): TextEdit {
  return insertBranches(document, list, index, [{ when, outcome: houseText(outcome) }]);
}

/** Puts the same branch once more after it, byte for byte. */
export function duplicateBranch(document: CstDocument, list: DecisionList, index: number): TextEdit {
  return insertBranches(document, list, index + 1, [branchText(document, list, index)]);
}

export function removeBranch(document: CstDocument, list: DecisionList, index: number): TextEdit {
  if (!list.branches[index]) throw new NoSuchNode(`${list.pointer}/${String(index)}`);
  const step = stepOf(list);
  return removeItems(document, list.pointer, index * step, step);
}

/** Moves a branch so that it is the one at `to`. White space stays where it is. */
export function moveBranch(document: CstDocument, list: DecisionList, from: number, to: number): TextEdit {
  if (!list.branches[from] || !list.branches[to]) throw new NoSuchNode(`${list.pointer}/${String(to)}`);
  const step = stepOf(list);
  return moveItems(document, list.pointer, from * step, step, to * step);
}

/** Makes an outcome another one; what stays of it is left as it is written. */
export function setOutcome(document: CstDocument, pointer: string, value: Json): TextEdit {
  return morph(document, pointer, value);
}

/** What a list of first matches answers where no branch holds. */
export function setOtherwise(document: CstDocument, list: DecisionList, value: Json): TextEdit {
  if (list.otherwise) return morph(document, list.otherwise.pointer, value);
  if (list.policy === 'collect') throw new NoSuchNode(list.pointer);
  return insertItems(document, list.pointer, list.branches.length * 2, [houseText(value)]);
}

/** Puts a further decision in an outcome's place: one that answers it until it has branches of its own. */
export function nestOutcome(document: CstDocument, pointer: string): TextEdit {
  const node = nodeAt(document, pointer);
  if (!node) throw new NoSuchNode(pointer);
  return replaceNode(document, pointer, `{"if": [${printNode(node)}]}`);
}

/** Branches as JSON text, to be pasted into this or another rule. */
export function copyBranches(document: CstDocument, list: DecisionList, indexes: readonly number[]): string {
  const texts = [...indexes]
    .sort((a, b) => a - b)
    .map((index) => {
      const { when, outcome } = branchText(document, list, index);
      return `{${when === undefined ? '' : `"when": ${when}, `}"outcome": ${outcome}}`;
    });
  return `{"branches": [${texts.join(', ')}]}`;
}

/** Pastes what `copyBranches` gave, or the branches of an `if`. Undefined where the text is neither. */
export function pasteBranches(
  document: CstDocument,
  list: DecisionList,
  index: number,
  text: string,
): TextEdit | undefined {
  const branches = readBranches(text);
  return branches && branches.length > 0 ? insertBranches(document, list, index, branches) : undefined;
}

function readBranches(text: string): BranchText[] | undefined {
  let root: CstNode;
  try {
    ({ root } = parse(text));
  } catch {
    return undefined;
  }
  const member = root.kind === 'object' && root.members.length === 1 ? root.members[0] : undefined;
  if (member?.value.kind !== 'array') return undefined;
  const items = member.value.items.map(({ value }) => value);
  if (member.key === 'if') {
    const branches: BranchText[] = [];
    for (let at = 0; at + 1 < items.length; at += 2) {
      branches.push({ when: printNode(items[at] as CstNode), outcome: printNode(items[at + 1] as CstNode) });
    }
    return branches;
  }
  if (member.key !== 'branches') return undefined;
  const branches = items.map(branchOf);
  return branches.every((each) => each !== undefined) ? branches : undefined;
}

function branchOf(node: CstNode): BranchText | undefined {
  if (node.kind !== 'object') return undefined;
  const part = (key: string) => node.members.find((member) => member.key === key)?.value;
  const outcome = part('outcome');
  const when = part('when');
  if (!outcome) return undefined;
  return { ...(when ? { when: printNode(when) } : {}), outcome: printNode(outcome) };
}

function branchText(document: CstDocument, list: DecisionList, index: number): BranchText {
  const branch = list.branches[index];
  const outcome = branch && nodeAt(document, branch.outcome.pointer);
  const when = branch && nodeAt(document, branch.pointer);
  if (!branch || !outcome || !when) throw new NoSuchNode(`${list.pointer}/${String(index)}`);
  const implied = branch.when.kind === 'always' && branch.when.implied;
  return { ...(implied ? {} : { when: printNode(when) }), outcome: printNode(outcome) };
}

const partText = ({ when, outcome }: BranchText): string =>
  when === undefined ? outcome : `{"if": [${when}, ${outcome}, []]}`;

const stepOf = (list: DecisionList): number => (list.policy === 'first' ? 2 : 1);

function arrayAt(document: CstDocument, pointer: string): CstArray {
  const node = nodeAt(document, pointer);
  if (node?.kind !== 'array') throw new NoSuchNode(pointer);
  return node;
}
