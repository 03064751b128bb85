import { callOf } from '@sluice/rules/explain/nodes';
import { applyEdit } from '@sluice/rules/edit/splice';
import { printNode, type CstDocument, type CstNode } from '@sluice/rules';

/** An outcome at the end of a branch. */
export interface Leaf {
  readonly pointer: string;
  /** An object literal, which is the same whatever the facts are. */
  readonly literal: boolean;
}

/** Every outcome that a rule can end in, in the order of its text: what nested `if`s lead to. */
export function leavesOf({ root }: CstDocument): Leaf[] {
  return outcomes(root).map((node) => ({
    pointer: node.pointer,
    literal: node.kind === 'object' && node.members.length !== 1,
  }));
}

/**
 * The rule that answers where it ends: each outcome replaced by its own pointer. All else is the same text, so that the same
 * facts take the same way through the same pointers.
 */
export function branchingText(text: string, { root }: CstDocument): string {
  const nodes = outcomes(root).sort((a, b) => b.offset - a.offset);
  return applyEdit(
    text,
    nodes.map((node) => ({ at: node.offset, removed: printNode(node), inserted: JSON.stringify(node.pointer) })),
  );
}

function outcomes(node: CstNode): CstNode[] {
  const call = callOf(node);
  if (call?.op !== 'if' && call?.op !== '?:') return [node];
  const { args } = call;
  return args.filter((_, at) => at % 2 === 1 || at === args.length - 1).flatMap(outcomes);
}
