import { goalReached, type GoalProgress, type Partner } from '@sluice/domain';
import { bonusAnswer, bonusOf } from '../decisions/bonus.js';
import { goalOf, missedAnswer, waitForGoal, type SetGoal } from '../decisions/goal.js';
import { bookBonus } from '../simulation/bonus.js';
import { read, readAll } from '../simulation/documents.js';
import { partnerOf } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'goal_bonus',
  run(world, ctx) {
    const now = new Date(world.now());
    const partner = partnerOf(world, ctx);
    const set = goalOf(ctx, world.programme);
    const { reached, part } = goalReached(set.goal, progressOf(world, partner, set));
    const bonus = bonusOf(ctx, partner, now, part);
    const booked = read(world, 'commissions', bonus.id);
    if (reached || booked) return bonusAnswer('reached', bookBonus(world, ctx, booked ?? bonus), part);
    return waitForGoal(set, partner, now, part) ?? missedAnswer(partner, part);
  },
};

function progressOf(world: World, { id }: Partner, { since, until }: SetGoal): GoalProgress {
  const within = (at: Date | undefined) => at !== undefined && at >= since && at < until;
  const referrals = readAll(world, 'referrals').filter(({ partner }) => partner === id);
  const own = new Set<string>(referrals.map((referral) => referral.id));
  return {
    referrals: referrals.filter(({ createdAt, status }) => within(createdAt) && status !== 'rejected').length,
    orders: readAll(world, 'orders').filter(
      ({ referral, paid }) => referral !== undefined && own.has(referral) && within(paid?.at),
    ),
  };
}
