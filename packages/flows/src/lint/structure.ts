import { TRIGGER } from '../catalogue.js';
import { addNode, connect, disconnect, insertOnEdge, removeItem, removeNodes } from '../edit/build.js';
import type { FlowEdge, FlowNode } from '../document.js';
import { Graph } from '../graph.js';
import type { FlowProblem } from '../problem.js';
import { beside, compose, endAfter, freeNodeId } from './compose.js';
import type { LintContext } from './context.js';
import { targetFor } from './target.js';
import type { LintFix } from './types.js';

type Mend = (context: LintContext, problem: FlowProblem, node: FlowNode | undefined) => LintFix[];

/** Cures for what `validateFlow` finds in the drawing itself, by code. */
export const structureFixes: Readonly<Record<string, Mend>> = {
  dead_end(context, problem, node) {
    const { port } = problem;
    if (!node || port === undefined) return [];
    const { flow } = context;
    const title = context.ports(node).find(({ key }) => key === port)?.title ?? port;
    if (problem.severity === 'warning')
      return endAfter(flow, node, port, { code: 'add_path', params: { port: title } });
    const end = endAfter(flow, node, port, { code: 'add_end', params: { port: title } });
    const target = targetFor(context, node, port);
    if (!target) return end;
    const label = { code: 'connect_to', params: { title: context.titleOf(target), node: target.id } };
    return [...compose(flow, label, (now) => connect(now, { from: node.id, port, to: target.id })), ...end];
  },

  unknown_node: (context, problem) => removePath(context, problem),
  double_edge: (context, problem) => removePath(context, problem),
  unknown_port(context, problem, node) {
    const edge = edgeAt(context, problem);
    const free = node ? context.ports(node).filter(({ key }) => !context.graph.has(node.id, key)) : [];
    const [only] = free;
    if (!edge || !only || free.length !== 1) return removePath(context, problem);
    const label = { code: 'draw_from', params: { port: only.title } };
    const moved = compose(
      context.flow,
      label,
      (now) => disconnect(now, edge),
      (now) => connect(now, { ...edge, port: only.key }),
    );
    return [...moved, ...removePath(context, problem)];
  },

  no_entry(context) {
    const { flow, graph } = context;
    const first = flow.nodes.find(({ id }) => graph.before(id).length === 0) ?? flow.nodes[0];
    if (!first) return [];
    const label = { code: 'begin_with', params: { title: context.titleOf(first), node: first.id } };
    return compose(flow, label, (now) => connect(now, { from: TRIGGER, port: 'next', to: first.id }));
  },
  no_end(context) {
    const { flow, graph } = context;
    const reachable = graph.reachable(TRIGGER);
    const open = flow.nodes
      .filter(({ id }) => reachable.has(id))
      .flatMap((node) => context.ports(node).map((port) => ({ node, port })))
      .find(({ node, port }) => !graph.has(node.id, port.key));
    return open ? endAfter(flow, open.node, open.port.key, { code: 'add_end', params: { port: open.port.title } }) : [];
  },
  unreachable: (context, _problem, node) => removeStep(context, node),
  unknown_node_type: (context, _problem, node) => removeStep(context, node),
  join_alone: (context, _problem, node) => {
    const bridged = node && context.graph.before(node.id).length === 1 && context.graph.next(node.id).length === 1;
    return bridged ? removeStep(context, node) : [];
  },

  endless_loop(context, _problem, node) {
    if (!node) return [];
    const { flow, catalogue } = context;
    const waits = (id: string): boolean => catalogue[context.node(id)?.type ?? '']?.core.waits === true;
    const back = flow.edges.find(
      (edge) => edge.from === node.id && context.graph.reachable(edge.to, (id) => !waits(id)).has(node.id),
    );
    if (!back || !catalogue['wait']) return [];
    const wait: FlowNode = {
      id: freeNodeId(flow, 'wait'),
      type: 'wait',
      config: { for: 'P1D' },
      ...beside(node, 0, 100),
    };
    const fix = compose(flow, { code: 'add_wait', params: {} }, (now) => insertOnEdge(now, back, wait, 'next'));
    // A second way round would still be endless.
    const rest = flow.edges.filter((edge) => edge !== back);
    return new Graph(rest).cyclic([...flow.nodes.map(({ id }) => id)], (id) => !waits(id)).has(node.id) ? [] : fix;
  },

  unapproved_payout(context, _problem, node) {
    const { flow, catalogue } = context;
    const into = flow.edges.filter(({ to }) => to === node?.id);
    if (!node || into.length === 0 || !catalogue['approval']) return [];
    const id = freeNodeId(flow, 'approve_payout');
    const subject = node.config['batch'] ?? { $var: 'subject.id' };
    const config = { about: 'batch', subject, title: 'the payout batch', role: 'finance', needed: 'by_amount' };
    const approval: FlowNode = { id, type: 'approval', config, ...beside(node, 0, -100) };
    const end: FlowNode = {
      id: freeNodeId(flow, 'end_rejected'),
      type: 'end',
      config: { outcome: 'rejected' },
      ...beside(node, 360, -100),
    };
    const config2 = { ...node.config, approval: { $var: `${id}.approval` } };
    return [
      ...compose(
        flow,
        { code: 'add_approval', params: {} },
        (now) => addNode(now, approval),
        (now) => addNode(now, end),
        ...into.map((edge) => (now: typeof flow) => connect(now, { ...edge, to: id })),
        (now) => connect(now, { from: id, port: 'approved', to: node.id }),
        (now) => connect(now, { from: id, port: 'rejected', to: end.id }),
        () => ({
          label: { code: 'set_config', params: {} },
          operations: [{ op: 'set_node', id: node.id, change: { config: config2 }, was: { config: node.config } }],
        }),
      ),
    ];
  },

  double_parameter(context, { pointer, params }) {
    const index = Number(pointer.split('/')[2]);
    const label = { code: 'remove_parameter', params: { name: params?.['name'] ?? '' } };
    return compose(context.flow, label, (now) => removeItem(now, 'parameters', index));
  },
};

function removeStep({ flow, graph }: LintContext, node: FlowNode | undefined): LintFix[] {
  if (!node || graph.next(node.id).includes(node.id)) return [];
  return compose(flow, { code: 'remove_step', params: {} }, (now) => removeNodes(now, [node.id]));
}

function removePath(context: LintContext, problem: FlowProblem): LintFix[] {
  const edge = edgeAt(context, problem);
  return edge ? compose(context.flow, { code: 'remove_path', params: {} }, (now) => disconnect(now, edge)) : [];
}

function edgeAt({ flow }: LintContext, { pointer }: FlowProblem): FlowEdge | undefined {
  const [, list, index] = pointer.split('/');
  return list === 'edges' ? flow.edges[Number(index)] : undefined;
}
