import { decideHold, decideLift, isBonus, type CommissionPosition, type Programme } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, commissionsOf, postFor } from '../activity/ledger.js';
import { dueHold, holdAnswer, holdOf } from '../decisions/hold.js';

/**
 * Opens the hold in the ledger and waits for its end; looks again after every wake-up. What ends the wait is the ledger: all
 * holds ended, or nothing left to hold.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'hold',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const commissions = await commissionsOf(deps, ctx);
    const positions: CommissionPosition[] = [];
    for (const commission of commissions) positions.push(await look(deps, ctx, programme, commission));
    return holdAnswer(commissions, positions);
  },
};

/** Opens the hold where it was never opened, ends it where it is due, and answers the position after that. */
async function look(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  commission: StoredCommission,
): Promise<CommissionPosition> {
  // A bonus brought its hold with it, and has no order that it could be counted from.
  if (isBonus(commission)) return liftDue(deps, ctx, commission, await positionOf(deps, ctx, commission));
  const receivedAt = commission.lead?.receivedAt ?? (await orderReceived(deps, commission));
  const hold = holdOf(programme, ctx, commission, receivedAt, actorOf(ctx));
  const opened = await postFor(deps, ctx, commission, (head, positions, act) =>
    decideHold(head, positions, { ...act, commission: commission.id, hold }),
  );
  if (!opened.ok && opened.code !== 'not_held') throw refused(opened);
  const current = opened.ok ? opened.position : await positionOf(deps, ctx, commission);
  return liftDue(deps, ctx, commission, current, hold.key);
}

async function orderReceived(
  deps: ActivityDeps,
  { programme, order: id }: StoredCommission,
): Promise<Date | undefined> {
  const order = await deps.store.orders.get(programme, id);
  if (!order) throw new NonRetryable('unknown_order', `The order ${id} is not stored.`);
  return order.paid?.receivedAt;
}

/** Ends the hold of that key, or whichever there is, where its time is over. */
async function liftDue(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: StoredCommission,
  current: CommissionPosition,
  only?: string,
): Promise<CommissionPosition> {
  const due = dueHold(current, deps.now(), only);
  if (!due) return current;
  const lifted = await postFor(deps, ctx, commission, (head, positions, act) =>
    decideLift(head, positions, { ...act, commission: commission.id, key: due.key }),
  );
  if (!lifted.ok) throw refused(lifted);
  return lifted.position;
}

async function positionOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: StoredCommission,
): Promise<CommissionPosition> {
  const positions = await deps.store.ledger.positions(ctx.programme, commission.partner, [commission.id]);
  const position = positions[commission.id];
  if (!position) throw new NonRetryable('not_in_ledger', `Nothing was ever posted for commission ${commission.id}.`);
  return position;
}
