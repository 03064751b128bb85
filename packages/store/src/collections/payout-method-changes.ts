import type { PartnerId, PayoutMethodChange } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** New bank details that wait for their partner's word; the newest of a partner is the one that counts. */
export function payoutMethodChanges(db: Database) {
  const c = db.collection<PayoutMethodChange>({
    name: 'payout_method_changes',
    version: 1,
    fields: {
      partner: 'string',
      state: 'string',
      rail: 'string',
      currency: 'string',
      account: 'string',
      accountHash: 'string',
      shown: 'string',
      askedBy: 'plain',
      askedAt: 'date',
      expiresAt: 'date',
      to: 'string',
      tokenHash: 'string',
      confirmedAt: 'date',
    },
    indexes: [{ keys: ['tokenHash'], unique: true }, { keys: ['partner', 'state'] }],
  });
  return {
    collection: c,
    insertOrRead: (change: PayoutMethodChange, out?: Outgoing) => c.insertOrRead(change, out),
    findByToken: (programme: string, tokenHash: string) => c.findOne(programme, { tokenHash }),
    waitingOf: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner, state: 'waiting' }, { sort: { askedAt: -1, _id: -1 } }),

    /** Ends the waiting; one that has ended is answered as it is. */
    end: (
      programme: string,
      id: PayoutMethodChange['id'],
      how: { state: 'withdrawn' } | { state: 'confirmed'; confirmedAt: Date },
      out?: Outgoing,
    ) => c.change(programme, id, ({ state }) => (state === 'waiting' ? { set: how, ...out } : null)),
  };
}
