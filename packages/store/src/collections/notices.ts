import type { Id, PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A notice in a partner's portal; its id derives from what caused it, so that it is told once. */
export interface Notice {
  id: Id<'notice'>;
  programme: string;
  partner: PartnerId;
  title: string;
  text?: string;
  /** A page of the portal, or an https address. */
  link?: string;
  run?: string;
  createdAt: Date;
  readAt?: Date;
}

export function notices(db: Database) {
  const c = db.collection<Notice>({
    name: 'notices',
    version: 1,
    fields: {
      partner: 'string',
      title: 'string',
      text: 'string',
      link: 'string',
      run: 'string',
      createdAt: 'date',
      readAt: 'date',
    },
    lookups: { unread: 'boolean' },
    derive: (notice) => ({ unread: notice.readAt === undefined }),
    indexes: [{ keys: ['partner', 'createdAt'] }, { keys: ['partner', 'unread'] }, { keys: ['run'] }],
  });
  return {
    collection: c,
    insertOrRead: (notice: Notice, out?: Outgoing) => c.insertOrRead(notice, out),
    get: (programme: string, id: Notice['id']) => c.get(programme, id),

    /** Marks it read; one that was read keeps its time. */
    read: (programme: string, id: Notice['id'], at: Date) =>
      c.change(programme, id, (notice) => (notice.readAt ? null : { set: { readAt: at } })),

    list: (programme: string, query: PageQuery & { partner?: PartnerId; unread?: boolean } = {}) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.unread === undefined ? {} : { unread: query.unread }),
        },
        query,
      ),
    unread: (programme: string, partner: PartnerId) => c.count(programme, { partner, unread: true }),
  };
}
