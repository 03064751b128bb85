import { groupId, type PartnerGroup } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh } from '../core/spec.js';

/** Groups of partners with an agreement of their own; the key is unique in a programme and never changes. */
export function groups(db: Database) {
  const c = db.collection<PartnerGroup>({
    name: 'groups',
    version: 1,
    fields: {
      key: 'string',
      name: 'string',
      terms: 'text',
      payout: 'text',
      newPartners: 'string',
      createdAt: 'date',
    },
    indexes: [{ keys: ['key'], unique: true }, { keys: ['createdAt'] }],
  });
  return {
    collection: c,
    get: (programme: string, key: string) => c.get(programme, groupId(programme, key)),
    insertOrRead: (group: Fresh<PartnerGroup>, out?: Outgoing) => c.insertOrRead(group, out),
    list: (programme: string, query: PageQuery = {}) => c.page(programme, {}, query),
    all: (programme: string) => c.find(programme, {}, { sort: { key: 1 } }),

    /** Sets what the agreement says; undefined takes it away. Throws `not_found` and `stale`. */
    change: (
      programme: string,
      key: string,
      set: { [K in keyof Omit<PartnerGroup, 'id' | 'programme' | 'key' | 'rev'>]?: PartnerGroup[K] | undefined },
      rev: number,
      out?: Outgoing,
    ) => c.change(programme, groupId(programme, key), () => ({ set, ...out }), rev),
  };
}
