import { decideRefund, lineCommission, type CommissionId, type Journal, type OrderId } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { refreshBatch } from './batch.js';
import { read, readAll, write, type Documents } from './documents.js';
import { chainOf, post } from './ledger.js';
import type { World } from './types.js';

/** What one commission of the order came to. */
export interface Refunded {
  commission: CommissionId;
  journals: Journal[];
  /** Signed change in minor units of what the partner gets for this order. */
  change: bigint;
}

/** Brings every commission of an order in line with what is left of it, as the store's operation does. */
export function applyRefund(world: World, ctx: EffectContext, order: OrderId, cause: string): Refunded[] {
  return readAll(world, 'commissions')
    .filter((one) => one.order === order && !one.reverses)
    .map((commission) => refundOne(world, ctx, order, cause, commission));
}

function refundOne(
  world: World,
  ctx: EffectContext,
  id: OrderId,
  cause: string,
  commission: Documents['commissions'],
): Refunded {
  const order = read(world, 'orders', id);
  if (!order) throw new NonRetryable('unknown_order', `The order ${id} is not stored.`);
  const before = chainOf(world, commission.partner).length;
  const posted = post(world, ctx, commission.partner, (head, positions, act) =>
    decideRefund(head, positions, {
      ...act,
      commission,
      order,
      cause,
      rounding: world.programme.settings.rounding,
    }),
  );
  if (!posted.ok) throw new NonRetryable(posted.code, posted.message);
  for (const journal of posted.journals) {
    const line = journal.commissions.some(({ reverses }) => reverses === commission.id)
      ? lineCommission(commission, journal)
      : undefined;
    if (line && !read(world, 'commissions', line.id)) write(world, 'commissions', line);
    if (journal.kind === 'unreserve' && journal.batch) refreshBatch(world, journal.batch);
    // Tells waiting runs that a commission of the order is not what it was.
    if (journal.seq > before)
      world.emit(
        'custom.commission.changed',
        { commission: commission.id, order: id, journal: journal.id, kind: journal.kind },
        [`order:${id}`, `commission:${commission.id}`],
      );
  }
  const change = posted.journals
    .flatMap((journal) => journal.commissions)
    .filter((entry) => entry.id === commission.id || entry.reverses === commission.id)
    .reduce((sum, entry) => sum + entry.delta, 0n);
  return { commission: commission.id, journals: posted.journals, change };
}
