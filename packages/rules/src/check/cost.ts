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
  return node.args.reduce((sum, arg, i) => sum + costOf(arg, items) * (i === body ? items : 1), 1);
}
