import { setConfig } from '../edit/build.js';
import type { FlowNode } from '../document.js';
import { compose } from './compose.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem } from './types.js';

/** Approvals that could wait without anybody being asked again, and payouts that one person may let go whatever their sum. */
export const approvals: Lint = {
  code: 'approvals',
  check: (context) =>
    context.flow.nodes
      .filter(({ type }) => type === 'approval')
      .flatMap((node) => [...waitsForever(context, node), ...oneWhateverTheSum(context, node)]),
};

function waitsForever(context: LintContext, node: FlowNode): LintProblem[] {
  const { remind, timeout, escalateAfter } = node.config;
  if ([remind, timeout, escalateAfter].some((value) => value !== undefined && value !== null)) return [];
  return [
    {
      severity: 'warning',
      pointer: context.pointer(node, '/config'),
      code: 'waits_forever',
      message: 'Nobody is reminded and nothing ends the wait.',
      node: node.id,
      params: {},
      fixes: [
        ...compose(context.flow, { code: 'remind_daily', params: {} }, (now) =>
          setConfig(now, node.id, 'remind', 'P1D'),
        ),
        ...compose(context.flow, { code: 'give_up_after', params: { for: 'P5D' } }, (now) =>
          setConfig(now, node.id, 'timeout', 'P5D'),
        ),
      ],
    },
  ];
}

function oneWhateverTheSum(context: LintContext, node: FlowNode): LintProblem[] {
  const { needed = 1, about } = node.config;
  const threshold = context.library.programme?.settings.secondApproverFrom;
  const someone = threshold && Object.keys(threshold).length > 0;
  const pays = context.flow.nodes.some(
    ({ type, id }) => type === 'send_payouts' && context.graph.reachable(node.id).has(id),
  );
  if (!someone || !pays || about !== 'batch' || needed !== 1) return [];
  return [
    {
      severity: 'warning',
      pointer: context.pointer(node, '/config/needed'),
      code: 'one_approver',
      message: 'One person lets payouts go, however large; above the threshold two should.',
      node: node.id,
      params: {},
      fixes: [
        ...compose(context.flow, { code: 'ask_by_amount', params: {} }, (now) =>
          setConfig(now, node.id, 'needed', 'by_amount'),
        ),
      ],
    },
  ];
}
