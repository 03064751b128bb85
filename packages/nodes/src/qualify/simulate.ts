import { qualifyReferral } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { texts } from '../read.js';
import { write } from '../simulation/documents.js';
import { referralOf } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'qualify',
  run(world, ctx) {
    const referral = referralOf(world, ctx);
    const judged = qualifyReferral(referral, texts(ctx.config['tags'] ?? ['Qualified']));
    if (!judged.ok) throw new NonRetryable(judged.code, judged.message);
    const { rejection: _taken, ...kept } = referral;
    const { rejection: _none, ...set } = judged.set;
    write(world, 'referrals', { ...kept, ...set });
    world.did(ctx, 'lead_qualified', { referral: referral.id, tags: judged.set.tags ?? [] });
    return { port: 'next', output: { referral: referral.id, partner: referral.partner } };
  },
};
