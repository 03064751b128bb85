import type { PartnerId } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import { emailKey } from './partners.js';

/** What a person may do in a programme; who they are (password, sessions) is the sign-in library's. */
export interface User {
  id: string;
  programme: string;
  email: string;
  name: string;
  roles: string[];
  partner?: PartnerId;
  locale?: 'en' | 'de';
  disabled?: boolean;
  createdAt: Date;
}

export function users(db: Database) {
  const c = db.collection<User>({
    name: 'users',
    version: 1,
    fields: {
      email: 'string',
      name: 'string',
      roles: 'strings',
      partner: 'string',
      locale: 'string',
      disabled: 'boolean',
      createdAt: 'date',
    },
    lookups: { emailKey: 'string' },
    derive: (user) => ({ emailKey: emailKey(user.email) }),
    indexes: [{ keys: ['emailKey'], unique: true }, { keys: ['partner'] }],
  });
  return {
    collection: c,
    insert: (user: User, out?: Outgoing) => c.insert(user, out),
    insertOrRead: (user: User, out?: Outgoing) => c.insertOrRead(user, out),
    get: (programme: string, id: string) => c.get(programme, id),
    findByEmail: (programme: string, email: string) => c.findOne(programme, { emailKey: emailKey(email) }),
    ofPartner: (programme: string, partner: PartnerId) => c.find(programme, { partner }),
    /** Programmes that a signed-in person belongs to: the one look-up that comes before a programme is known. */
    async programmesOf(id: string): Promise<string[]> {
      const found = await c.model.find({ _id: id }, { programme: 1 }).lean<{ programme: string }[]>();
      return found.map(({ programme }) => programme);
    },
    change: (
      programme: string,
      id: string,
      set: Partial<Pick<User, 'name' | 'roles' | 'partner' | 'locale' | 'disabled'>>,
      out?: Outgoing,
    ) => c.change(programme, id, () => ({ set, ...out })),
    list: (programme: string) => c.find(programme, {}, { sort: { createdAt: 1, _id: 1 } }),
  };
}
