import {
  decideUnreserve,
  itemsOf,
  ItemsHasher,
  settleAgain,
  sumMoney,
  zero,
  add,
  type Batch,
  type BatchId,
  type CommissionId,
  type Currency,
  type Money,
  type Payout,
  type PayoutId,
  type ProgrammeSettings,
} from '@sluice/domain';
import type { Store } from '../store.js';
import type { Stored } from '../core/spec.js';
import { inParallel } from './parallel.js';
import { approversFor } from './payout-rates.js';

const beforeSending: readonly Batch['state'][] = ['draft', 'awaiting_approval', 'approved'];
const unsent: readonly Payout['state'][] = ['draft', 'awaiting_approval', 'approved'];

/** Payouts that are worked on at a time. */
export const payoutsAtOnce = 8;

/**
 * Brings the documents of a batch that is not being sent in line with the ledger: each payout's items are what its partner's
 * head has reserved for it. Where that is not what was approved, the approval is void and runs that wait are told. `only`: the
 * payouts that something has happened to; all of them unless said.
 */
export async function refreshBatch(
  store: Store,
  programme: string,
  id: BatchId,
  at: Date,
  actor: string,
  only?: readonly PayoutId[],
): Promise<Stored<Batch>> {
  const batch = await store.batches.need(programme, id);
  if (!beforeSending.includes(batch.state)) return batch;
  const { settings } = await store.programmes.need(programme);
  const refresh = (payout: Stored<Payout>) => refreshPayout(store, payout, settings, at, actor);
  if (only) for (const payout of only) await refresh(await store.payouts.need(programme, payout));
  else await inParallel(store.payouts.eachOfBatch(programme, id, unsent), payoutsAtOnce, refresh);
  const { hash, total, count } = await sumOfBatch(store, programme, id, batch.currency);
  const approversNeeded = await approversFor(store, programme, total, batch.cutoff);
  await store.database.failpoint('batch.refresh.before');
  const refreshed = await store.batches.change(programme, id, (doc) => {
    if (doc.itemsHash === hash || !beforeSending.includes(doc.state)) return null;
    const revision = doc.revision + 1;
    return {
      set: {
        itemsHash: hash,
        total,
        payouts: count,
        revision,
        approvals: [],
        approversNeeded,
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

/** What the payouts of a batch that still carry something come to, and the hash that names them. */
export async function sumOfBatch(
  store: Store,
  programme: string,
  id: BatchId,
  currency: Currency,
): Promise<{ hash: string; total: Money; count: number }> {
  const hasher = new ItemsHasher();
  let total = zero(currency);
  let count = 0;
  for await (const payout of store.payouts.eachOfBatch(programme, id)) {
    if (payout.state === 'cancelled') continue;
    hasher.add(payout);
    total = add(total, payout.amount);
    count += 1;
  }
  return { hash: hasher.digest(), total, count };
}

/** Sets a payout's items to what the ledger has reserved for it; cancels it where nothing is, or nothing is left to be sent. */
async function refreshPayout(
  store: Store,
  payout: Stored<Payout>,
  settings: ProgrammeSettings,
  at: Date,
  actor: string,
): Promise<void> {
  const { programme, partner, id } = payout;
  const ids = payout.items.map(({ commission }): CommissionId => commission);
  const items = itemsOf(await store.ledger.positions(programme, partner, ids), id, 'reserved');
  const amount = sumMoney(
    items.map((item) => item.amount),
    payout.currency,
  );
  const settled = payout.settlement && settleAgain(payout.settlement, amount, payout.rail, settings);
  if (settled && !settled.ok && items.length > 0) {
    const act = { programme, partner, at, actor, payout: id, batch: payout.batch };
    const posted = await store.ledger.post(programme, partner, { commissions: ids }, (head, positions) =>
      decideUnreserve(head, positions, { ...act, cause: `payout:${id}:nothing_left` }),
    );
    if (!posted.ok) throw new Error(`${posted.code}: ${posted.message}`);
  }
  await store.payouts.change(programme, id, (doc) => {
    const same =
      doc.amount.amount === amount.amount &&
      doc.items.length === items.length &&
      doc.items.every((item, index) => item.commission === items[index]?.commission);
    if (same || !unsent.includes(doc.state)) return null;
    if (items.length === 0 || (settled && !settled.ok)) return { set: { state: 'cancelled' } };
    return { set: { items, amount, ...(settled && { settlement: settled.settlement }) } };
  });
}
