import type { FlowDocumentDto } from '@sluice/contracts/flow';
import type { RunDetail, RunPosition, RunStepDto } from '@sluice/contracts/run';
import type { EdgeLook, NodeLook } from '../../parts/flow/PathCanvas.js';
import { edgeKey, triggerId } from '../../parts/flow/start.js';

/** What a run has done to each node and edge of its flow. */
export interface RunPath {
  nodes: Map<string, { look: NodeLook; step?: RunStepDto }>;
  /** By `from|port|to`. */
  edges: Map<string, { look: EdgeLook; label?: RunStepDto['label']; port: string; step?: RunStepDto }>;
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

/** Where a run is, in one of its branches. */
type Standing = Pick<RunPosition, 'node' | 'phase'>;

interface Told {
  document: FlowDocumentDto;
  steps: readonly RunStepDto[];
  status: RunDetail['status'];
  current?: Standing | undefined;
  beside?: readonly Standing[];
}

/** Reads the path off a run's steps: taken, waiting, parked, still ahead (reachable from where it is), or not taken. */
export function readPath({ document, steps, current, beside = [], status }: Told): RunPath {
  const latest = new Map<string, RunStepDto>();
  for (const step of steps) latest.set(step.node, step);
  const open = status === 'running' || status === 'waiting' || status === 'parked';
  const here = open ? [...(current ? [current] : []), ...beside] : [];
  const phases = new Map(here.map(({ node, phase }) => [node, phase]));
  const ahead = new Set(here.flatMap(({ node }) => [...reachable(document, node)]));

  const nodes: RunPath['nodes'] = new Map();
  for (const node of document.nodes) {
    const step = latest.get(node.id);
    const phase = phases.get(node.id);
    const look: NodeLook = phase
      ? phase === 'parked'
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
    edges.set(edgeKey(edge), {
      look,
      port: edge.port,
      ...(taken ? { step: taken } : {}),
      ...(taken?.label ? { label: taken.label } : {}),
    });
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
