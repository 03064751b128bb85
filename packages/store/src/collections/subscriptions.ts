import { derivedId, type CustomerId, type EventId, type Id, type Money } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Stored } from '../core/spec.js';

/** A customer's subscription, folded from `subscription.*` events; the newest by event time speaks. */
export interface Subscription {
  id: Id<'change'>;
  programme: string;
  account: string;
  externalId: string;
  customer?: CustomerId;
  customerExternalId?: string;
  plan?: string;
  amount?: Money;
  interval?: string;
  status: 'active' | 'cancelled';
  startedAt?: Date;
  cancelledAt?: Date;
  /** `occurredAt` of the event that spoke last. */
  toldAt: Date;
  events: EventId[];
}

export type SubscriptionFields = Omit<Subscription, 'id' | 'programme' | 'account' | 'externalId' | 'events'>;

export function subscriptions(db: Database) {
  const c = db.collection<Subscription>({
    name: 'subscriptions',
    version: 1,
    quiet: true,
    fields: {
      account: 'string',
      externalId: 'string',
      customer: 'string',
      customerExternalId: 'string',
      plan: 'string',
      amount: 'plain',
      interval: 'string',
      status: 'string',
      startedAt: 'date',
      cancelledAt: 'date',
      toldAt: 'date',
      events: 'strings',
    },
    indexes: [{ keys: ['account', 'externalId'], unique: true }, { keys: ['customer'] }],
  });
  return {
    collection: c,

    /** Folds an event's telling in: once by event id; an older telling only adds what is not known. */
    async tell(
      programme: string,
      account: string,
      externalId: string,
      event: EventId,
      told: SubscriptionFields,
    ): Promise<Stored<Subscription>> {
      const id: Subscription['id'] = derivedId('change', 'subscription', programme, account, externalId);
      const { inserted, doc } = await c.insertOrRead({ id, programme, account, externalId, ...told, events: [event] });
      if (inserted) return doc;
      return c.change(programme, id, (known) => {
        if (known.events.includes(event)) return null;
        const {
          id: _id,
          programme: _programme,
          account: _account,
          externalId: _external,
          events: _events,
          rev: _rev,
          ...fields
        } = known;
        const newest = told.toldAt >= known.toldAt ? { ...fields, ...told } : { ...told, ...fields };
        return { set: { ...newest, events: [...known.events, event] } };
      });
    },

    get: (programme: string, id: Subscription['id']) => c.get(programme, id),
    find: (programme: string, account: string, externalId: string) => c.findOne(programme, { account, externalId }),
    ofCustomer: (programme: string, customer: CustomerId) => c.find(programme, { customer }),
  };
}
