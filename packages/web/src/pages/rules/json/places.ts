import type { CstDocument, CstNode } from '@sluice/rules/cst/cst';
import { printNode } from '@sluice/rules/cst/print';
import { nodeAt } from '@sluice/rules/edit/nodes';
import type { DecisionList } from '@sluice/rules/views/decision-list';

/** A stretch of the text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the node of a pointer stands in the text, or the nearest node around it that is there. */
export function rangeOf(document: CstDocument, pointer: string): Range | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const node = nodeAt(document, at);
    if (node) return { from: node.offset, to: node.offset + printNode(node).length };
    if (at === '') return undefined;
  }
}

/** The innermost node that a place in the text belongs to. */
export function innermost(document: CstDocument, offset: number): CstNode {
  let node = document.root;
  for (;;) {
    const inner: CstNode | undefined = childrenOf(node).find(
      (each) => each.offset <= offset && offset <= each.offset + printNode(each).length,
    );
    if (!inner) return node;
    node = inner;
  }
}

function childrenOf(node: CstNode): readonly CstNode[] {
  if (node.kind === 'array') return node.items.map(({ value }) => value);
  return node.kind === 'object' ? node.members.map(({ value }) => value) : [];
}

/** The branch that a node lies in, by the pointer of its condition or of the outcome of otherwise; undefined outside of all. */
export function branchAround(pointer: string, list: DecisionList | null): string | undefined {
  const within = (outer: string): boolean => pointer === outer || pointer.startsWith(`${outer}/`);
  const branch = list?.branches.find((each) => within(each.pointer) || within(each.outcome.pointer));
  if (branch) return branch.pointer;
  return list?.otherwise && within(list.otherwise.pointer) ? list.otherwise.pointer : undefined;
}
