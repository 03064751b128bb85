import type { FlowDocument, FlowEdge, FlowNode } from '../document.js';

/** Fields of a step that an edit may change; absent = the field is taken away. */
export type NodeFields = Partial<Pick<FlowNode, 'title' | 'config' | 'x' | 'y'>>;
export type FlowFields = Partial<Pick<FlowDocument, 'title' | 'subject' | 'trigger'>>;

export type ListName = 'parameters' | 'exits' | 'notes';
export type ItemOf<List extends ListName> = FlowDocument[List][number];

type ItemOperation<List extends ListName> = List extends ListName
  ? | { op: 'add_item'; list: List; index: number; item: ItemOf<List> }
    | { op: 'remove_item'; list: List; index: number; item: ItemOf<List> }
    | { op: 'set_item'; list: List; index: number; item: ItemOf<List>; was: ItemOf<List> }
  : never;

/**
 * One edit of a flow: typed, serialisable, and complete in itself, so that its inverse needs nothing else. The log of them
 * is what undo, diff, audit and the detection of conflicts are made from.
 */
export type FlowOperation =
  | { op: 'add_node'; index: number; node: FlowNode }
  | { op: 'remove_node'; index: number; node: FlowNode }
  | { op: 'set_node'; id: string; change: NodeFields; was: NodeFields }
  | { op: 'add_edge'; index: number; edge: FlowEdge }
  | { op: 'remove_edge'; index: number; edge: FlowEdge }
  | { op: 'set_flow'; change: FlowFields; was: FlowFields }
  | ItemOperation<ListName>;

/** One step of undo: what a person did, in as many operations as it took. */
export interface FlowEdit {
  /** What was done, as a code with parameters, for the list of changes. */
  label: { code: string; params: { [name: string]: string | number } };
  operations: readonly FlowOperation[];
}

/** The operation that takes this one back. */
export function invertOperation(operation: FlowOperation): FlowOperation {
  switch (operation.op) {
    case 'add_node':
      return { ...operation, op: 'remove_node' };
    case 'remove_node':
      return { ...operation, op: 'add_node' };
    case 'add_edge':
      return { ...operation, op: 'remove_edge' };
    case 'remove_edge':
      return { ...operation, op: 'add_edge' };
    case 'add_item':
      return { ...operation, op: 'remove_item' };
    case 'remove_item':
      return { ...operation, op: 'add_item' };
    case 'set_node':
      return { ...operation, change: operation.was, was: operation.change };
    case 'set_flow':
      return { ...operation, change: operation.was, was: operation.change };
    case 'set_item':
      return { ...operation, item: operation.was, was: operation.item } as FlowOperation;
  }
}

export function invertEdit(edit: FlowEdit): FlowEdit {
  return { ...edit, operations: edit.operations.map(invertOperation).reverse() };
}
