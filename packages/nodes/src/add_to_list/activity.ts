import type { NodeActivity } from '../activity-types.js';
import { changedBy, partnerOrReferralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { text } from '../read.js';

/** Puts a referral or a partner on a list, or takes it off. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'add_to_list',
  async run(deps, ctx) {
    const member = await partnerOrReferralOf(deps, ctx, 'member');
    const list = text(ctx.config, 'list') ?? '';
    const { changed } = await deps.store.lists.put(ctx.programme, list, member, ctx.config['do'] !== 'remove', {
      ...changedBy(deps, ctx),
      run: ctx.run,
    });
    return { port: 'next', output: { list, member: member.id, changed } };
  },
};
