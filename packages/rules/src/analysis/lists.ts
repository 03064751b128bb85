import type { TypedCall, TypedNode } from '../check/typed.js';
import { BOOLEAN } from '../types.js';

/** A decision list of the checked rule: what the analysis asks its questions of. */
export interface RuleList {
  /** Pointer of the array with the branches: the arguments of `if`, or of `merge`. */
  readonly pointer: string;
  /** `collect`: every branch that holds counts, so none takes facts from another. */
  readonly policy: 'first' | 'collect';
  readonly branches: readonly RuleBranch[];
  /** The `if` of a list of first matches. */
  readonly chooser?: TypedCall;
  /** Absent in a collecting list. */
  readonly otherwise?: TypedNode;
  /** The branch (or `otherwise`, which comes last) of another list that this one is the outcome of. */
  readonly inside?: { readonly list: RuleList; readonly branch: number };
}

export interface RuleBranch {
  readonly when: TypedNode;
  readonly outcome: TypedNode;
  /** The `if` of its own in a collecting list; a part without a condition has none. */
  readonly chooser?: TypedCall;
}

/** The decision lists of a rule, outer ones before those inside their outcomes. */
export function listsOf(root: TypedNode): readonly RuleList[] {
  const lists: RuleList[] = [];
  collect(root, undefined, lists);
  return lists;
}

function collect(node: TypedNode, inside: RuleList['inside'], lists: RuleList[]): void {
  if (node.kind === 'list') return node.items.forEach((item) => collect(item, inside, lists));
  if (node.kind !== 'call') return;
  if (isChoice(node)) {
    const list = firstList(node, inside);
    lists.push(list);
    descend(list, lists);
  } else if (node.op === 'merge') {
    const list = collectingList(node, inside);
    lists.push(list);
    descend(list, lists);
  }
}

function descend(list: RuleList, lists: RuleList[]): void {
  list.branches.forEach(({ outcome }, branch) => collect(outcome, { list, branch }, lists));
  if (list.otherwise) collect(list.otherwise, { list, branch: list.branches.length }, lists);
}

const isChoice = (node: TypedCall): boolean => node.op === 'if' || node.op === '?:';

function firstList(node: TypedCall, inside: RuleList['inside']): RuleList {
  const branches: RuleBranch[] = [];
  for (let i = 0; i + 1 < node.args.length; i += 2) {
    branches.push({ when: node.args[i]!, outcome: node.args[i + 1]! });
  }
  return {
    pointer: `${node.pointer}/${node.op}`,
    policy: 'first',
    branches,
    chooser: node,
    otherwise: node.args.at(-1)!,
    ...(inside ? { inside } : {}),
  };
}

function collectingList(node: TypedCall, inside: RuleList['inside']): RuleList {
  const branches = node.args.map((part): RuleBranch => {
    const own = part.kind === 'call' && isChoice(part) && part.args.length === 3 ? part : undefined;
    const [when, outcome, otherwise] = own?.args ?? [];
    if (own && when && outcome && otherwise?.kind === 'list' && otherwise.items.length === 0) {
      return { when, outcome, chooser: own };
    }
    return { when: { kind: 'literal', pointer: part.pointer, type: BOOLEAN, value: true }, outcome: part };
  });
  return { pointer: `${node.pointer}/merge`, policy: 'collect', branches, ...(inside ? { inside } : {}) };
}
