import { decideApproval, type ApprovalId } from '@sluice/domain';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import type { ActivityDeps } from '../activity/deps.js';
import { commissionsOf, mustPost } from '../activity/ledger.js';

/** Marks commissions approved, because of an approval that was given for exactly these. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'approve_commission',
  async run(deps, ctx) {
    const commissions = await commissionsOf(deps, ctx);
    const id = String(ctx.config['approval']) as ApprovalId;
    const approval = await deps.store.approvals.get(ctx.programme, id);
    if (approval?.state !== 'approved') throw new NonRetryable('not_approved', `The approval ${id} was not given.`);
    const named = approval.subject.id.split(',');
    const other = commissions.find((commission) => !named.includes(commission.id));
    if (other) throw new NonRetryable('not_approved', `The approval ${id} was not given for commission ${other.id}.`);
    for (const commission of commissions) {
      await mustPost(deps, ctx, commission, (head, positions, act) =>
        decideApproval(head, positions, { ...act, commission: commission.id, outcome: 'approve' }),
      );
    }
    return { port: 'next', output: { commissions: commissions.map((commission) => commission.id) } };
  },
};
