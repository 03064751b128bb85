import { derivedId, sameRate, type Currency, type FxRate, type Id } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor, Outgoing } from '../core/outgoing.js';

/** A rate of a day as a programme keeps it. Conversions carry their own copy, so changing one changes no money. */
export interface StoredRate extends FxRate {
  id: Id<'rate'>;
  programme: string;
  by: AuditActor;
  at: Date;
  /** Why a person set it. */
  reason?: string;
}

/** One import of rates: what came, and what became of it. Its audit entry is that of all its rates. */
export interface RateImport {
  id: Id<'rate'>;
  programme: string;
  source: string;
  by: AuditActor;
  at: Date;
  added: number;
  same: number;
  /** Days of the first and the last rate. */
  from?: string;
  to?: string;
}

/** Rates, one a day for each ordered pair of currencies. */
export function fxRates(db: Database) {
  const c = db.collection<StoredRate>({
    name: 'fx_rates',
    version: 1,
    fields: {
      from: 'string',
      to: 'string',
      date: 'string',
      rate: 'string',
      source: 'string',
      by: 'plain',
      at: 'date',
      reason: 'string',
    },
    indexes: [{ keys: ['from', 'to', 'date'], unique: true }, { keys: ['date'] }],
  });
  const imports = db.collection<RateImport>({
    name: 'rate_imports',
    version: 1,
    fields: {
      source: 'string',
      by: 'plain',
      at: 'date',
      added: 'number',
      same: 'number',
      from: 'string',
      to: 'string',
    },
    indexes: [{ keys: ['at'] }],
  });
  const idOf = (programme: string, { from, to, date }: Pick<FxRate, 'from' | 'to' | 'date'>): StoredRate['id'] =>
    derivedId('rate', programme, from, to, date);

  return {
    collection: c,
    imports,

    /** Adds a rate; one that is stored for that day stays, and is answered. */
    insertOrRead: (programme: string, rate: FxRate, by: AuditActor, at: Date) =>
      c.insertOrRead({ ...rate, id: idOf(programme, rate), programme, by, at }),

    get: (programme: string, rate: Pick<FxRate, 'from' | 'to' | 'date'>) => c.get(programme, idOf(programme, rate)),

    /** Sets a rate by hand, over the one that is stored; one that says the same is left alone. */
    async set(programme: string, rate: FxRate, by: AuditActor, at: Date, reason: string) {
      const out = (before?: FxRate): Outgoing => ({
        audit: {
          action: 'rate.set',
          actor: by,
          subject: { kind: 'rate', id: `${rate.from}/${rate.to}` },
          detail: {
            name: `${rate.from}/${rate.to} ${rate.date}`,
            rate: rate.rate,
            reason,
            ...(before && { before: before.rate, beforeSource: before.source }),
          },
        },
      });
      const { inserted, doc } = await c.insertOrRead(
        { ...rate, id: idOf(programme, rate), programme, by, at, reason },
        out(),
      );
      if (inserted) return doc;
      return c.change(programme, doc.id, (known) =>
        sameRate(known.rate, rate.rate)
          ? null
          : { set: { rate: rate.rate, source: rate.source, by, at, reason }, ...out(known) },
      );
    },

    /** Rates between some currencies of a stretch of days, both included. */
    among: (programme: string, currencies: readonly Currency[], first: string, last: string) =>
      c.find(programme, {
        from: { $in: [...currencies] },
        to: { $in: [...currencies] },
        date: { $gte: first, $lte: last },
      }),

    /** Those that are stored already of a file, by pair and day. */
    ofDays: (programme: string, first: string, last: string) =>
      c.find(programme, { date: { $gte: first, $lte: last } }, { sort: { date: 1 } }),

    /** Newest day first. */
    list: (programme: string, query: PageQuery & { from?: Currency; to?: Currency; date?: string } = {}) =>
      c.page(
        programme,
        {
          ...(query.from ? { from: query.from } : {}),
          ...(query.to ? { to: query.to } : {}),
          ...(query.date ? { date: query.date } : {}),
        },
        query,
        { field: 'date', direction: -1 },
      ),

    /** The newest day of each pair. */
    async newest(programme: string): Promise<{ from: Currency; to: Currency; date: string; count: number }[]> {
      const groups = await c.model.aggregate<{
        _id: { from: string; to: string };
        date: string;
        count: number | bigint;
      }>([
        { $match: { programme } },
        { $group: { _id: { from: '$from', to: '$to' }, date: { $max: '$date' }, count: { $sum: 1 } } },
      ]);
      return groups
        .map(({ _id, date, count }) => ({ from: _id.from, to: _id.to, date, count: Number(count) }))
        .sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
    },
  };
}
