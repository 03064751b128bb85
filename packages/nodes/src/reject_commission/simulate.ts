import { decideApproval } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { rejectionOf } from '../decisions/reject.js';
import { commissionsOf, postFor } from '../simulation/ledger.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'reject_commission',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    const why = rejectionOf(ctx);
    for (const commission of commissions) {
      const posted = postFor(
        world,
        ctx,
        commission,
        (head, positions, act) =>
          decideApproval(head, positions, { ...act, commission: commission.id, outcome: 'reject' }),
        why,
      );
      // A refund that took everything meanwhile leaves nothing to reject.
      if (!posted.ok && posted.code !== 'not_held') throw new NonRetryable(posted.code, posted.message);
    }
    return {
      port: 'next',
      output: { commissions: commissions.map(({ id }) => id), reason: why.code },
      label: { code: 'rejected', params: { reason: why.code } },
    };
  },
};
