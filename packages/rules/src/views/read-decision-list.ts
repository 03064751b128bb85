import type { CstDocument, CstNode } from '../cst/cst.js';
import { callOf } from '../explain/nodes.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import type { Branch, ConditionView, DecisionList } from './decision-list.js';
import { readCondition } from './read-condition.js';
import { readOutcome } from './read-outcome.js';

/** Why a rule is not shown as a list of decisions. */
export type NoListReason =
  /** It is one condition, yes or no. */
  | 'condition'
  /** One answer for all. */
  | 'constant'
  /** Neither `if` nor a `merge` of `if`s. */
  | 'not_a_list';

/** Shows a whole rule as a decision list, or says why it is none. No byte is changed by reading. */
export function readDecisionList(
  document: CstDocument,
  schema: FactsSchema,
  shape: OutcomeShape,
): DecisionList | { readonly reason: NoListReason } {
  return readList(document.root, schema, shape) ?? { reason: reasonOf(document.root, schema) };
}

/** A decision list that begins at a node, or undefined. */
export function readList(node: CstNode, schema: FactsSchema, shape: OutcomeShape): DecisionList | undefined {
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  if (!member || member.value.kind !== 'array' || member.value.items.length === 0) return undefined;
  const parts = member.value.items.map(({ value }) => value);
  const { pointer } = member.value;
  if (member.key === 'if' || member.key === '?:') return readFirst(parts, pointer, schema, shape);
  if (member.key !== 'merge' || shape.kind !== 'list') return undefined;
  const branches = parts.map((part, index) => readPart(part, index, schema, shape));
  return { policy: 'collect', pointer, branches };
}

function readFirst(parts: readonly CstNode[], pointer: string, schema: FactsSchema, shape: OutcomeShape): DecisionList {
  const branches: Branch[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const when = parts[at] as CstNode;
    const outcome = parts[at + 1] as CstNode;
    branches.push({
      index: branches.length,
      pointer: when.pointer,
      when: readCondition(when, schema),
      outcome: readOutcome(outcome, schema, shape),
    });
  }
  const last = parts.length % 2 === 1 ? parts.at(-1) : undefined;
  return {
    policy: 'first',
    pointer,
    branches,
    ...(last ? { otherwise: readOutcome(last, schema, shape) } : {}),
  };
}

/** One part of a collecting list: `{"if": [when, outcome, []]}`; anything else counts always. */
function readPart(part: CstNode, index: number, schema: FactsSchema, shape: OutcomeShape): Branch {
  const call = callOf(part);
  const [when, outcome, otherwise, ...more] = call?.op === 'if' || call?.op === '?:' ? call.args : [];
  const nothing = otherwise?.kind === 'array' && otherwise.items.length === 0;
  if (when && outcome && nothing && more.length === 0) {
    const view: ConditionView = readCondition(when, schema);
    return { index, pointer: when.pointer, when: view, outcome: readOutcome(outcome, schema, shape) };
  }
  const always: ConditionView = { kind: 'always', pointer: part.pointer, implied: true };
  return { index, pointer: part.pointer, when: always, outcome: readOutcome(part, schema, shape) };
}

function reasonOf(root: CstNode, schema: FactsSchema): NoListReason {
  const view = readCondition(root, schema);
  if (view.kind === 'row' || view.kind === 'group') return 'condition';
  return callOf(root) ? 'not_a_list' : 'constant';
}
