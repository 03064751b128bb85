import type { NodeActivity } from '../activity-types.js';
import { bookBonus } from '../activity/bonus.js';
import type { ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';
import { bonusAnswer, bonusOf } from '../decisions/bonus.js';

/** Books a fixed bonus, once by run, step and visit, or by the name it is paid under. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'bonus',
  async run(deps, ctx) {
    const partner = await partnerOf(deps, ctx);
    return bonusAnswer('next', await bookBonus(deps, ctx, bonusOf(ctx, partner, deps.now())));
  },
};
