import { decideApproval, type ExplanationPart } from '@sluice/domain';
import type { NodeActivity } from '../activity-types.js';
import { refused, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf, postFor } from '../activity/ledger.js';

/** Gives held commissions back to expense for good, with the reason that the partner is told. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'reject_commission',
  async run(deps, ctx) {
    const commissions = await commissionsOf(deps, ctx);
    const { reason, comment } = ctx.config;
    const why: ExplanationPart = {
      code: `rejected.${String(reason ?? 'review_rejected')}`,
      params: { ...(typeof comment === 'string' && comment !== '' && { comment }) },
    };
    for (const commission of commissions) {
      const posted = await postFor(
        deps,
        ctx,
        commission,
        (head, positions, act) =>
          decideApproval(head, positions, { ...act, commission: commission.id, outcome: 'reject' }),
        why,
      );
      // A refund that took everything meanwhile leaves nothing to reject.
      if (!posted.ok && posted.code !== 'not_held') throw refused(posted);
    }
    return {
      port: 'next',
      output: { commissions: commissions.map(({ id }) => id), reason: why.code },
      label: { code: 'rejected', params: { reason: why.code } },
    };
  },
};
