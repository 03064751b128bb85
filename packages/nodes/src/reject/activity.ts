import { fillText } from '@sluice/connectors/mail/text';
import { reject } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, orPark, referralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { text, texts } from '../read.js';

/** Counts a lead as not valid, with a reason; one that has orders parks the step. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'reject',
  async run(deps, ctx) {
    const { id, partner } = await referralOf(deps, ctx);
    const reason = text(ctx.config, 'reason') ?? 'not_valid';
    const note = text(ctx.config, 'note');
    await orPark(() =>
      reject(
        deps.store,
        ctx.programme,
        id,
        { reason, tags: texts(ctx.config['tags']), ...(note !== undefined && { note: fillText(note, ctx.vars) }) },
        changedBy(deps, ctx),
      ),
    );
    return { port: 'next', output: { referral: id, partner, reason }, label: { code: 'reason', params: { reason } } };
  },
};
