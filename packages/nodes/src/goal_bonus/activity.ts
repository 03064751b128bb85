import { goalReached, type GoalProgress, type Partner } from '@sluice/domain';
import type { NodeActivity } from '../activity-types.js';
import { bookBonus } from '../activity/bonus.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';
import { bonusAnswer, bonusOf } from '../decisions/bonus.js';
import { goalOf, missedAnswer, waitForGoal, type SetGoal } from '../decisions/goal.js';

/** Counts what has come since the step was entered: pays, waits on, or gives up. What was booked once stays booked. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'goal_bonus',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const partner = await partnerOf(deps, ctx);
    const set = goalOf(ctx, programme);
    const { reached, part } = goalReached(set.goal, await progressOf(deps, partner, set));
    const bonus = bonusOf(ctx, partner, deps.now(), part);
    const booked = await deps.store.commissions.get(ctx.programme, bonus.id);
    if (reached || booked) return bonusAnswer('reached', await bookBonus(deps, ctx, booked ?? bonus), part);
    return waitForGoal(set, partner, deps.now(), part) ?? missedAnswer(partner, part);
  },
};

/** Referrals that began, and orders of the partner's referrals that were paid, within the goal's time. */
async function progressOf(
  { store }: ActivityDeps,
  { programme, id }: Partner,
  { since, until }: SetGoal,
): Promise<GoalProgress> {
  const referrals = await store.referrals.ofPartner(programme, id);
  const orders = await store.orders.paidOf(
    programme,
    referrals.map((referral) => referral.id),
    { from: since, to: until },
  );
  return {
    referrals: referrals.filter(
      ({ createdAt, status }) => createdAt >= since && createdAt < until && status !== 'rejected',
    ).length,
    orders,
  };
}
