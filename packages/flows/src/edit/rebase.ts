import type { FlowDocument } from '../document.js';
import { OperationMismatch, applyOperation } from './apply.js';
import { sameJson } from '../same-json.js';
import type { FlowEdit, FlowOperation } from './operation.js';

export interface Rebased {
  flow: FlowDocument;
  /** My edits as they apply to their flow. */
  edits: FlowEdit[];
  /** Edits that touch what they changed: a person chooses. */
  conflicts: { edit: FlowEdit; message: string }[];
}

/**
 * My edits on top of what somebody else has saved meanwhile. An edit that still applies is kept; one that touches what they
 * changed is a conflict and is left out as a whole, and so are later ones that build on it.
 */
export function rebase(theirs: FlowDocument, mine: readonly FlowEdit[]): Rebased {
  let flow = theirs;
  const edits: FlowEdit[] = [];
  const conflicts: Rebased['conflicts'] = [];
  for (const edit of mine) {
    try {
      let next = flow;
      const operations = edit.operations.map((operation) => {
        const placed = relocated(next, operation);
        next = applyOperation(next, placed);
        return placed;
      });
      flow = next;
      edits.push({ ...edit, operations });
    } catch (error) {
      if (!(error instanceof OperationMismatch)) throw error;
      conflicts.push({ edit, message: error.message });
    }
  }
  return { flow, edits, conflicts };
}

/** The operation with the index that its thing has, or would have, in this flow. */
function relocated(flow: FlowDocument, operation: FlowOperation): FlowOperation {
  switch (operation.op) {
    case 'add_node':
      return { ...operation, index: Math.min(operation.index, flow.nodes.length) };
    case 'add_edge':
      return { ...operation, index: Math.min(operation.index, flow.edges.length) };
    case 'add_item':
      return { ...operation, index: Math.min(operation.index, flow[operation.list].length) };
    case 'remove_node':
      return { ...operation, index: found(flow.nodes, operation.node, operation.index) };
    case 'remove_edge':
      return { ...operation, index: found(flow.edges, operation.edge, operation.index) };
    case 'remove_item':
      return { ...operation, index: found(flow[operation.list], operation.item, operation.index) };
    case 'set_item':
      return { ...operation, index: found(flow[operation.list], operation.was, operation.index) };
    case 'set_node':
    case 'set_flow':
      return operation;
  }
}

function found(items: readonly unknown[], item: unknown, fallback: number): number {
  const index = items.findIndex((each) => sameJson(each, item));
  return index < 0 ? fallback : index;
}
