import { write } from '../simulation/documents.js';
import { partnerNamed, personOf } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'assign_owner',
  run(world, ctx) {
    const partner = partnerNamed(world, ctx);
    const keep = ctx.config['keep'] === 'owner' && partner.owner !== undefined;
    const owner = keep && partner.owner !== undefined ? partner.owner : personOf(world, ctx, 'owner', 'partners');
    write(world, 'partners', { ...partner, owner });
    if (owner !== partner.owner) world.did(ctx, 'owner_assigned', { partner: partner.id, owner });
    return { port: 'next', output: { partner: partner.id, owner } };
  },
};
