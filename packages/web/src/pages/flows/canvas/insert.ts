import type { FlowDocument, FlowNode, FlowEdge } from '@sluice/flows';
import { applyEdit, connect, freeId, insertOnEdge, moveNodes, setItem, type FlowEdit } from '@sluice/flows/edit/index';
import {
  columnStep,
  freeBelow,
  nodeHeight,
  nodeWidth,
  placeNodes,
  rowStep,
  type Place,
} from '../../../parts/flow/layout.js';
import { triggerId } from '../../../parts/flow/start.js';
import { firstConfig } from '../palette/kinds.js';
import { drawPorts, mainPort, portsOf } from './ports.js';

/** Where a step is put: on the path that leaves `from` by `port` (drawn or not yet), or anywhere on the canvas. */
export type Spot = { readonly from: string; readonly port: string } | Place;

/** The edit that puts a new step there, with its id. Steps in its way make room. */
export function insertStep(document: FlowDocument, type: string, spot: Spot): { edit: FlowEdit; id: string } {
  const id = freeId(type, new Set(document.nodes.map((node) => node.id)));
  const node: FlowNode = { id, type, config: firstConfig(type) };
  const label: FlowEdit['label'] = { code: 'add_node', params: { node: id, type } };
  const done = (flow: FlowDocument, ...steps: ((flow: FlowDocument) => FlowEdit)[]) => ({
    edit: inOne(flow, label, steps),
    id,
  });

  if (!('from' in spot)) {
    const place = { x: grid(spot.x), y: grid(spot.y) };
    return done(document, fixPlaces, (flow) => added(flow, { ...node, ...place }));
  }
  const edge = document.edges.find(({ from, port }) => from === spot.from && port === spot.port);
  if (!isPlaced(document)) return done(document, (flow) => linked(flow, node, spot, edge));
  const places = placeNodes(document);
  if (!edge) {
    const place = placeAfter(document, places, spot);
    return done(document, (flow) => linked(flow, { ...node, ...place }, spot, undefined));
  }
  const { place, moved } = roomOn(edge, places);
  return done(
    document,
    (flow) => makeRoom(flow, places, moved),
    (flow) => linked(flow, { ...node, ...place }, spot, edge),
  );
}

/** Several edits as one step of undo, each made for the flow as the ones before leave it. */
export function inOne(
  document: FlowDocument,
  label: FlowEdit['label'],
  steps: readonly ((flow: FlowDocument) => FlowEdit)[],
): FlowEdit {
  let flow = document;
  const operations = steps.flatMap((step) => {
    const edit = step(flow);
    flow = applyEdit(flow, edit);
    return edit.operations;
  });
  return { label, operations };
}

/** True once somebody has placed a step; before, the layout is worked out anew with each change. */
export function isPlaced(document: FlowDocument): boolean {
  return document.nodes.some(({ x, y }) => x !== undefined && y !== undefined);
}

/** Writes down where every step stands. */
export function fixPlaces(document: FlowDocument): FlowEdit {
  const places = placeNodes(document);
  return moveNodes(
    document,
    document.nodes.flatMap(({ id }) => {
      const place = places.get(id);
      return place ? [{ id, x: place.x, y: place.y }] : [];
    }),
  );
}

function added(flow: FlowDocument, node: FlowNode): FlowEdit {
  return { label: { code: 'add_node', params: {} }, operations: [{ op: 'add_node', index: flow.nodes.length, node }] };
}

function linked(
  flow: FlowDocument,
  node: FlowNode,
  spot: { from: string; port: string },
  edge: FlowEdge | undefined,
): FlowEdit {
  const port = mainPort(node);
  if (edge && port !== undefined) return insertOnEdge(flow, edge, node, port);
  // A step without a way out ends the path; what came after it is left for a person to connect.
  return inOne(flow, { code: 'add_node', params: {} }, [
    (before) => added(before, node),
    (after) => connect(after, { from: spot.from, port: spot.port, to: node.id }),
  ]);
}

/** Where a step after an open port stands: on the port's side, at the first free place. */
function placeAfter(
  document: FlowDocument,
  places: Map<string, Place>,
  { from, port }: { from: string; port: string },
): Place {
  const here = places.get(from) ?? [...places.values()].at(-1) ?? { x: 0, y: -rowStep };
  const out = document.edges.filter((edge) => edge.from === from);
  const node = document.nodes.find(({ id }) => id === from);
  const side = drawPorts(from, portsOf(node, out), out, places).find(({ key }) => key === port)?.side ?? 'bottom';
  const beside = side === 'right' ? columnStep : side === 'left' ? -columnStep : 0;
  const wanted = beside === 0 ? { x: here.x, y: here.y + rowStep } : { x: here.x + beside, y: here.y };
  return freeBelow(places.values(), wanted);
}

/** The new step's place on a path, and what moves out of its way by how much. */
function roomOn(edge: FlowEdge, places: Map<string, Place>): { place: Place; moved: Map<string, Place> } {
  const to = places.get(edge.to) ?? { x: 0, y: 0 };
  const from = places.get(edge.from) ?? to;
  const moved = new Map<string, Place>();
  const beside = edge.from !== triggerId && Math.abs(to.y - from.y) < nodeHeight && to.x !== from.x;
  const free = (place: Place): boolean =>
    ![...places.values()].some(
      (other) => Math.abs(other.x - place.x) < nodeWidth && Math.abs(other.y - place.y) < nodeHeight,
    );
  if (beside) {
    const step = to.x > from.x ? columnStep : -columnStep;
    const between = { x: from.x + step, y: to.y };
    if (Math.abs(to.x - from.x) >= 2 * columnStep - 40 && free(between)) return { place: between, moved };
    for (const [id, place] of places) {
      const outside = step > 0 ? place.x >= to.x : place.x <= to.x;
      if (id !== triggerId && outside && Math.abs(place.y - to.y) < nodeHeight)
        moved.set(id, { x: place.x + step, y: place.y });
    }
    return { place: { ...to }, moved };
  }
  if (edge.from !== triggerId && to.y <= from.y) {
    return { place: freeBelow(places.values(), { x: from.x, y: from.y + rowStep }), moved };
  }
  const below = { x: to.x, y: from.y + rowStep };
  if (edge.from !== triggerId && to.y - from.y >= 2 * rowStep - 20 && free(below)) return { place: below, moved };
  for (const [id, place] of places)
    if (id !== triggerId && place.y >= to.y) moved.set(id, { x: place.x, y: place.y + rowStep });
  return { place: { ...to }, moved };
}

/** Moves steps, and with them the notes that stand below the first of them. */
function makeRoom(document: FlowDocument, places: Map<string, Place>, moved: Map<string, Place>): FlowEdit {
  const down = [...moved].filter(([id, place]) => place.y !== places.get(id)?.y);
  const top = Math.min(...down.map(([id]) => places.get(id)?.y ?? Infinity));
  return inOne(document, { code: 'move', params: {} }, [
    (flow) =>
      moveNodes(
        flow,
        [...moved].map(([id, { x, y }]) => ({ id, x, y })),
      ),
    ...document.notes.map((note, index) => (flow: FlowDocument) => {
      if (note.y < top && note.y + (note.height ?? 0) > top && note.kind === 'group')
        return setItem(flow, 'notes', index, { ...note, height: (note.height ?? 0) + rowStep });
      return note.y >= top
        ? setItem(flow, 'notes', index, { ...note, y: note.y + rowStep })
        : setItem(flow, 'notes', index, note);
    }),
  ]);
}

export function grid(value: number): number {
  return Math.round(value / 4) * 4;
}
