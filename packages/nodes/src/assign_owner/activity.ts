import { assignOwner } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';
import { personOf } from '../activity/people.js';

/** Gives a partner an owner: a person, or the next one in turn of a role. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'assign_owner',
  async run(deps, ctx) {
    const partner = await partnerOf(deps, ctx);
    const keep = ctx.config['keep'] === 'owner';
    // Where the owner stays, nobody's turn is used up.
    const person = keep && partner.owner !== undefined ? partner.owner : await personOf(deps, ctx, 'owner', 'partners');
    const { owner } = await assignOwner(deps.store, ctx.programme, partner.id, person, {
      ...changedBy(deps, ctx),
      keep,
    });
    return { port: 'next', output: { partner: partner.id, owner } };
  },
};
