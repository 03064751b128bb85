import { decideHold, decideLift, isBonus, type CommissionPosition } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { dueHold, holdAnswer, holdOf } from '../decisions/hold.js';
import { read, type Documents } from '../simulation/documents.js';
import { actorOf, commissionsOf, mustPost, positionOf, postFor } from '../simulation/ledger.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'hold',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    return holdAnswer(
      commissions,
      commissions.map((commission) => look(world, ctx, commission)),
    );
  },
};

type Commission = Documents['commissions'];

function look(world: World, ctx: EffectContext, commission: Commission): CommissionPosition {
  // A bonus brought its hold with it, and has no order that it could be counted from.
  if (isBonus(commission)) return liftDue(world, ctx, commission, positionOf(world, commission));
  const receivedAt = commission.lead?.receivedAt ?? orderReceived(world, commission);
  const hold = holdOf(world.programme, ctx, commission, receivedAt, actorOf(ctx));
  const opened = postFor(world, ctx, commission, (head, positions, act) =>
    decideHold(head, positions, { ...act, commission: commission.id, hold }),
  );
  if (!opened.ok && opened.code !== 'not_held') throw new NonRetryable(opened.code, opened.message);
  return liftDue(world, ctx, commission, opened.ok ? opened.position : positionOf(world, commission), hold.key);
}

function orderReceived(world: World, { order: id }: Commission): Date | undefined {
  const order = read(world, 'orders', id);
  if (!order) throw new NonRetryable('unknown_order', `The order ${id} is not stored.`);
  return order.paid?.receivedAt;
}

function liftDue(
  world: World,
  ctx: EffectContext,
  commission: Commission,
  position: CommissionPosition,
  only?: string,
): CommissionPosition {
  const due = dueHold(position, new Date(world.now()), only);
  if (!due) return position;
  return mustPost(world, ctx, commission, (head, positions, act) =>
    decideLift(head, positions, { ...act, commission: commission.id, key: due.key }),
  );
}
