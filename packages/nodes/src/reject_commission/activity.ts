import { decideApproval } from '@sluice/domain';
import { releaseClaims } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, commissionsOf, postFor } from '../activity/ledger.js';
import { rejectionOf } from '../decisions/reject.js';

/** Gives held commissions back to expense for good, with the reason that the partner is told. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'reject_commission',
  async run(deps, ctx) {
    const commissions = await commissionsOf(deps, ctx);
    const why = rejectionOf(ctx);
    const programme = await programmeOf(deps, ctx.programme);
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
      if (posted.ok) await releaseClaims(deps.store, programme, commission, { at: deps.now(), actor: actorOf(ctx) });
    }
    return {
      port: 'next',
      output: { commissions: commissions.map(({ id }) => id), reason: why.code },
      label: { code: 'rejected', params: { reason: why.code } },
    };
  },
};
