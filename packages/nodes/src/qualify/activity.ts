import { qualify } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, orPark, referralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { texts } from '../read.js';

/** Counts a lead as valid: approved, qualified, tagged. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'qualify',
  async run(deps, ctx) {
    const { id, partner } = await referralOf(deps, ctx);
    const tags = texts(ctx.config['tags'] ?? ['Qualified']);
    await orPark(() => qualify(deps.store, ctx.programme, id, tags, changedBy(deps, ctx)));
    return { port: 'next', output: { referral: id, partner } };
  },
};
