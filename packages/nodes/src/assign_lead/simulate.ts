import { write } from '../simulation/documents.js';
import { personOf, referralOf } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'assign_lead',
  run(world, ctx) {
    const referral = referralOf(world, ctx);
    const assignee = personOf(world, ctx, 'assignee', 'leads');
    write(world, 'referrals', { ...referral, assignee });
    world.did(ctx, 'lead_assigned', { referral: referral.id, assignee });
    return { port: 'next', output: { referral: referral.id, partner: referral.partner, assignee } };
  },
};
