import {
  batchTransition,
  decideUnreserve,
  DomainError,
  itemsOf,
  refuse,
  type Batch,
  type BatchId,
  type ExplanationPart,
  type Payout,
  type PayoutId,
} from '@sluice/domain';
import type { AuditActor } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';
import { payoutsAtOnce, refreshBatch } from './batch.js';
import { inParallel } from './parallel.js';

export interface Cancelling {
  actor: AuditActor;
  at: Date;
  /** Why, for the audit. */
  why: string;
  /** What the batch says of a partner who is taken out of it. */
  reason: ExplanationPart;
}

/**
 * Takes one payout out of a batch that is not being sent: its money is payable again, the batch's approval is void. The ledger
 * decides against a sending at the same time: throws `sent_already` where that was faster. Safe to repeat.
 */
export async function cancelPayout(
  store: Store,
  programme: string,
  id: PayoutId,
  cancelling: Cancelling,
): Promise<Stored<Payout>> {
  const payout = await store.payouts.need(programme, id);
  if (payout.state === 'cancelled') return payout;
  const cancelled = await takeOut(store, payout, cancelling);
  const { at, actor, reason } = cancelling;
  const { partner, amount } = payout;
  await store.batchLeftOuts.insertOrRead(programme, payout.batch, { partner, amount, reason }, at);
  await refreshBatch(store, programme, payout.batch, at, actor.id, [id]);
  return cancelled;
}

/**
 * Cancels a batch before it is sent: first the batch, by compare-and-set against a sending at the same time, then its payouts.
 * Safe to repeat: a try that was cut off is gone on with. Throws `not_possible` where the batch is being sent.
 */
export async function cancelBatch(
  store: Store,
  programme: string,
  id: BatchId,
  cancelling: Cancelling,
): Promise<Stored<Batch>> {
  const { actor, at, why } = cancelling;
  await store.database.failpoint('batch.cancel.before');
  const batch = await store.batches.change(programme, id, (doc) => {
    if (doc.state === 'cancelled') return null;
    const next = batchTransition(doc.state, 'cancel');
    if (!next.ok) throw new DomainError(next.code, next.message);
    return {
      set: { state: next.state },
      audit: { action: 'batch.cancelled', actor, detail: { reason: why } },
      events: [
        {
          key: `batch-cancelled:${id}`,
          type: 'custom.batch.changed' as const,
          occurredAt: at,
          data: { batch: id, state: 'cancelled' },
          correlations: [`batch:${id}`],
        },
      ],
    };
  });
  await store.database.failpoint('batch.cancel.after');
  const unsent = store.payouts.eachOfBatch(programme, id, ['draft', 'awaiting_approval', 'approved']);
  await inParallel(unsent, payoutsAtOnce, async (payout) => {
    await takeOut(store, payout, cancelling);
  });
  return batch;
}

async function takeOut(store: Store, payout: Stored<Payout>, { actor, at, why }: Cancelling): Promise<Stored<Payout>> {
  const { programme, partner, id, batch } = payout;
  const posted = await store.ledger.post(
    programme,
    partner,
    { commissions: payout.items.map(({ commission }) => commission) },
    (head, positions) =>
      itemsOf(positions, id, 'sent', 'paid').length > 0
        ? refuse('sent_already', 'The payout has gone out already; it can no longer be cancelled.')
        : decideUnreserve(head, positions, {
            programme,
            partner,
            at,
            actor: actor.id,
            payout: id,
            batch,
            cause: `payout:${id}:cancelled`,
          }),
  );
  if (!posted.ok) throw new DomainError(posted.code, posted.message);
  await store.database.failpoint('payout.cancel.before');
  const cancelled = await store.payouts.change(programme, id, (doc) =>
    doc.state === 'cancelled'
      ? null
      : {
          set: { state: 'cancelled' },
          audit: { action: 'payout.cancelled', actor, detail: { reason: why, batch, partner } },
        },
  );
  await store.database.failpoint('payout.cancel.after');
  return cancelled;
}
