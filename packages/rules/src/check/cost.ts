import { OPERATORS } from '../operators/index.js';
import type { TypedNode } from './typed.js';

/** What a rule costs at most: its parts, its depth, and the steps of one run with lists of a hundred items. */
export interface Cost {
  readonly nodes: number;
  readonly depth: number;
  readonly steps: number;
}

const USUAL_ITEMS = 100;

/** Steps of one evaluation when every list has `items` items. */
export function costOf(node: TypedNode, items = USUAL_ITEMS): number {
  if (node.kind === 'literal') return 1;
  if (node.kind === 'list') return node.items.reduce((sum, item) => sum + costOf(item, items), 1);
  const body = OPERATORS.get(node.op)?.body;
  const own = node.args.reduce((sum, arg, i) => sum + costOf(arg, items) * (i === body ? items : 1), 1);
  return node.callee ? own + costOfCallee(node.callee, items) : own;
}

const callees = new WeakMap<TypedNode, Map<number, number>>();

/** Another rule is looked at once however often it is used: rules that use one another would multiply. */
function costOfCallee(root: TypedNode, items: number): number {
  const known = callees.get(root) ?? new Map<number, number>();
  callees.set(root, known);
  const cost = known.get(items) ?? costOf(root, items);
  known.set(items, cost);
  return cost;
}
