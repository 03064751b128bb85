import dagre from '@dagrejs/dagre';
import { startOf, triggerId, type Drawn } from './start.js';

export interface Place {
  x: number;
  y: number;
}

export const nodeWidth = 216;
export const nodeHeight = 56;
export const columnStep = 292;
export const rowStep = 100;

/**
 * Where each node stands: as drawn where the flow says so; a node without a place stands below the one that leads to it. A flow
 * without any places is laid out.
 */
export function placeNodes(document: Drawn): Map<string, Place> {
  const drawn = document.nodes.flatMap(({ id, x, y }) =>
    x === undefined || y === undefined ? [] : [[id, { x, y }] as const],
  );
  const places = drawn.length === 0 ? layOut(document) : besideThose(document, new Map(drawn));
  const start = startOf(document);
  const first = start ? places.get(start) : undefined;
  if (first)
    places.set(
      triggerId,
      freeBeside(places, { x: first.x - columnStep, y: first.y }, { x: first.x, y: first.y - rowStep }),
    );
  return places;
}

/** Top to bottom by dagre, with the main path kept straight and outcomes that end at once beside their node, as the design has them. */
export function layOut(document: Drawn): Map<string, Place> {
  return besideMain(document, byDagre(document));
}

/** Nodes that nobody has placed yet, each at the first free row below the node that leads to it. */
function besideThose(document: Drawn, places: Map<string, Place>): Map<string, Place> {
  for (const { id } of document.nodes) {
    if (places.has(id)) continue;
    const before = document.edges.find((edge) => edge.to === id && places.has(edge.from));
    const above = (before && places.get(before.from)) ?? [...places.values()][0] ?? { x: 0, y: 0 };
    places.set(id, freeBelow(places.values(), { x: above.x, y: above.y + rowStep }));
  }
  return places;
}

/** The wanted place, or the first free one below it. */
export function freeBelow(taken: Iterable<Place>, wanted: Place): Place {
  const column = [...taken].filter((place) => Math.abs(place.x - wanted.x) < nodeWidth + 16);
  const place = { ...wanted };
  while (column.some((other) => Math.abs(other.y - place.y) < nodeHeight + 16)) place.y += rowStep;
  return place;
}

function freeBeside(places: Map<string, Place>, wanted: Place, otherwise: Place): Place {
  const taken = [...places.values()].some(
    (place) => Math.abs(place.x - wanted.x) < nodeWidth && Math.abs(place.y - wanted.y) < nodeHeight,
  );
  return taken ? otherwise : wanted;
}

function byDagre(document: Drawn): Map<string, Place> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: rowStep - nodeHeight, nodesep: columnStep - nodeWidth });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: nodeWidth, height: nodeHeight });
  const firstOut = new Set<string>();
  const back = waysBack(document);
  for (const edge of document.edges.filter((each) => each.from !== triggerId && !back.has(each))) {
    const main = !firstOut.has(edge.from);
    firstOut.add(edge.from);
    graph.setEdge(edge.from, edge.to, { weight: main ? 8 : 1 }, edge.port);
  }
  dagre.layout(graph);
  return new Map(
    document.nodes.map((node) => {
      const { x, y } = graph.node(node.id) as Place;
      return [node.id, { x: Math.round(x - nodeWidth / 2), y: Math.round(y - nodeHeight / 2) }];
    }),
  );
}

/** Edges that lead back to a step that one has come through: they must not push the main path aside. */
function waysBack(document: Drawn): Set<Drawn['edges'][number]> {
  const out = new Map<string, Drawn['edges'][number][]>();
  for (const edge of document.edges) {
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const back = new Set<Drawn['edges'][number]>();
  const state = new Map<string, 'open' | 'done'>();
  for (const start of [triggerId, ...document.nodes.map(({ id }) => id)]) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    const way = [{ id: start, next: 0 }];
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const edge = out.get(here.id)?.[here.next];
      here.next += 1;
      if (!edge) {
        state.set(here.id, 'done');
        way.pop();
      } else if (state.get(edge.to) === 'open') {
        back.add(edge);
      } else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        way.push({ id: edge.to, next: 0 });
      }
    }
  }
  return back;
}

/** Moves ends with one way in up to the row of the node they leave, on the first free side. */
function besideMain(document: Drawn, places: Map<string, Place>): Map<string, Place> {
  for (const node of document.nodes) {
    const into = document.edges.filter((edge) => edge.to === node.id);
    const only = into[0];
    const leavesOn = document.edges.some((edge) => edge.from === node.id);
    const siblings = only ? document.edges.filter((edge) => edge.from === only.from) : [];
    if (!only || into.length > 1 || leavesOn || siblings.length < 2) continue;
    const from = places.get(only.from);
    if (!from) continue;
    for (const x of [from.x + columnStep, from.x - columnStep]) {
      const free = ![...places].some(
        ([id, place]) => id !== node.id && Math.abs(place.x - x) < nodeWidth && Math.abs(place.y - from.y) < nodeHeight,
      );
      if (free) {
        places.set(node.id, { x, y: from.y });
        break;
      }
    }
  }
  return places;
}

export type Side = 'top' | 'right' | 'bottom' | 'left';

/**
 * The sides an edge leaves and enters by: down the middle where the target is below, across where it stands beside, and round
 * by the left where another node stands between the two.
 */
export function sidesOf(from: Place, to: Place, all: Iterable<Place> = []): { out: Side; in: Side } {
  if (to.y >= from.y + nodeHeight) {
    if (Math.abs(to.x - from.x) <= nodeWidth) {
      const between = [...all].some(
        (place) => Math.abs(place.x - from.x) < nodeWidth / 2 && place.y > from.y && place.y < to.y,
      );
      return between ? { out: 'left', in: 'left' } : { out: 'bottom', in: 'top' };
    }
    return to.y - from.y > rowStep * 1.5
      ? { out: to.x > from.x ? 'right' : 'left', in: 'top' }
      : { out: 'bottom', in: 'top' };
  }
  if (to.x >= from.x + nodeWidth) return { out: 'right', in: 'left' };
  if (to.x + nodeWidth <= from.x) return { out: 'left', in: 'right' };
  return { out: 'right', in: 'right' };
}
