import type { TypedNode } from '../check/typed.js';
import type { Study } from './study.js';
import type { Finding } from './types.js';

/** Conditions, and parts of them, that hold for all facts or for none; the outermost of each. */
export function constantsOf(study: Study): Finding[] {
  return study.questions().flatMap((condition) => constantIn(study, condition, place(study, condition), true));
}

type Place = Pick<Finding, 'list' | 'branch'>;

function place(study: Study, condition: TypedNode): Place {
  for (const list of study.lists) {
    const branch = list.branches.findIndex(({ when }) => when === condition);
    if (branch >= 0) return { list: list.pointer, branch };
  }
  return {};
}

function constantIn(study: Study, node: TypedNode, at: Place, whole: boolean): Finding[] {
  const never = study.space.set(node).length === 0;
  const always = !never && study.space.set(node, false).length === 0;
  if (never || always) {
    // A branch that never holds is said to be unreachable; one that always does and stands for itself is a collected one.
    if (whole && at.branch !== undefined && (never || isImplied(study, node))) return [];
    const params = { value: always, whole };
    return [{ code: 'constant', severity: 'warning', blocks: false, pointer: node.pointer, ...at, params, fixes: [] }];
  }
  return partsOf(node).flatMap((part) => constantIn(study, part, at, false));
}

const PARTS: ReadonlySet<string> = new Set(['and', 'or', '!', '!!']);

const partsOf = (node: TypedNode): readonly TypedNode[] =>
  node.kind === 'call' && PARTS.has(node.op) ? node.args : [];

const isImplied = (study: Study, node: TypedNode): boolean =>
  study.lists.some(
    ({ policy, branches }) => policy === 'collect' && branches.some(({ when, chooser }) => when === node && !chooser),
  );
