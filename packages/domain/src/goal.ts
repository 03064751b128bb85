import type { ExplanationPart } from './explanation.js';
import { moneyToJson, sumMoney, type Money } from './money.js';
import type { Order } from './order.js';
import { orderBase } from './order/base.js';
import { targetOf } from './order/target.js';

/** What a partner is to reach. */
export type Goal = { kind: 'referrals' | 'orders'; count: number } | { kind: 'revenue'; revenue: Money };

/** What came about since the goal was set: orders are folded, refunds among them. */
export interface GoalProgress {
  referrals: number;
  orders: readonly Order[];
}

/**
 * How far a goal has come. Orders that were taken back in whole count for nothing; revenue is after tax, shipping and refunds, in
 * the goal's currency.
 */
export function goalReached(goal: Goal, progress: GoalProgress): { reached: boolean; part: ExplanationPart } {
  if (goal.kind === 'revenue') {
    const { revenue } = goal;
    const sum = sumMoney(
      progress.orders.map(left).filter(({ currency }) => currency === revenue.currency),
      revenue.currency,
    );
    const part = {
      code: 'bonus.goal_revenue',
      params: { reached: { ...moneyToJson(sum) }, goal: { ...moneyToJson(revenue) } },
    };
    return { reached: sum.amount >= revenue.amount, part };
  }
  const reached =
    goal.kind === 'referrals' ? progress.referrals : progress.orders.filter((order) => left(order).amount > 0n).length;
  return {
    reached: reached >= goal.count,
    part: { code: `bonus.goal_${goal.kind}`, params: { reached, goal: goal.count } },
  };
}

function left(order: Order): Money {
  return targetOf(orderBase(order, 'net').base, order, 'half_even');
}
