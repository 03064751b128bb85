import {
  accountOf,
  derivedId,
  foldOrder,
  mergeOrders,
  orderNames,
  type FoldOptions,
  type Order,
  type OrderId,
  type ReferralId,
  type SluiceEvent,
} from '@sluice/domain';
import { pause, type Page, type PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';
import { toText } from '../core/text.js';

/** An order as it is stored: `mergedInto` where it turned out to be part of another. */
interface OrderDoc extends Order {
  mergedInto?: OrderId;
}

/**
 * Orders: one document per (programme, account, order). `account|name` is unique over all orders (a multikey index), so that
 * two tellings of one payment under different names cannot make two that know of each other.
 */
export function orders(db: Database) {
  const c = db.collection<OrderDoc>({
    name: 'orders',
    version: 1,
    fields: {
      account: 'string',
      externalId: 'string',
      aliases: 'strings',
      paid: 'plain',
      tellings: 'plain',
      refunds: 'map',
      disputes: 'map',
      referral: 'string',
      events: 'strings',
      mergedInto: 'string',
    },
    lookups: { names: 'strings', customer: 'string', paidAt: 'date', subscription: 'string' },
    derive: (order) => ({
      // An order that was merged away gives its names up: the one it went into bears them.
      names: order.mergedInto
        ? [`merged:${order.id}`]
        : [...new Set([order.externalId, ...order.aliases])].map((name) => `${order.account}|${name}`),
      customer: order.paid?.customer.id,
      paidAt: order.paid?.at,
      subscription: order.paid?.subscriptionId,
    }),
    indexes: [
      { keys: ['names'], unique: true },
      { keys: ['mergedInto'] },
      { keys: ['customer', 'paidAt'] },
      { keys: ['referral'] },
      { keys: ['subscription'] },
    ],
  });

  /** Every order that bears one of these names: the paid one first, then by id, so that all callers keep the same one. */
  async function bearing(programme: string, account: string, names: readonly string[]): Promise<Stored<OrderDoc>[]> {
    const found = await Promise.all(
      [...new Set(names)].map((name) => c.findOne(programme, { names: `${account}|${name}` })),
    );
    const byId = new Map(found.filter((order) => order !== null).map((order) => [order.id, order]));
    return [...byId.values()].sort(keptFirst);
  }

  /** `from` gives its names up and points to `into`, which then takes everything over; taking over twice changes nothing. */
  async function merge(programme: string, into: OrderId, from: OrderId): Promise<void> {
    const source = await c.change(programme, from, (doc) => (doc.mergedInto ? null : { set: { mergedInto: into } }));
    if (source.mergedInto !== into) return;
    await c.change(programme, into, (doc) => {
      const { mergedInto: _, ...plain } = source;
      const next = mergeOrders(doc, plain);
      // Later than both: reversals are guarded by the order's revision.
      return same(doc, next) ? null : { set: fieldsOf(next), rev: next.rev };
    });
  }

  /** A merge that was cut off after the pointer was written: take in what points here and is not in yet. */
  async function completeMerges(programme: string, into: OrderId): Promise<void> {
    for (const from of await c.find(programme, { mergedInto: into })) await merge(programme, into, from.id);
  }

  /** The derived id, or the next one where an order of that id was merged away before. */
  async function freeId(order: Order): Promise<OrderId> {
    for (let n = 0; ; n += 1) {
      const id = n === 0 ? order.id : derivedId('order', order.programme, order.account, order.externalId, String(n));
      const taken = await c.get(order.programme, id);
      if (!taken?.mergedInto) return id;
    }
  }

  const repository = {
    collection: c,

    /** The order of that id, or the one it was merged into. */
    get: async (programme: string, id: OrderId): Promise<Stored<Order> | null> => {
      const order = await c.get(programme, id);
      return order?.mergedInto ? repository.get(programme, order.mergedInto) : order;
    },

    /** Orders of these referrals that were paid within the half-open period. */
    paidOf: async (
      programme: string,
      referrals: readonly ReferralId[],
      period: { from: Date; to: Date },
    ): Promise<Order[]> => {
      const found: Order[] = [];
      for (let start = 0; start < referrals.length; start += 500)
        found.push(
          ...(await c.find(programme, {
            referral: { $in: referrals.slice(start, start + 500) },
            paidAt: { $gte: period.from, $lt: period.to },
            mergedInto: null,
          })),
        );
      return found;
    },

    /** The order that bears any of these names. */
    findByAnyAlias: async (
      programme: string,
      account: string,
      names: readonly string[],
    ): Promise<Stored<Order> | null> => (await bearing(programme, account, names))[0] ?? null,

    /**
     * Folds an `order.*` or `dispute.*` event into the order that bears any of its names: makes the order where none does,
     * and joins two that turn out to be one. Folding an event again changes nothing. `out` leaves with the change.
     */
    async fold(
      programme: string,
      event: SluiceEvent,
      options: FoldOptions = {},
      out?: (order: Order) => Outgoing,
    ): Promise<Stored<Order>> {
      const account = accountOf(event);
      for (let attempt = 0; attempt < 200; attempt += 1) {
        try {
          const [order, ...others] = await bearing(programme, account, orderNames(event));
          if (!order) {
            const { rev: _rev, ...made } = foldOrder(null, event, options);
            const id = await freeId({ ...made, rev: 0 });
            return await c.insert({ ...made, id }, out?.({ ...made, id, rev: 1 }));
          }
          for (const other of others) await merge(programme, order.id, other.id);
          await completeMerges(programme, order.id);
          return await c.change(programme, order.id, (doc) => {
            if (doc.mergedInto) throw new StoreError('duplicate', `${doc.id} was merged into ${doc.mergedInto}.`);
            const next = foldOrder(doc, event, options);
            return same(doc, next) ? null : { set: fieldsOf(next), ...out?.(next) };
          });
        } catch (error) {
          // Another teller was quicker with one of the names: look again.
          if (!(error instanceof StoreError) || error.code !== 'duplicate') throw error;
          await pause(attempt);
        }
      }
      throw new StoreError('contention', `The order of event ${event.id} is told about too often at once.`);
    },

    setReferral: (programme: string, id: OrderId, referral: ReferralId) =>
      c.change(programme, id, (doc) => (doc.referral === referral ? null : { set: { referral } })),

    /** Paid orders of a customer, oldest first. */
    ofCustomer: (programme: string, customer: string) =>
      c.find(programme, { customer, mergedInto: { $exists: false } }, { sort: { paidAt: 1, _id: 1 } }),

    ofReferral: (programme: string, referral: ReferralId) =>
      c.find(programme, { referral, mergedInto: { $exists: false } }, { sort: { paidAt: 1, _id: 1 } }),

    ofSubscription: (programme: string, subscription: string) =>
      c.find(programme, { subscription, mergedInto: { $exists: false } }, { sort: { paidAt: 1, _id: 1 } }),

    list: (
      programme: string,
      query: PageQuery & { customer?: string; referral?: string; from?: Date; to?: Date } = {},
    ): Promise<Page<Stored<Order>>> =>
      c.page(
        programme,
        {
          paidAt: {
            $exists: true,
            ...(query.from ? { $gte: query.from } : {}),
            ...(query.to ? { $lt: query.to } : {}),
          },
          mergedInto: { $exists: false },
          ...(query.customer ? { customer: query.customer } : {}),
          ...(query.referral ? { referral: query.referral } : {}),
        },
        query,
        { field: 'paidAt', direction: -1 },
      ),
  };
  return repository;
}

function fieldsOf(order: Order): Partial<Fresh<Order>> {
  const { id: _id, programme: _programme, rev: _rev, ...fields } = order;
  return fields;
}

function same(before: Order, after: Order): boolean {
  return before === after || toText({ ...before, rev: 0 }) === toText({ ...after, rev: 0 });
}

function keptFirst(a: Order, b: Order): number {
  if ((a.paid === undefined) !== (b.paid === undefined)) return a.paid ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
