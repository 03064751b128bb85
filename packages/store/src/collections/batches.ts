import type { Batch, BatchId, BatchState } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';

/** Payout batches. */
export function batches(db: Database) {
  const c = db.collection<Batch>({
    name: 'batches',
    version: 1,
    fields: {
      name: 'string',
      currency: 'string',
      cutoff: 'date',
      payOn: 'date',
      schedule: 'string',
      state: 'string',
      maker: 'string',
      total: 'plain',
      payouts: 'number',
      itemsHash: 'string',
      revision: 'number',
      approvals: 'plain',
      approversNeeded: 'number',
      leftOut: 'text',
      preparing: 'plain',
      run: 'string',
      createdAt: 'date',
      sentAt: 'date',
    },
    indexes: [{ keys: ['name'], unique: true }, { keys: ['state', 'createdAt'] }, { keys: ['run'] }],
  });
  return {
    collection: c,
    insertOrRead: (batch: Fresh<Batch>, out?: Outgoing) => c.insertOrRead(batch, out),
    get: (programme: string, id: BatchId) => c.get(programme, id),
    need: (programme: string, id: BatchId) => c.need(programme, id),
    ofRun: (programme: string, run: string) => c.findOne(programme, { run }),
    /** Batches with that cutoff: the calendar makes one. */
    ofCutoff: (programme: string, cutoff: Date) => c.find(programme, { cutoff }),
    findByName: (programme: string, name: string) => c.findOne(programme, { name }),
    change: (
      programme: string,
      id: BatchId,
      mutate: (
        batch: Stored<Batch>,
      ) => ({ set: Partial<{ [K in keyof Batch]: Batch[K] | undefined }> } & Outgoing) | null,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2]),

    /**
     * `approved → sending`, naming the items that were approved: the point after which corrections become negative lines.
     * True when it is sending (also by an earlier call); throws `refused` where it is not approved as exactly those items.
     */
    async startSending(programme: string, id: BatchId, itemsHash: string, out?: Outgoing): Promise<Stored<Batch>> {
      const batch = await c.change(programme, id, (doc) =>
        doc.state === 'approved' && doc.itemsHash === itemsHash ? { set: { state: 'sending' as const }, ...out } : null,
      );
      if (batch.itemsHash !== itemsHash || !sendingOrLater.includes(batch.state))
        throw new StoreError('refused', `${batch.name} is not approved as these items.`, { id, state: batch.state });
      return batch;
    },

    list: (programme: string, query: PageQuery & { state?: BatchState } = {}) =>
      c.page(programme, query.state ? { state: query.state } : {}, query),
    count: (programme: string, state: BatchState) => c.count(programme, { state }),
  };
}

const sendingOrLater: BatchState[] = ['sending', 'sent', 'partly_failed'];
