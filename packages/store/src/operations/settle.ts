import {
  decideFailed,
  decidePaid,
  decideReturned,
  moneyToJson,
  payoutTransition,
  type Payout,
  type PayoutId,
  type PayoutState,
} from '@sluice/domain';
import type { Store } from '../store.js';
import type { Stored } from '../core/spec.js';

/** What a rail said of one attempt at a payout, however it was learnt (its answer, a look-up, a webhook). */
export interface Settlement {
  /** Our key at the rail. */
  attempt: string;
  outcome: 'accepted' | 'paid' | 'refused' | 'returned';
  railReference?: string;
  error?: { code: string; message: string };
  at: Date;
  actor: string;
  /** Whoever sends the batch looks for itself whether all is settled, and waits for nothing meanwhile. */
  bySender?: boolean;
}

const decisions = { paid: decidePaid, refused: decideFailed, returned: decideReturned } as const;
const acts = { paid: 'paid', refused: 'failed', returned: 'returned', accepted: 'accepted' } as const;

/**
 * Posts what a rail said and brings the payout up to it: journal first (its id derives from the attempt), then the
 * documents. Safe to repeat and in any order: `paid` after `returned` or an `accepted` that comes late changes nothing.
 */
export async function settlePayout(
  store: Store,
  programme: string,
  id: PayoutId,
  settlement: Settlement,
): Promise<Stored<Payout>> {
  const payout = await store.payouts.need(programme, id);
  const { attempt, outcome, at, actor } = settlement;
  if (outcome !== 'accepted') {
    const posted = await store.ledger.post(
      programme,
      payout.partner,
      {
        commissions: payout.items.map(({ commission }) => commission),
        out: (journal) => ({
          audit: {
            action: `payout.${journal.kind}`,
            actor: { id: actor },
            subject: { kind: 'payout', id },
            detail: {
              journal: journal.id,
              attempt,
              reference: settlement.railReference ?? '',
              partner: payout.partner,
              amount: { ...moneyToJson(payout.amount) },
            },
          },
        }),
      },
      (head, positions) =>
        decisions[outcome](head, positions, {
          programme,
          partner: payout.partner,
          at,
          actor,
          payout: id,
          batch: payout.batch,
          rail: payout.rail,
          attempt,
          settlement: payout.settlement,
        }),
    );
    // A telling that has been overtaken (paid after returned, refused after paid) moves no money.
    if (!posted.ok && posted.code !== 'not_sent') throw new Error(`${posted.code}: ${posted.message}`);
  }
  await store.database.failpoint('payout.settled.before');
  const settled = await store.payouts.change(programme, id, (doc) => projected(doc, settlement, programme));
  await store.database.failpoint('payout.settled.after');
  if (settlement.bySender !== true) await tellBatch(store, settled, settlement);
  return settled;
}

/**
 * Tells a run that waits for a batch once nothing more is to be learnt of it: not of each payout, or a batch of ten thousand
 * would ask its rail about all of them ten thousand times. Whoever settles the last one sees that none is left.
 */
async function tellBatch(store: Store, payout: Stored<Payout>, { attempt, at }: Settlement): Promise<void> {
  const { programme, batch, id, state } = payout;
  if (awaited.includes(state) || (await store.payouts.anyOfBatch(programme, batch, awaited))) return;
  await store.batches.change(programme, batch, (doc) =>
    doc.state !== 'sending'
      ? null
      : {
          set: {},
          events: [
            {
              key: `batch-settled:${batch}:${id}:${attempt}:${state}`,
              type: 'custom.payout.settled' as const,
              occurredAt: at,
              data: { payout: id, batch, state, programme },
              correlations: [`batch:${batch}`],
            },
          ],
        },
  );
}

const awaited: readonly PayoutState[] = ['draft', 'awaiting_approval', 'approved', 'sending', 'sent'];

function projected(doc: Stored<Payout>, settlement: Settlement, programme: string) {
  const attempts = doc.attempts.map((attempt) =>
    attempt.key !== settlement.attempt || rank[attempt.outcome] >= rank[settlement.outcome]
      ? attempt
      : {
          ...attempt,
          outcome: settlement.outcome,
          ...(settlement.railReference !== undefined && { railReference: settlement.railReference }),
          ...(settlement.error && { error: settlement.error }),
          ...(settlement.outcome !== 'accepted' && { settledAt: settlement.at }),
        },
  );
  const next = payoutTransition(doc.state, acts[settlement.outcome]);
  const state: PayoutState = next.ok ? next.state : doc.state;
  const unchanged = state === doc.state && attempts.every((attempt, index) => attempt === doc.attempts[index]);
  if (unchanged) return null;
  return {
    set: { state, attempts, ...(state === 'paid' && !doc.paidAt && { paidAt: settlement.at }) },
    events:
      state === doc.state
        ? []
        : [
            {
              key: `payout-settled:${doc.id}:${settlement.attempt}:${state}`,
              type: 'custom.payout.settled' as const,
              occurredAt: settlement.at,
              data: { payout: doc.id, batch: doc.batch, state, programme },
              correlations: [`payout:${doc.id}`],
            },
          ],
  };
}

/** What is known of an attempt only grows: a telling of a lower rank comes late and is passed over. */
const rank = { unknown: 0, accepted: 1, refused: 2, paid: 3, returned: 4 } as const;
