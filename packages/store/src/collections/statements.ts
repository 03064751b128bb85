import type { PartnerId, PayoutId, Statement, StatementId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** Partners' statements: each a stretch of the partner's chain, numbered without gaps per partner and currency. */
export function statements(db: Database) {
  const c = db.collection<Statement>({
    name: 'statements',
    version: 1,
    fields: {
      partner: 'string',
      number: 'number',
      currency: 'string',
      fromSeq: 'number',
      toSeq: 'number',
      from: 'date',
      to: 'date',
      opening: 'plain',
      closing: 'plain',
      payout: 'string',
      selfBilling: 'string',
      invoice: 'text',
      notes: 'text',
      lines: 'text',
      createdAt: 'date',
    },
    indexes: [{ keys: ['partner', 'currency', 'number'], unique: true }, { keys: ['payout'] }, { keys: ['createdAt'] }],
  });
  return {
    collection: c,
    /** Throws `duplicate` where that number is taken by another statement. */
    insertOrRead: (statement: Statement, out?: Outgoing) => c.insertOrRead(statement, out),
    get: (programme: string, id: StatementId) => c.get(programme, id),
    ofPayout: (programme: string, payout: PayoutId) => c.findOne(programme, { payout }),
    last: async (programme: string, partner: PartnerId, currency: string) =>
      (await c.find(programme, { partner, currency }, { sort: { number: -1 }, limit: 1 }))[0] ?? null,
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { createdAt: -1, _id: -1 } }),
    list: (programme: string, query: PageQuery & { partner?: PartnerId } = {}) =>
      c.page(programme, query.partner ? { partner: query.partner } : {}, query),
  };
}
