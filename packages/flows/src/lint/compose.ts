import { applyEdit, OperationMismatch } from '../edit/apply.js';
import { addNode, connect } from '../edit/build.js';
import type { FlowEdit } from '../edit/operation.js';
import type { FlowDocument, FlowNode } from '../document.js';
import type { LintFix } from './types.js';

/**
 * Several edits, each made for the flow as those before leave it, as one step of undo. None where the flow, broken in some
 * other way besides, does not take them.
 */
export function compose(
  flow: FlowDocument,
  label: LintFix['label'],
  ...steps: readonly ((flow: FlowDocument) => FlowEdit)[]
): LintFix[] {
  let now = flow;
  try {
    const operations = steps.flatMap((step) => {
      const edit = step(now);
      now = applyEdit(now, edit);
      return edit.operations;
    });
    return [{ label, edit: { label: { code: `fix_${label.code}`, params: label.params }, operations } }];
  } catch (error) {
    if (error instanceof OperationMismatch) return [];
    throw error;
  }
}

/** An end for a port that leads nowhere, right of its step. */
export function endAfter(flow: FlowDocument, from: FlowNode, port: string, label: LintFix['label']): LintFix[] {
  const node: FlowNode = {
    id: freeNodeId(flow, `end_${port}`),
    type: 'end',
    config: { outcome: port },
    ...beside(from),
  };
  return compose(
    flow,
    label,
    (now) => addNode(now, node),
    (now) => connect(now, { from: from.id, port, to: node.id }),
  );
}

/** A place right of a step, where it has one. */
export function beside(node: FlowNode, dx = 360, dy = 0): { x?: number; y?: number } {
  return node.x === undefined || node.y === undefined ? {} : { x: node.x + dx, y: node.y + dy };
}

export function freeNodeId(flow: FlowDocument, wished: string): string {
  const taken = new Set(flow.nodes.map(({ id }) => id));
  const base = wished.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 56);
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}
