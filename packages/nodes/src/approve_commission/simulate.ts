import { decideApproval } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { read } from '../simulation/documents.js';
import { commissionsOf, mustPost } from '../simulation/ledger.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'approve_commission',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    const id = String(ctx.config['approval']);
    const approval = read(world, 'approvals', id);
    if (approval?.state !== 'approved') throw new NonRetryable('not_approved', `The approval ${id} was not given.`);
    const named = approval.subject.id.split(',');
    const other = commissions.find((commission) => !named.includes(commission.id));
    if (other) throw new NonRetryable('not_approved', `The approval ${id} was not given for commission ${other.id}.`);
    for (const commission of commissions)
      mustPost(world, ctx, commission, (head, positions, act) =>
        decideApproval(head, positions, { ...act, commission: commission.id, outcome: 'approve' }),
      );
    return { port: 'next', output: { commissions: commissions.map((commission) => commission.id) } };
  },
};
