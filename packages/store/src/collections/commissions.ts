import type {
  ApprovalState,
  BatchId,
  Commission,
  CommissionId,
  CommissionPosition,
  CommissionState,
  Money,
  OrderId,
  PartnerId,
  ReferralId,
} from '@sluice/domain';
import type { Filter, PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import { contains } from '../core/search.js';
import type { Stored } from '../core/spec.js';

/**
 * A commission: its immutable half as it was computed, and its position, which is a projection of the partner's journals.
 * Before the first journal there is none, and the state is `new`.
 */
export interface StoredCommission extends Commission {
  position?: CommissionPosition;
  /** When the state was reached, by the journal that did it. */
  stateSince?: Date;
  risk?: number;
}

export interface CommissionFilter {
  partner?: PartnerId;
  state?: CommissionState | CommissionState[];
  approval?: ApprovalState;
  order?: OrderId;
  referral?: ReferralId;
  batch?: BatchId;
  currency?: string;
  /** Half-open, by `occurredAt`. */
  from?: Date;
  to?: Date;
  search?: string;
}

export interface StateTotal {
  state: CommissionState;
  currency: string;
  count: number;
  amount: Money;
}

export function commissions(db: Database) {
  const c = db.collection<StoredCommission>({
    name: 'commissions',
    version: 1,
    fields: {
      partner: 'string',
      referral: 'string',
      order: 'string',
      orderExternalId: 'string',
      customer: 'string',
      lineKey: 'string',
      component: 'string',
      amount: 'plain',
      base: 'plain',
      terms: 'text',
      termsFrom: 'plain',
      parts: 'text',
      claims: 'strings',
      begun: 'plain',
      lead: 'plain',
      stagedUntil: 'date',
      rule: 'plain',
      facts: 'text',
      trace: 'text',
      traceLeftOut: 'number',
      explanation: 'text',
      calculation: 'text',
      conversion: 'plain',
      reverses: 'string',
      reason: 'text',
      event: 'string',
      run: 'string',
      occurredAt: 'date',
      createdAt: 'date',
      position: 'plain',
      stateSince: 'date',
      risk: 'number',
    },
    lookups: {
      state: 'string',
      approval: 'string',
      seq: 'number',
      open: 'bigint',
      currency: 'string',
      search: 'string',
    },
    derive: (commission) => ({
      state: commission.position?.state ?? 'new',
      approval: commission.position?.approval ?? 'not_needed',
      seq: commission.position?.seq ?? 0,
      open: commission.position?.open.amount ?? commission.amount.amount,
      currency: commission.amount.currency,
      batch: commission.position?.batch,
      search: [commission.id, commission.orderExternalId, commission.customer].join('\n').toLowerCase(),
    }),
    indexes: [
      { keys: ['partner', 'occurredAt'] },
      { keys: ['partner', 'state', 'currency'] },
      { keys: ['occurredAt'] },
      { keys: ['state', 'currency'] },
      { keys: ['approval'] },
      { keys: ['order'] },
      { keys: ['referral'] },
      { keys: ['reverses'] },
      { keys: ['batch'] },
      { keys: ['run'] },
    ],
  });

  function filterOf(query: CommissionFilter): Record<string, unknown> {
    return {
      ...(query.partner ? { partner: query.partner } : {}),
      ...(query.state ? { state: Array.isArray(query.state) ? { $in: query.state } : query.state } : {}),
      ...(query.approval ? { approval: query.approval } : {}),
      ...(query.order ? { order: query.order } : {}),
      ...(query.referral ? { referral: query.referral } : {}),
      ...(query.batch ? { batch: query.batch } : {}),
      ...(query.currency ? { currency: query.currency } : {}),
      ...(query.from || query.to
        ? { occurredAt: { ...(query.from ? { $gte: query.from } : {}), ...(query.to ? { $lt: query.to } : {}) } }
        : {}),
      ...(query.search ? { search: contains(query.search) } : {}),
    };
  }

  return {
    collection: c,

    /** Insert, or read back what is stored and go on from that. */
    insertOrRead: (commission: Commission & { risk?: number }, out?: Outgoing) => c.insertOrRead(commission, out),

    get: (programme: string, id: CommissionId) => c.get(programme, id),
    need: (programme: string, id: CommissionId) => c.need(programme, id),
    many: (programme: string, ids: CommissionId[]) =>
      ids.length === 0 ? Promise.resolve([]) : c.find(programme, { _id: { $in: ids } }),
    ofOrder: (programme: string, order: OrderId) => c.find(programme, { order }, { sort: { createdAt: 1, _id: 1 } }),
    reversalsOf: (programme: string, commission: CommissionId) =>
      c.find(programme, { reverses: commission }, { sort: { createdAt: 1, _id: 1 } }),
    ofPartner: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner }, { sort: { occurredAt: 1, _id: 1 } }),
    ofRun: (programme: string, run: string) => c.find(programme, { run }),

    /** Sets the position, unless one as new is there. `since`: time of the journal that gave the state. */
    project: (programme: string, id: CommissionId, position: CommissionPosition, since: Date) =>
      c.change(programme, id, (commission) =>
        commission.position && commission.position.seq >= position.seq
          ? null
          : { set: { position, stateSince: since } },
      ),

    /** Sets the position whatever it was, for rebuilding; throws `stale` where the document changed meanwhile. */
    replacePosition: (commission: Stored<StoredCommission>, position: CommissionPosition | undefined, since?: Date) =>
      c.change(commission.programme, commission.id, () => ({ set: { position, stateSince: since } }), commission.rev),

    setRisk: (programme: string, id: CommissionId, risk: number, out?: Outgoing) =>
      c.change(programme, id, (commission) => (commission.risk === risk ? null : { set: { risk }, ...out })),

    /** Newest order first. `beyond`: further conditions on stored fields. */
    list: (programme: string, query: PageQuery & CommissionFilter = {}, beyond: Filter = {}) =>
      c.page(programme, { ...beyond, ...filterOf(query) }, query, { field: 'occurredAt', direction: -1 }),

    /** What is open (earned less taken back), by state and currency. */
    async totals(programme: string, query: CommissionFilter = {}): Promise<StateTotal[]> {
      const groups = await c.model.aggregate<{
        _id: { state: CommissionState; currency: string };
        count: number | bigint;
        open: number | bigint;
      }>([
        { $match: { programme, ...filterOf(query) } },
        { $group: { _id: { state: '$state', currency: '$currency' }, count: { $sum: 1 }, open: { $sum: '$open' } } },
      ]);
      return groups.map(({ _id, count, open }) => ({
        state: _id.state,
        currency: _id.currency,
        count: Number(count),
        amount: { amount: BigInt(open), currency: _id.currency },
      }));
    },

    /** Partners with something payable in a currency, in the order of their ids. */
    async payablePartners(programme: string, currency: string): Promise<PartnerId[]> {
      const found: unknown[] = await c.model.distinct('partner', { programme, state: 'payable', currency });
      return (found as PartnerId[]).sort();
    },

    /** What these partners have payable since before `cutoff`: what a batch may reserve. Facts and traces stay where they are. */
    payable: (programme: string, currency: string, cutoff: Date, partners: readonly PartnerId[]) =>
      c.find(
        programme,
        { partner: { $in: partners }, state: 'payable', currency, stateSince: { $lt: cutoff } },
        { without: ['facts', 'trace', 'explanation', 'calculation'] },
      ),

    /** Held, and every hold of it ended before `now`: what should have been released. */
    async overdue(programme: string, now: Date): Promise<Stored<StoredCommission>[]> {
      const held = await c.find(programme, { state: 'held' });
      return held.filter(
        ({ position }) =>
          position !== undefined &&
          (position.approval === 'approved' || position.approval === 'not_needed') &&
          position.holds.every((hold) => hold.endedAt !== undefined || (hold.until !== undefined && hold.until < now)),
      );
    },
  };
}
