import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument, FlowNode } from '@sluice/flows';
import { connect, disconnect, moveNodes, setConfig, type FlowEdit } from '@sluice/flows/edit/index';
import { inOne, isPlaced } from '../canvas/insert.js';
import { mainPort } from '../canvas/ports.js';
import { triggerId } from '../../../parts/flow/start.js';

/**
 * Changes places with the step before (−1) or after (1) on the main path; undefined where there is none to change with, or where
 * more than one path leads between the two.
 */
export function moveStep(document: FlowDocument, id: string, by: 1 | -1): FlowEdit | undefined {
  if (by === 1) {
    const node = document.nodes.find((each) => each.id === id);
    const next = document.edges.find(({ from, port }) => from === id && port === mainPort(node))?.to;
    return next === undefined ? undefined : swap(document, id, next, { code: 'move_step', params: { node: id } });
  }
  const into = document.edges.filter(({ to }) => to === id);
  const before = into[0]?.from;
  return before === undefined || before === triggerId || into.length > 1
    ? undefined
    : swap(document, before, id, { code: 'move_step', params: { node: id } });
}

/** `first` leads to `second` and to nobody else by its main port; afterwards the other way round. */
function swap(document: FlowDocument, first: string, second: string, label: FlowEdit['label']): FlowEdit | undefined {
  const [one, two] = [first, second].map((id) => document.nodes.find((node) => node.id === id));
  const [out, on] = [mainPort(one), mainPort(two)];
  const between = document.edges.filter(({ to }) => to === second);
  const [link] = between;
  if (!one || !two || out === undefined || on === undefined || first === second) return undefined;
  if (between.length !== 1 || link?.from !== first || link.port !== out) return undefined;
  const after = document.edges.find(({ from, port }) => from === second && port === on)?.to;
  if (after === first) return undefined;
  const edges = document.edges.filter(({ to }) => to === first);
  return inOne(document, label, [
    (flow) => disconnect(flow, link),
    ...edges.map((edge) => (flow: FlowDocument) => connect(flow, { ...edge, to: second })),
    (flow) => connect(flow, { from: second, port: on, to: first }),
    (flow) => (after === undefined ? { label, operations: [] } : connect(flow, { from: first, port: out, to: after })),
    (flow) =>
      isPlaced(document) ? moveNodes(flow, [placeOf(two, one), placeOf(one, two)].flat()) : { label, operations: [] },
  ]);
}

function placeOf(node: FlowNode, there: FlowNode): { id: string; x: number; y: number }[] {
  return there.x === undefined || there.y === undefined ? [] : [{ id: node.id, x: there.x, y: there.y }];
}

/** The setting that lists a step's branches, where their order can be changed. */
const lists: Readonly<Record<string, string>> = { decide: 'branches', parallel: 'branches', split: 'shares' };

/** Moves a branch of a step up (−1) or down (1); undefined where it has no place to go. */
export function moveBranch(document: FlowDocument, id: string, port: string, by: 1 | -1): FlowEdit | undefined {
  const node = document.nodes.find((each) => each.id === id);
  const key = lists[node?.type ?? ''];
  if (!node || key === undefined) return undefined;
  const branches = branchesOf(node.config, key);
  const at = branches.findIndex((branch) => branch.port === port);
  const other = branches[at + by];
  const branch = branches[at];
  if (!branch || !other) return undefined;
  const moved: Json[] = branches.with(at, other).with(at + by, branch);
  return setConfig(document, id, key, moved);
}

function branchesOf(config: JsonObject, key: string): JsonObject[] {
  const list = config[key];
  return Array.isArray(list)
    ? list.filter((each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each))
    : [];
}
