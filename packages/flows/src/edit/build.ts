import type { Json } from '@sluice/domain';
import { TRIGGER } from '../catalogue.js';
import type { FlowDocument, FlowEdge, FlowNode } from '../document.js';
import { applyOperation } from './apply.js';
import { sameJson } from '../same-json.js';
import type { FlowEdit, FlowFields, FlowOperation, ItemOf, ListName, NodeFields } from './operation.js';

/** What people do on a canvas, each as one edit. An edit without operations changes nothing and need not be logged. */

export function addNode(flow: FlowDocument, node: FlowNode): FlowEdit {
  return edit('add_node', { node: node.id, type: node.type }, [{ op: 'add_node', index: flow.nodes.length, node }]);
}

/** Puts a step on a path: what led there leads to it, and it leads on by `port`. */
export function insertOnEdge(flow: FlowDocument, edge: FlowEdge, node: FlowNode, port: string): FlowEdit {
  const operations = new Operations(flow);
  operations.add({ op: 'add_node', index: flow.nodes.length, node });
  operations.disconnect(edge);
  operations.connect({ ...edge, to: node.id });
  operations.connect({ from: node.id, port, to: edge.to });
  return edit('add_node', { node: node.id, type: node.type }, operations.done);
}

/** Takes steps away with the paths that touch them; a step with one way in and one way out is bridged. */
export function removeNodes(flow: FlowDocument, ids: readonly string[]): FlowEdit {
  const gone = new Set(ids);
  const operations = new Operations(flow);
  const [only] = ids;
  const into = flow.edges.filter((edge) => gone.has(edge.to) && !gone.has(edge.from));
  const out = flow.edges.filter((edge) => gone.has(edge.from) && !gone.has(edge.to));
  for (const edge of flow.edges) if (gone.has(edge.from) || gone.has(edge.to)) operations.disconnect(edge);
  for (const node of flow.nodes) if (gone.has(node.id)) operations.removeNode(node.id);
  const [before] = into;
  const [after] = out;
  if (ids.length === 1 && into.length === 1 && out.length === 1 && before && after)
    operations.connect({ ...before, to: after.to });
  return edit('remove_node', { count: ids.length, node: only ?? '' }, operations.done);
}

/** Draws a path; one that left by the same port goes elsewhere from now on. */
export function connect(flow: FlowDocument, edge: FlowEdge): FlowEdit {
  const operations = new Operations(flow);
  const taken = flow.edges.find(({ from, port }) => from === edge.from && port === edge.port);
  if (taken && taken.to === edge.to) return edit('connect', {}, []);
  if (taken) operations.disconnect(taken);
  operations.connect(edge);
  return edit('connect', { from: edge.from, port: edge.port, to: edge.to }, operations.done);
}

export function disconnect(flow: FlowDocument, edge: FlowEdge): FlowEdit {
  const operations = new Operations(flow);
  operations.disconnect(edge);
  return edit('disconnect', { from: edge.from, port: edge.port, to: edge.to }, operations.done);
}

/** Sets one setting of a step; undefined takes it away. */
export function setConfig(flow: FlowDocument, id: string, key: string, value: Json | undefined): FlowEdit {
  const node = flow.nodes.find((each) => each.id === id);
  if (!node || sameJson(node.config[key], value)) return edit('set_config', { node: id, key }, []);
  const { [key]: _was, ...rest } = node.config;
  const config = value === undefined ? rest : { ...node.config, [key]: value };
  return setNode(flow, id, { config }, edit('set_config', { node: id, key }, []).label);
}

/** Sets fields of a step; a title of undefined takes it away. */
export function setNode(
  flow: FlowDocument,
  id: string,
  change: { [Key in keyof NodeFields]: NodeFields[Key] | undefined },
  label: FlowEdit['label'] = { code: 'set_node', params: { node: id } },
): FlowEdit {
  const node = flow.nodes.find((each) => each.id === id);
  if (!node) return { label, operations: [] };
  const keys = (Object.keys(change) as (keyof NodeFields)[]).filter((key) => !sameJson(node[key], change[key]));
  if (keys.length === 0) return { label, operations: [] };
  const pick = (from: { [key: string]: unknown }): NodeFields =>
    Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
  return { label, operations: [{ op: 'set_node', id, change: pick(change), was: pick({ ...node }) }] };
}

export function moveNodes(flow: FlowDocument, places: readonly { id: string; x: number; y: number }[]): FlowEdit {
  const operations = places.flatMap(({ id, x, y }) => setNode(flow, id, { x, y }).operations);
  return edit('move', { count: places.length }, operations);
}

