import type { Adjustment, PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** Manual adjustments: asked for by one person, decided by another, then a line in the ledger. */
export function adjustments(db: Database) {
  const c = db.collection<Adjustment>({
    name: 'adjustments',
    version: 1,
    fields: {
      partner: 'string',
      amount: 'plain',
      reason: 'string',
      approval: 'string',
      askedBy: 'plain',
      askedAt: 'date',
      makers: 'strings',
      state: 'string',
      decidedAt: 'date',
      commission: 'string',
      journal: 'string',
    },
    indexes: [{ keys: ['state', 'askedAt'] }, { keys: ['partner', 'askedAt'] }, { keys: ['askedAt'] }],
  });
  return {
    collection: c,
    insertOrRead: (adjustment: Adjustment, out?: Outgoing) => c.insertOrRead(adjustment, out),
    get: (programme: string, id: Adjustment['id']) => c.get(programme, id),
    need: (programme: string, id: Adjustment['id']) => c.need(programme, id),
    waiting: (programme: string) => c.find(programme, { state: 'waiting' }, { sort: { askedAt: 1, _id: 1 } }),

    /** Ends the waiting; one that has ended is answered as it is. */
    end: (
      programme: string,
      id: Adjustment['id'],
      how: Pick<Adjustment, 'commission' | 'journal'> & { state: 'rejected' | 'posted'; decidedAt: Date },
      out?: Outgoing,
    ) => c.change(programme, id, ({ state }) => (state === 'waiting' ? { set: how, ...out } : null)),

    list: (programme: string, query: PageQuery & { partner?: PartnerId; state?: Adjustment['state'] } = {}) =>
      c.page(
        programme,
        { ...(query.partner ? { partner: query.partner } : {}), ...(query.state ? { state: query.state } : {}) },
        query,
        { field: 'askedAt', direction: -1 },
      ),
  };
}
