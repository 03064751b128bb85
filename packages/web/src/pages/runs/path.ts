import type { FlowDocumentDto } from '@sluice/contracts/flow';
import type { RunDetail, RunStepDto } from '@sluice/contracts/run';
import { edgeKey, triggerId } from '../../parts/flow/start.js';

export type NodeLook = 'on' | 'wait' | 'park' | 'off' | 'ahead';
export type EdgeLook = 'on' | 'off' | 'bad' | 'ahead';

/** What a run has done to each node and edge of its flow. */
export interface RunPath {
  nodes: Map<string, { look: NodeLook; step?: RunStepDto }>;
  /** By `from|port|to`. */
  edges: Map<string, { look: EdgeLook; label?: RunStepDto['label']; port: string }>;
}

/** Edges as they are drawn: of several ports that lead to one node the taken one, else the first that is not `on_error`. */
export function drawnEdges(document: FlowDocumentDto, path: RunPath): FlowDocumentDto['edges'] {
  const best = new Map<string, FlowDocumentDto['edges'][number]>();
  const weight = (edge: FlowDocumentDto['edges'][number]) =>
    (path.edges.get(edgeKey(edge))?.look === 'on' ? 4 : 0) + (edge.port === 'on_error' ? 0 : 1);
  for (const edge of document.edges.filter(({ from }) => from !== triggerId)) {
    const pair = `${edge.from}|${edge.to}`;
    const other = best.get(pair);
    if (!other || weight(edge) > weight(other)) best.set(pair, edge);
  }
  return [...best.values()];
}

/** Reads the path off a run's steps: taken, waiting, parked, still ahead (reachable from here), or not taken. */
export function readPath(run: Pick<RunDetail, 'document' | 'steps' | 'current' | 'status'>): RunPath {
  const { document, steps, current } = run;
  const latest = new Map<string, RunStepDto>();
  for (const step of steps) latest.set(step.node, step);
  const open = run.status === 'running' || run.status === 'waiting' || run.status === 'parked';
  const ahead = open && current ? reachable(document, current.node) : new Set<string>();

  const nodes: RunPath['nodes'] = new Map();
  for (const node of document.nodes) {
    const step = latest.get(node.id);
    const here = open && current?.node === node.id;
    const look: NodeLook = here
      ? current.phase === 'parked'
        ? 'park'
        : 'wait'
      : step
        ? step.status === 'parked'
          ? 'park'
          : 'on'
        : ahead.has(node.id)
          ? 'ahead'
          : 'off';
    nodes.set(node.id, { look, ...(step ? { step } : {}) });
  }

  const edges: RunPath['edges'] = new Map();
  for (const edge of document.edges) {
    const taken = steps.findLast(
      (step) => step.node === edge.from && step.port === edge.port && step.endedAt !== undefined,
    );
    const target = nodes.get(edge.to);
    const from = nodes.get(edge.from);
    const look: EdgeLook =
      taken && target && target.look !== 'off' && target.look !== 'ahead'
        ? target.look === 'park'
          ? 'bad'
          : 'on'
        : from && (from.look === 'ahead' || from.look === 'wait' || from.look === 'park')
          ? 'ahead'
          : 'off';
    edges.set(edgeKey(edge), { look, port: edge.port, ...(taken?.label ? { label: taken.label } : {}) });
  }
  return { nodes, edges };
}

function reachable(document: FlowDocumentDto, from: string): Set<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const edge of document.edges) {
      if (edge.from === id && !seen.has(edge.to)) {
        seen.add(edge.to);
        queue.push(edge.to);
      }
    }
  }
  return seen;
}
