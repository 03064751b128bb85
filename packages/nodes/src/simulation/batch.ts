import { approversNeeded, itemsHash, itemsOf, sumMoney, type BatchId } from '@sluice/domain';
import { read, readAll, write, type Documents } from './documents.js';
import { positionsOf } from './ledger.js';
import type { World } from './types.js';

type Payout = Documents['payouts'];

const beforeSending = ['draft', 'awaiting_approval', 'approved'];

/** The payouts of a batch. */
export function payoutsOf(world: World, batch: string): Payout[] {
  return readAll(world, 'payouts').filter((payout) => payout.batch === batch);
}

/** Payouts that still carry something. */
export function live(payouts: readonly Payout[]): Payout[] {
  return payouts.filter(({ state }) => state !== 'cancelled');
}

/**
 * Brings a batch that is not being sent in line with the ledger; where that is not what was approved, the approval is void and
 * runs that wait are told.
 */
export function refreshBatch(world: World, id: BatchId): Documents['batches'] | undefined {
  const batch = read(world, 'batches', id);
  if (!batch || !beforeSending.includes(batch.state)) return batch;
  for (const payout of live(payoutsOf(world, id))) {
    const items = itemsOf(positionsOf(world, payout.partner), payout.id, 'reserved');
    const amount = sumMoney(
      items.map((item) => item.amount),
      payout.currency,
    );
    write(world, 'payouts', items.length === 0 ? { ...payout, state: 'cancelled' } : { ...payout, items, amount });
  }
  const payouts = live(payoutsOf(world, id));
  const hash = itemsHash(payouts.map((payout) => ({ ...payout, rev: 0 })));
  if (hash === batch.itemsHash) return batch;
  const total = sumMoney(
    payouts.map(({ amount }) => amount),
    batch.currency,
  );
  const revision = batch.revision + 1;
  const fresh: Documents['batches'] = {
    ...batch,
    itemsHash: hash,
    total,
    payouts: payouts.length,
    revision,
    approvals: [],
    approversNeeded: approversNeeded(total, world.programme.settings),
    ...(batch.state === 'approved' && { state: 'awaiting_approval' as const }),
  };
  write(world, 'batches', fresh);
  world.emit('custom.batch.changed', { batch: id, revision, itemsHash: hash }, [`batch:${id}`]);
  return fresh;
}