export function setFlow(flow: FlowDocument, change: FlowFields): FlowEdit {
  const keys = (Object.keys(change) as (keyof FlowFields)[]).filter((key) => !sameJson(flow[key], change[key]));
  if (keys.length === 0) return edit('set_flow', {}, []);
  const pick = (from: { [key: string]: unknown }): FlowFields =>
    Object.fromEntries(keys.map((key) => [key, from[key]]));
  return edit('set_flow', { field: keys.join(', ') }, [
    { op: 'set_flow', change: pick({ ...change }), was: pick({ ...flow }) },
  ]);
}

export function addItem<List extends ListName>(flow: FlowDocument, list: List, item: ItemOf<List>): FlowEdit {
  const operation = { op: 'add_item', list, index: flow[list].length, item } as FlowOperation;
  return edit('add_item', { list }, [operation]);
}

export function setItem<List extends ListName>(
  flow: FlowDocument,
  list: List,
  index: number,
  item: ItemOf<List>,
): FlowEdit {
  const was = flow[list][index];
  if (was === undefined || sameJson(was, item)) return edit('set_item', { list, index }, []);
  return edit('set_item', { list, index }, [{ op: 'set_item', list, index, item, was } as FlowOperation]);
}

export function removeItem(flow: FlowDocument, list: ListName, index: number): FlowEdit {
  const item = flow[list][index];
  if (item === undefined) return edit('remove_item', { list, index }, []);
  return edit('remove_item', { list, index }, [{ op: 'remove_item', list, index, item } as FlowOperation]);
}

/** Steps with the paths among them, as they are copied: JSON that can be pasted into this or another flow. */
export interface Clipping {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

export function copy(flow: FlowDocument, ids: readonly string[]): Clipping {
  const chosen = new Set(ids);
  return {
    nodes: flow.nodes.filter(({ id }) => chosen.has(id)),
    edges: flow.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
  };
}

/** Pastes steps under free ids, a little beside where they were. */
export function paste(flow: FlowDocument, clipping: Clipping, by = { x: 32, y: 32 }): FlowEdit & { ids: string[] } {
  const names = new Map<string, string>();
  const taken = new Set(flow.nodes.map(({ id }) => id));
  for (const { id } of clipping.nodes) {
    const free = freeId(id, taken);
    taken.add(free);
    names.set(id, free);
  }
  const operations = new Operations(flow);
  for (const node of clipping.nodes) {
    const place = node.x === undefined || node.y === undefined ? {} : { x: node.x + by.x, y: node.y + by.y };
    operations.addNode({ ...node, ...place, id: names.get(node.id) ?? node.id });
  }
  for (const { from, port, to } of clipping.edges) {
    const [start, end] = [names.get(from), names.get(to)];
    if (start !== undefined && end !== undefined) operations.connect({ from: start, port, to: end });
  }
  return { ...edit('paste', { count: clipping.nodes.length }, operations.done), ids: [...names.values()] };
}

/** An id like the wished one that no step has: `wait`, `wait_2`, `wait_3`… */
export function freeId(wished: string, taken: ReadonlySet<string>): string {
  const base = wished.replace(/_\d+$/, '');
  if (!taken.has(wished) && wished !== TRIGGER) return wished;
  for (let number = 2; ; number += 1) {
    const id = `${base}_${String(number)}`;
    if (!taken.has(id)) return id;
  }
}

function edit(code: string, params: FlowEdit['label']['params'], operations: readonly FlowOperation[]): FlowEdit {
  return { label: { code, params }, operations };
}

/** Operations that build on one another, each with its index in the flow as the ones before have left it. */
class Operations {
  readonly done: FlowOperation[] = [];

  constructor(private flow: FlowDocument) {}

  add(operation: FlowOperation): void {
    this.flow = applyOperation(this.flow, operation);
    this.done.push(operation);
  }

  addNode(node: FlowNode): void {
    this.add({ op: 'add_node', index: this.flow.nodes.length, node });
  }

  removeNode(id: string): void {
    const index = this.flow.nodes.findIndex((node) => node.id === id);
    const node = this.flow.nodes[index];
    if (node) this.add({ op: 'remove_node', index, node });
  }

  connect(edge: FlowEdge): void {
    this.add({ op: 'add_edge', index: this.flow.edges.length, edge });
  }

  disconnect(edge: FlowEdge): void {
    const index = this.flow.edges.findIndex((each) => sameJson(each, edge));
    if (index >= 0) this.add({ op: 'remove_edge', index, edge: this.flow.edges[index] ?? edge });
  }
}
