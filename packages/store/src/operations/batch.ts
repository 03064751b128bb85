import {
  approversNeeded,
  itemsHash,
  itemsOf,
  sumMoney,
  type Batch,
  type BatchId,
  type CommissionId,
  type Payout,
} from '@sluice/domain';
import type { Store } from '../store.js';
import type { Stored } from '../core/spec.js';

const beforeSending: readonly Batch['state'][] = ['draft', 'awaiting_approval', 'approved'];

/**
 * Brings the documents of a batch that is not being sent in line with the ledger: each payout's items are what its partner's
 * head has reserved for it. Where that is not what was approved, the approval is void and runs that wait are told.
 */
export async function refreshBatch(
  store: Store,
  programme: string,
  id: BatchId,
  at: Date,
  actor: string,
): Promise<Stored<Batch>> {
  const batch = await store.batches.need(programme, id);
  if (!beforeSending.includes(batch.state)) return batch;
  for (const payout of await store.payouts.ofBatch(programme, id)) await refreshPayout(store, programme, payout);
  const payouts = live(await store.payouts.ofBatch(programme, id));
  const hash = itemsHash(payouts);
  const total = sumMoney(
    payouts.map(({ amount }) => amount),
    batch.currency,
  );
  const settings = (await store.programmes.need(programme)).settings;
  await store.database.failpoint('batch.refresh.before');
  const refreshed = await store.batches.change(programme, id, (doc) => {
    if (doc.itemsHash === hash || !beforeSending.includes(doc.state)) return null;
    const revision = doc.revision + 1;
    return {
      set: {
        itemsHash: hash,
        total,
        payouts: payouts.length,
        revision,
        approvals: [],
        approversNeeded: approversNeeded(total, settings),
        ...(doc.state === 'approved' && { state: 'awaiting_approval' as const }),
      },
      audit: {
        action: 'batch.changed',
        actor: { id: actor },
        detail: { revision, itemsHash: hash, was: doc.itemsHash },
      },
      events: [
        {
          key: `batch-changed:${id}:${revision}`,
          type: 'custom.batch.changed' as const,
          occurredAt: at,
          data: { batch: id, revision, itemsHash: hash },
          correlations: [`batch:${id}`],
        },
      ],
    };
  });
  await store.database.failpoint('batch.refresh.after');
  return refreshed;
}

/** Payouts that still carry something. */
export function live(payouts: readonly Stored<Payout>[]): Stored<Payout>[] {
  return payouts.filter(({ state }) => state !== 'cancelled');
}

/** Sets a payout's items to what the ledger has reserved for it; cancels it where nothing is. */
async function refreshPayout(store: Store, programme: string, payout: Stored<Payout>): Promise<void> {
  const ids = payout.items.map(({ commission }): CommissionId => commission);
  const items = itemsOf(await store.ledger.positions(programme, payout.partner, ids), payout.id, 'reserved');
  const amount = sumMoney(
    items.map((item) => item.amount),
    payout.currency,
  );
  await store.payouts.change(programme, payout.id, (doc) => {
    const same =
      doc.amount.amount === amount.amount &&
      doc.items.length === items.length &&
      doc.items.every((item, index) => item.commission === items[index]?.commission);
    if (same || !['draft', 'awaiting_approval', 'approved'].includes(doc.state)) return null;
    return items.length === 0 ? { set: { state: 'cancelled' } } : { set: { items, amount } };
  });
}
