import type { FlowDocument, FlowNode } from '../document.js';
import { sameJson } from '../same-json.js';
import type { FlowEdit, FlowOperation, ListName } from './operation.js';

/** The flow is no longer what the operation was made for: somebody else has changed that place. */
export class OperationMismatch extends Error {
  override readonly name = 'OperationMismatch';
  constructor(
    readonly operation: FlowOperation,
    message: string,
  ) {
    super(message);
  }
}

/** The flow after an edit; the given one is not changed. Throws OperationMismatch, and then nothing was done. */
export function applyEdit(flow: FlowDocument, edit: FlowEdit): FlowDocument {
  return edit.operations.reduce(applyOperation, flow);
}

export function applyOperation(flow: FlowDocument, operation: FlowOperation): FlowDocument {
  switch (operation.op) {
    case 'add_node': {
      if (flow.nodes.some(({ id }) => id === operation.node.id))
        throw new OperationMismatch(operation, `There is a step called “${operation.node.id}” already.`);
      return { ...flow, nodes: inserted(flow.nodes, operation, operation.node) };
    }
    case 'remove_node':
      return { ...flow, nodes: removed(flow.nodes, operation, operation.node) };
    case 'set_node': {
      const index = flow.nodes.findIndex(({ id }) => id === operation.id);
      const node = flow.nodes[index];
      if (!node) throw new OperationMismatch(operation, `There is no step “${operation.id}” any more.`);
      return { ...flow, nodes: replaced(flow.nodes, index, changed(node, operation)) };
    }
    case 'add_edge': {
      const { from, port } = operation.edge;
      if (flow.edges.some((edge) => edge.from === from && edge.port === port))
        throw new OperationMismatch(operation, `A path leaves “${from}” by “${port}” already.`);
      return { ...flow, edges: inserted(flow.edges, operation, operation.edge) };
    }
    case 'remove_edge':
      return { ...flow, edges: removed(flow.edges, operation, operation.edge) };
    case 'set_flow':
      return changed(flow, operation);
    case 'add_item':
      return withList(flow, operation.list, (items) => inserted(items, operation, operation.item));
    case 'remove_item':
      return withList(flow, operation.list, (items) => removed(items, operation, operation.item));
    case 'set_item':
      return withList(flow, operation.list, (items) => {
        if (!sameJson(items[operation.index], operation.was))
          throw new OperationMismatch(operation, 'It was changed by somebody else.');
        return replaced(items, operation.index, operation.item);
      });
  }
}

function withList(flow: FlowDocument, list: ListName, change: (items: readonly unknown[]) => unknown[]): FlowDocument {
  return { ...flow, [list]: change(flow[list]) };
}

function inserted<T>(items: readonly T[], operation: FlowOperation & { index: number }, item: T): T[] {
  if (operation.index > items.length) throw new OperationMismatch(operation, 'Its place is gone.');
  return items.toSpliced(operation.index, 0, item);
}

function removed<T>(items: readonly T[], operation: FlowOperation & { index: number }, item: T): T[] {
  if (!sameJson(items[operation.index], item))
    throw new OperationMismatch(operation, 'It was changed by somebody else.');
  return items.toSpliced(operation.index, 1);
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
  return items.toSpliced(index, 1, item);
}

/** Sets the fields of `change`, takes those away that only `was` has; fields stand in the order of the document's schema. */
function changed<T extends object>(value: T, operation: FlowOperation & { change: object; was: object }): T {
  const change = operation.change as Record<string, unknown>;
  const was = operation.was as Record<string, unknown>;
  const now = { ...(value as Record<string, unknown>) };
  for (const key of new Set([...Object.keys(change), ...Object.keys(was)])) {
    if (!sameJson(now[key], was[key])) throw new OperationMismatch(operation, `“${key}” was changed by somebody else.`);
    now[key] = change[key];
  }
  const order = Object.keys(operation.op === 'set_node' ? nodeFields : now);
  return Object.fromEntries(order.flatMap((key) => (now[key] === undefined ? [] : [[key, now[key]]]))) as T;
}

/** As `parseFlow` orders them, so that an undone change leaves the very same text. */
const nodeFields: Record<keyof FlowNode, true> = { id: true, type: true, title: true, config: true, x: true, y: true };
