import dagre from '@dagrejs/dagre';
import type { FlowDocumentDto } from '@sluice/contracts/flow';
import { startOf, triggerId } from './path.js';

export interface Place {
  x: number;
  y: number;
}

export const nodeWidth = 216;
export const nodeHeight = 56;
const columnStep = 292;
const rowStep = 100;

/**
 * Where each node stands: as drawn where the flow says so, otherwise top to bottom by dagre, with the main path kept straight
 * and outcomes that end at once beside their node, as the design has them.
 */
export function placeNodes(document: FlowDocumentDto): Map<string, Place> {
  const drawn =
    document.nodes.length > 0 && document.nodes.every((node) => node.x !== undefined && node.y !== undefined);
  const places = drawn
    ? new Map(document.nodes.map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]))
    : besideMain(document, byDagre(document));
  const start = startOf(document);
  const first = start ? places.get(start) : undefined;
  if (first)
    places.set(
      triggerId,
      freeBeside(places, { x: first.x - columnStep, y: first.y }, { x: first.x, y: first.y - rowStep }),
    );
  return places;
}

function freeBeside(places: Map<string, Place>, wanted: Place, otherwise: Place): Place {
  const taken = [...places.values()].some(
    (place) => Math.abs(place.x - wanted.x) < nodeWidth && Math.abs(place.y - wanted.y) < nodeHeight,
  );
  return taken ? otherwise : wanted;
}

function byDagre(document: FlowDocumentDto): Map<string, Place> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: rowStep - nodeHeight, nodesep: columnStep - nodeWidth });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: nodeWidth, height: nodeHeight });
  const firstOut = new Set<string>();
  for (const edge of document.edges.filter(({ from }) => from !== triggerId)) {
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

/** Moves ends with one way in up to the row of the node they leave, on the first free side. */
function besideMain(document: FlowDocumentDto, places: Map<string, Place>): Map<string, Place> {
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
