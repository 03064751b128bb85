import type { Json, JsonObject } from '@sluice/domain';
import { TRIGGER } from '../catalogue.js';
import { addNode, connect } from '../edit/build.js';
import type { FlowNode } from '../document.js';
import { beside, compose, freeNodeId } from './compose.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem } from './types.js';

/** Steps that pay an amount of their own, not one that a rule made. */
const PAYING = ['bonus', 'goal_bonus'];

/** Bonuses that nobody approves, from the sum on that the programme wants two people for. */
export const bonuses: Lint = {
  code: 'unapproved_bonus',
  check(context) {
    const { flow, graph, library } = context;
    const paying = flow.nodes.filter(({ type }) => PAYING.includes(type));
    const threshold = library.programme?.settings.secondApproverFrom;
    if (paying.length === 0 || !threshold) return [];
    const unapproved = graph.reachable(TRIGGER, (id) => context.node(id)?.type !== 'approval');
    return paying
      .filter((node) => unapproved.has(node.id) && isLarge(amountOf(context, node), threshold))
      .map((node) => problemOf(context, node));
  },
};

function problemOf(context: LintContext, node: FlowNode): LintProblem {
  const { flow, catalogue } = context;
  const into = flow.edges.filter(({ to }) => to === node.id);
  const id = freeNodeId(flow, `approve_${node.id}`);
  const config: JsonObject = {
    about: 'other',
    subject: node.config['partner'] ?? { $var: 'subject.id' },
    title: 'a bonus',
    role: 'finance',
    needed: 2,
    remind: 'P1D',
  };
  const approval: FlowNode = { id, type: 'approval', config, ...beside(node, 0, -100) };
  const end: FlowNode = {
    id: freeNodeId(flow, 'end_no_bonus'),
    type: 'end',
    config: { outcome: 'no_bonus' },
    ...beside(node, 360, -100),
  };
  return {
    severity: 'warning',
    pointer: context.pointer(node),
    code: 'unapproved_bonus',
    message: 'Nobody approves this sum, which is above the threshold for a second approver.',
    node: node.id,
    params: {},
    fixes: catalogue['approval']
      ? [
          ...compose(
            flow,
            { code: 'add_approval', params: {} },
            (now) => addNode(now, approval),
            (now) => addNode(now, end),
            ...into.map((edge) => (now: typeof flow) => connect(now, { ...edge, to: id })),
            (now) => connect(now, { from: id, port: 'approved', to: node.id }),
            (now) => connect(now, { from: id, port: 'rejected', to: end.id }),
          ),
        ]
      : [],
  };
}

function amountOf({ flow }: LintContext, node: FlowNode): Json | undefined {
  const amount = node.config['amount'];
  if (amount === null || typeof amount !== 'object' || Array.isArray(amount)) return amount;
  const name = amount['$param'];
  return typeof name === 'string' ? flow.parameters.find(({ key }) => key === name)?.default : amount;
}

function isLarge(amount: Json | undefined, threshold: Readonly<Record<string, string>>): boolean {
  if (amount === null || typeof amount !== 'object' || Array.isArray(amount)) return false;
  const { amount: units, currency } = amount;
  const limit = typeof currency === 'string' ? threshold[currency] : undefined;
  return limit !== undefined && typeof units === 'string' && /^\d+$/.test(units) && BigInt(units) >= BigInt(limit);
}
