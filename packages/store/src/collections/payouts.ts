import type { BatchId, PartnerId, Payout, PayoutAttempt, PayoutId, PayoutState } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';

const unsent: readonly PayoutState[] = ['draft', 'awaiting_approval', 'approved'];

/** Payouts: what one partner is sent in one batch, with every attempt at it. */
export function payouts(db: Database) {
  const c = db.collection<Payout>({
    name: 'payouts',
    version: 1,
    fields: {
      batch: 'string',
      partner: 'string',
      currency: 'string',
      amount: 'plain',
      items: 'plain',
      settlement: 'plain',
      rail: 'string',
      payee: 'plain',
      resends: 'string',
      state: 'string',
      attempts: 'plain',
      statement: 'string',
      createdAt: 'date',
      paidAt: 'date',
    },
    lookups: { attemptKeys: 'strings', railReferences: 'strings' },
    derive: ({ attempts, rail }) => ({
      attemptKeys: attempts.map(({ key }) => key),
      railReferences: attempts.flatMap(({ railReference }) => (railReference ? [`${rail}:${railReference}`] : [])),
    }),
    indexes: [
      { keys: ['batch', 'partner', 'currency'], unique: true },
      { keys: ['batch', 'state'] },
      { keys: ['partner', 'createdAt'] },
      { keys: ['state', 'createdAt'] },
      { keys: ['attemptKeys'] },
      { keys: ['railReferences'] },
      { keys: ['resends'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (payout: Fresh<Payout>, out?: Outgoing) => c.insertOrRead(payout, out),
    get: (programme: string, id: PayoutId) => c.get(programme, id),
    need: (programme: string, id: PayoutId) => c.need(programme, id),
    ofBatch: (programme: string, batch: BatchId) => c.find(programme, { batch }, { sort: { _id: 1 } }),

    /**
     * The payouts of a batch in the order of their ids, few in memory at a time; of the given states as it begins, and without
     * those that one of the rails named in `butSentBy` has been told of.
     */
    eachOfBatch: (
      programme: string,
      batch: BatchId,
      states?: readonly PayoutState[],
      butSentBy: readonly string[] = [],
    ): AsyncGenerator<Stored<Payout>, void, undefined> =>
      c.each(programme, {
        batch,
        ...(states && { state: { $in: states } }),
        ...(butSentBy.length > 0 && { $or: [{ state: { $ne: 'sent' } }, { rail: { $nin: butSentBy } }] }),
      }),

    /** Whether a batch has a payout in one of these states. */
    anyOfBatch: async (programme: string, batch: BatchId, states: readonly PayoutState[]): Promise<boolean> =>
      (await c.model
        .findOne({ programme, batch, state: { $in: states } })
        .select({ _id: 1 })
        .lean()) !== null,

    /** Whether a batch has a payout under way by another rail than these. */
    anyUnderWayBut: async (programme: string, batch: BatchId, rails: readonly string[]): Promise<boolean> =>
      (await c.model
        .findOne({ programme, batch, state: { $in: ['sending', 'sent'] }, rail: { $nin: rails } })
        .select({ _id: 1 })
        .lean()) !== null,

    /** How many payouts of a batch are in each state. */
    async progress(programme: string, batch: BatchId): Promise<Partial<Record<PayoutState, number>>> {
      const groups = await c.model.aggregate<{ _id: PayoutState; count: number | bigint }>([
        { $match: { programme, batch } },
        { $group: { _id: '$state', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(groups.map(({ _id, count }) => [_id, Number(count)]));
    },

    /** Payouts of a partner that are not sent yet: those that a change of the partner still reaches. */
    unsentOfPartner: (programme: string, partner: PartnerId) => c.find(programme, { partner, state: { $in: unsent } }),
    findResend: (programme: string, of: PayoutId) => c.findOne(programme, { resends: of }),
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { createdAt: -1, _id: -1 } }),
    /** By what the rail calls it, where its webhooks do not name our key. */
    findByRailReference: (programme: string, rail: string, reference: string) =>
      c.findOne(programme, { railReferences: `${rail}:${reference}` }),
    findByAttempt: (programme: string, key: string) => c.findOne(programme, { attemptKeys: key }),
    change: (
      programme: string,
      id: PayoutId,
      mutate: (
        payout: Stored<Payout>,
      ) => ({ set: Partial<{ [K in keyof Payout]: Payout[K] | undefined }> } & Outgoing) | null,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2]),

    /** Records an attempt before the rail is called: the payout is being sent. One of that key that is there already is kept as it is. */
    recordAttempt: (programme: string, id: PayoutId, attempt: PayoutAttempt, out?: Outgoing) =>
      c.change(programme, id, (payout) =>
        payout.attempts.some(({ key }) => key === attempt.key)
          ? null
          : {
              set: {
                attempts: [...payout.attempts, attempt],
                ...(unsent.includes(payout.state) && { state: 'sending' as const }),
              },
              ...out,
            },
      ),

    list: (programme: string, query: PageQuery & { partner?: PartnerId; state?: PayoutState; batch?: BatchId } = {}) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.state ? { state: query.state } : {}),
          ...(query.batch ? { batch: query.batch } : {}),
        },
        query,
      ),
    ofState: (programme: string, state: PayoutState) =>
      c.find(programme, { state }, { sort: { createdAt: 1, _id: 1 } }),
  };
}
