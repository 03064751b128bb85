import type { PartnerId, ReferralId } from '@sluice/domain';
import { tagPartner, tagReferral } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, orPark, partnerOrReferralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { texts } from '../read.js';

/** Adds tags to a partner or a referral and takes others away. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'tag',
  async run(deps, ctx) {
    const on = await partnerOrReferralOf(deps, ctx, 'on');
    const tags = { add: texts(ctx.config['add']), remove: texts(ctx.config['remove']) };
    const by = changedBy(deps, ctx);
    const changed = await orPark(() =>
      on.kind === 'partner'
        ? tagPartner(deps.store, ctx.programme, on.id as PartnerId, tags, by)
        : tagReferral(deps.store, ctx.programme, on.id as ReferralId, tags, by),
    );
    return { port: 'next', output: { on: on.id, ...changed } };
  },
};
