import type { Id, PartnerId } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A tracking link; `code` is the path of `/t/{code}` and unique in the installation's programme. */
export interface Link {
  id: Id<'link'>;
  programme: string;
  partner: PartnerId;
  code: string;
  target: string;
  campaign?: string;
  active: boolean;
  createdAt: Date;
}

export function links(db: Database) {
  const c = db.collection<Link>({
    name: 'links',
    version: 1,
    fields: {
      partner: 'string',
      code: 'string',
      target: 'string',
      campaign: 'string',
      active: 'boolean',
      createdAt: 'date',
    },
    indexes: [{ keys: ['code'], unique: true }, { keys: ['partner'] }],
  });
  return {
    collection: c,
    insert: (link: Link, out?: Outgoing) => c.insert(link, out),
    insertOrRead: (link: Link, out?: Outgoing) => c.insertOrRead(link, out),
    get: (programme: string, id: Link['id']) => c.get(programme, id),
    findByCode: (programme: string, code: string) => c.findOne(programme, { code }),
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { createdAt: 1, _id: 1 } }),
    deactivate: (programme: string, id: Link['id'], out?: Outgoing) =>
      c.change(programme, id, (link) => (link.active ? { set: { active: false }, ...out } : null)),
  };
}
