import { customerId, type CustomerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { contains } from '../core/search.js';

export interface Customer {
  id: CustomerId;
  programme: string;
  /** The source's account that the external id is unique in. */
  account: string;
  externalId: string;
  email?: string;
  emailHash?: string;
  country?: string;
  firstSeenAt: Date;
}

/** Customers, by the shop's own id. */
export function customers(db: Database) {
  const c = db.collection<Customer>({
    name: 'customers',
    version: 1,
    quiet: true,
    fields: {
      account: 'string',
      externalId: 'string',
      email: 'string',
      emailHash: 'string',
      country: 'string',
      firstSeenAt: 'date',
    },
    lookups: { search: 'string' },
    derive: (customer) => ({ search: `${customer.externalId}\n${customer.email ?? ''}\n${customer.id}`.toLowerCase() }),
    indexes: [
      { keys: ['account', 'externalId'], unique: true },
      { keys: ['externalId'] },
      { keys: ['emailHash'] },
      { keys: ['firstSeenAt'] },
    ],
  });
  return {
    collection: c,

    /** The customer of that external id, made if new, with what is newly known added; the earliest sight counts. */
    async seen(programme: string, customer: Omit<Customer, 'id' | 'programme'>) {
      const id: CustomerId = customerId(programme, customer.account, customer.externalId);
      const { inserted, doc } = await c.insertOrRead({ id, programme, ...customer });
      if (inserted) return doc;
      return c.change(programme, id, (known) => {
        const set = {
          ...(known.email === undefined && customer.email !== undefined ? { email: customer.email } : {}),
          ...(known.emailHash === undefined && customer.emailHash !== undefined
            ? { emailHash: customer.emailHash }
            : {}),
          ...(known.country === undefined && customer.country !== undefined ? { country: customer.country } : {}),
          ...(customer.firstSeenAt < known.firstSeenAt ? { firstSeenAt: customer.firstSeenAt } : {}),
        };
        return Object.keys(set).length === 0 ? null : { set };
      });
    },

    get: (programme: string, id: CustomerId) => c.get(programme, id),
    findByExternalId: (programme: string, account: string, externalId: string) =>
      c.findOne(programme, { account, externalId }),
    findByEmailHash: (programme: string, emailHash: string) => c.find(programme, { emailHash }),
    list: (programme: string, query: PageQuery & { search?: string } = {}) =>
      c.page(programme, query.search ? { search: contains(query.search) } : {}, query, {
        field: 'firstSeenAt',
        direction: -1,
      }),
  };
}
