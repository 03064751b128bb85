import type { NodeActivity } from '../activity-types.js';
import { couponRequestOf } from '../activity/coupon-request.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { checkAnswer, conflictsOf } from '../decisions/coupon.js';

/** Compares the requested code with all there are; what speaks against it is kept with the request. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'check_coupon',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const request = await couponRequestOf(deps, ctx);
    const partner = await deps.store.partners.need(ctx.programme, request.partner);
    // Its own coupon does not speak against it, when the step is told twice.
    const taken = (await deps.store.coupons.all(ctx.programme)).filter(({ id }) => id !== request.coupon);
    const conflicts = conflictsOf(programme, request, taken);
    await deps.store.couponRequests.check(ctx.programme, request.id, conflicts, deps.now(), {
      audit: {
        action: 'coupon.checked',
        actor: { id: actorOf(ctx) },
        detail: { title: request.code, conflicts: conflicts.map(({ code }) => code), run: ctx.run },
      },
    });
    return checkAnswer(request, conflicts, partner.language);
  },
};
