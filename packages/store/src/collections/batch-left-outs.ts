import { derivedId, type BatchId, type ExplanationPart, type Id, type Money, type PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';

/** One partner who is not in a batch, and why. */
export interface BatchLeftOut {
  id: Id<'change'>;
  programme: string;
  batch: BatchId;
  partner: PartnerId;
  amount: Money;
  reason: ExplanationPart;
  createdAt: Date;
}

/** Who is left out of batches: a document each, so that a batch may leave out any number. Batches of before keep theirs inside. */
export function batchLeftOuts(db: Database) {
  const c = db.collection<BatchLeftOut>({
    name: 'batch_left_outs',
    version: 1,
    fields: { batch: 'string', partner: 'string', amount: 'plain', reason: 'text', createdAt: 'date' },
    indexes: [{ keys: ['batch'] }],
    quiet: true,
  });
  return {
    collection: c,

    /** A partner is left out of a batch once: what was said first stays. */
    insertOrRead: (
      programme: string,
      batch: BatchId,
      one: Pick<BatchLeftOut, 'partner' | 'amount' | 'reason'>,
      createdAt: Date,
    ) =>
      c.insertOrRead({
        id: derivedId('change', 'left_out', programme, batch, one.partner),
        programme,
        batch,
        ...one,
        createdAt,
      }),

    /** Of a batch that is planned again: what was said of it no longer counts. */
    clear: (programme: string, batch: BatchId) => c.removeWhere(programme, { batch }),

    count: (programme: string, batch: BatchId) => c.count(programme, { batch }),
    list: (programme: string, batch: BatchId, query: PageQuery = {}) =>
      c.page(programme, { batch }, query, { field: 'createdAt', direction: 1 }),
  };
}
