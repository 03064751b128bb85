import { assignLead } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, referralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { personOf } from '../activity/people.js';

/** Gives a lead to a person, or to the next one in turn of a role. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'assign_lead',
  async run(deps, ctx) {
    const { id, partner } = await referralOf(deps, ctx);
    const assignee = await personOf(deps, ctx, 'assignee', 'leads');
    await assignLead(deps.store, ctx.programme, id, assignee, changedBy(deps, ctx));
    return { port: 'next', output: { referral: id, partner, assignee } };
  },
};
