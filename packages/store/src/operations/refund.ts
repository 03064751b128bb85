import {
  decideRefund,
  lineCommission,
  type CommissionId,
  type ExplanationPart,
  type Journal,
  type OrderId,
  type PayoutId,
  type Programme,
} from '@sluice/domain';
import type { Store } from '../store.js';
import type { StoredCommission } from '../collections/commissions.js';
import { refreshBatch } from './batch.js';

export interface RefundOperation {
  programme: Programme;
  order: OrderId;
  /** `refund:<order>:<refund>` or `dispute:<order>:<dispute>`. */
  cause: string;
  at: Date;
  actor: string;
  reason?: ExplanationPart;
}

/** What one commission of the order came to. */
export interface RefundedCommission {
  commission: CommissionId;
  partner: string;
  journals: Journal[];
  /** Signed change in minor units of what the partner gets for this order. */
  change: bigint;
}

/**
 * Brings every commission of an order in line with what is left of it: reduces or restores what is unpaid, takes it out of a
 * payout that is not sent (which voids the batch's approval), and writes a line of its own for what is paid. Safe to repeat:
 * each journal derives from the cause, each line's document from its journal.
 */
export async function applyRefund(store: Store, operation: RefundOperation): Promise<RefundedCommission[]> {
  const { programme } = operation;
  const earned = (await store.commissions.ofOrder(programme.key, operation.order)).filter((one) => !one.reverses);
  const results: RefundedCommission[] = [];
  for (const commission of earned) results.push(await refundOne(store, operation, commission));
  return results;
}

async function refundOne(
  store: Store,
  { programme, order: orderId, cause, at, actor, reason }: RefundOperation,
  commission: StoredCommission,
): Promise<RefundedCommission> {
  const key = programme.key;
  for (;;) {
    const order = await store.orders.get(key, orderId);
    if (!order) throw new Error(`The order ${orderId} is not stored.`);
    const beside = await itemsBeside(store, key, commission);
    const posted = await store.ledger.post(
      key,
      commission.partner,
      {
        commissions: [commission.id, ...beside.items],
        out: (journal) => ({
          audit: {
            action: `commission.${journal.kind}`,
            actor: { id: actor },
            subject: { kind: 'commission', id: commission.id },
            detail: { journal: journal.id, cause, order: orderId, partner: commission.partner },
          },
          events: [changed(journal, commission)],
        }),
      },
      (head, positions) => {
        const position = positions[commission.id];
        if (position?.state === 'reserved' && position.payout !== beside.payout)
          return { ok: false, code: 'items_unknown', message: 'The commission was put into a payout meanwhile.' };
        return decideRefund(head, positions, {
          programme: key,
          partner: commission.partner,
          at,
          actor,
          commission,
          order,
          cause,
          rounding: programme.settings.rounding,
          ...(reason && { reason }),
        });
      },
    );
    if (!posted.ok) {
      if (posted.code === 'items_unknown') continue;
      throw new Error(`${posted.code}: ${posted.message}`);
    }
    await writeLines(store, key, commission);
    await voidApprovals(store, key, commission, at, actor);
    const change = posted.journals
      .flatMap((journal) => journal.commissions)
      .filter((entry) => entry.id === commission.id || entry.reverses === commission.id)
      .reduce((sum, entry) => sum + entry.delta, 0n);
    return { commission: commission.id, partner: commission.partner, journals: posted.journals, change };
  }
}

/** The payout that holds the commission now, with everything it ever reserved. */
async function itemsBeside(
  store: Store,
  programme: string,
  commission: StoredCommission,
): Promise<{ payout?: PayoutId; items: CommissionId[] }> {
  const position = (await store.ledger.positions(programme, commission.partner, [commission.id]))[commission.id];
  if (position?.state !== 'reserved' || !position.payout) return { items: [] };
  const journals = await store.ledger.ofPayout(programme, position.payout);
  const items = [...new Set(journals.flatMap((journal) => journal.commissions.map(({ id }) => id)))];
  return { payout: position.payout, items };
}

/** Documents of lines that took back from, or gave back to, a paid commission: derived from their journals. */
async function writeLines(store: Store, programme: string, original: StoredCommission): Promise<void> {
  const journals = await store.ledger.ofCommission(programme, original.id);
  const withLines = journals.filter((journal) => journal.commissions.some(({ reverses }) => reverses === original.id));
  for (const journal of withLines) {
    const line = lineCommission(original, journal);
    if (!line) continue;
    const { position: _position, stateSince: _since, ...fresh } = line as StoredCommission & { rev?: number };
    const { rev: _rev, ...document } = fresh;
    await store.database.failpoint('line.insert.before');
    await store.commissions.insertOrRead(document);
    await store.database.failpoint('line.insert.after');
    await store.ledger.project(programme, original.partner, [document.id]);
  }
}

/** A payout that lost an item is no longer what was approved; also after a crash between the journal and this. */
async function voidApprovals(
  store: Store,
  programme: string,
  commission: StoredCommission,
  at: Date,
  actor: string,
): Promise<void> {
  const journals = await store.ledger.ofCommission(programme, commission.id);
  const left = journals.filter(({ kind }) => kind === 'unreserve');
  for (const batch of new Set(left.flatMap((journal) => journal.batch ?? []))) {
    const payouts = left.filter((journal) => journal.batch === batch).flatMap(({ payout }) => payout ?? []);
    await refreshBatch(store, programme, batch, at, actor, [...new Set(payouts)]);
  }
}

/** Tells waiting runs that a commission of the order is not what it was. */
function changed(journal: Journal, commission: StoredCommission) {
  return {
    key: `commission-changed:${journal.id}`,
    type: 'custom.commission.changed' as const,
    occurredAt: journal.at,
    data: { commission: commission.id, order: commission.order, journal: journal.id, kind: journal.kind },
    correlations: [`order:${commission.order}`, `commission:${commission.id}`],
  };
}
