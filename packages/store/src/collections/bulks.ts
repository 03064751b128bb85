import { derivedId, type Id, type JsonObject, type RunId } from '@sluice/domain';
import type { Landing, RunRecord } from '@sluice/flows';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

export type BulkId = Id<'bulk'>;
export const bulkActs = ['migrate', 'restart', 'retry', 'skip', 'stop'] as const;
export type BulkAct = (typeof bulkActs)[number];
export type BulkState = 'due' | 'running' | 'done' | 'cancelled' | 'failed';

/** Which runs it is about. */
export interface BulkFilter {
  flow: string;
  versions?: number[];
  statuses?: RunRecord['status'][];
  node?: string;
  /** These alone. */
  runs?: string[];
}

/** One act on many runs, as it was asked for, and how far it has come. */
export interface Bulk {
  id: BulkId;
  programme: string;
  act: BulkAct;
  filter: BulkFilter;
  /** The version to go on in, or to begin anew in: runs of it are left alone; and old step → new step. */
  target?: number;
  map?: Record<string, string>;
  reason: string;
  actor: { id: string; name: string; roles: string[] };
  state: BulkState;
  createdAt: Date;
  startedAt?: Date;
  endedAt?: Date;
  /** Runs that it is about; known once all have been looked up. */
  total?: number;
  /** Runs by what became of them so far. */
  counts: Partial<Record<BulkItem['state'], number>>;
  cancelledBy?: { id: string; name: string };
  error?: { code: string; message: string };
  /** The publication that asked for it. */
  approval?: string;
}

/** What is to become of one run, and what became of it. */
export interface BulkItem {
  id: string;
  programme: string;
  bulk: BulkId;
  run: RunId;
  subject: { kind: string; id: string; title?: string };
  version: number;
  /** Branch → key of its position when it was looked up: a run that has moved on since is not acted on blindly. */
  expected: Record<string, string>;
  /** Where the run was, by step. */
  node: string;
  /** Where each of its branches is to land. */
  landing?: Landing;
  /** `requested`: a second person has to ask for the same. `moved`: it is somewhere else by now. */
  state: 'planned' | 'done' | 'requested' | 'moved' | 'refused' | 'closed';
  code?: string;
  message?: string;
  at?: Date;
}

export function bulks(db: Database) {
  const c = db.collection<Bulk>({
    name: 'bulks',
    version: 1,
    fields: {
      act: 'string',
      filter: 'plain',
      target: 'number',
      map: 'map',
      reason: 'string',
      actor: 'plain',
      state: 'string',
      createdAt: 'date',
      startedAt: 'date',
      endedAt: 'date',
      total: 'number',
      counts: 'plain',
      cancelledBy: 'plain',
      error: 'plain',
      approval: 'string',
    },
    lookups: { flowKey: 'string' },
    derive: (bulk) => ({ flowKey: bulk.filter.flow }),
    indexes: [{ keys: ['state'] }, { keys: ['flowKey', 'createdAt'] }, { keys: ['createdAt'] }],
  });
  const items = db.collection<BulkItem>({
    name: 'bulk_items',
    version: 1,
    fields: {
      bulk: 'string',
      run: 'string',
      subject: 'plain',
      version: 'number',
      expected: 'map',
      node: 'string',
      landing: 'plain',
      state: 'string',
      code: 'string',
      message: 'string',
      at: 'date',
    },
    indexes: [{ keys: ['bulk', 'state'] }, { keys: ['bulk', 'run'], unique: true }],
    quiet: true,
  });
  const isOpen = ({ state }: Bulk) => state === 'due' || state === 'running';
  return {
    collection: c,
    items,
    insertOrRead: (bulk: Bulk, out?: Outgoing) => c.insertOrRead(bulk, out),
    get: (programme: string, id: string) => c.get(programme, id),
    /** Asked for and not started. */
    due: (programme: string) => c.find(programme, { state: 'due', startedAt: null }, { sort: { createdAt: 1 } }),
    markStarted: (programme: string, id: BulkId, at: Date) =>
      c.change(programme, id, (bulk) => (bulk.startedAt ? null : { set: { startedAt: at } })),
    /** All runs have been looked up. */
    planned: (programme: string, id: BulkId, total: number) =>
      c.change(programme, id, (bulk) =>
        bulk.state === 'due' ? { set: { state: 'running' as const, total, counts: { planned: total } } } : null,
      ),
    progress: (programme: string, id: BulkId, counts: Bulk['counts']) =>
      c.change(programme, id, (bulk) => (bulk.state === 'running' ? { set: { counts } } : null)),
    finish: (
      programme: string,
      id: BulkId,
      end: { state: 'done' | 'cancelled' | 'failed'; counts: Bulk['counts']; at: Date; error?: Bulk['error'] },
      out?: (bulk: Stored<Bulk>) => Outgoing,
    ) =>
      c.change(programme, id, (bulk) => {
        if (!isOpen(bulk)) return null;
        const { state, counts, at, error } = end;
        return { set: { state, counts, endedAt: at, ...(error && { error }) }, ...out?.(bulk) };
      }),
    /** What is done stays done; the rest is left. */
    cancel: (programme: string, id: BulkId, by: { id: string; name: string }, out?: Outgoing) =>
      c.change(programme, id, (bulk) =>
        isOpen(bulk) && !bulk.cancelledBy ? { set: { cancelledBy: by }, ...out } : null,
      ),
    list: (programme: string, query: PageQuery & { flow?: string } = {}) =>
      c.page(programme, query.flow ? { flowKey: query.flow } : {}, query, { field: 'createdAt', direction: -1 }),

    plan: (item: Omit<BulkItem, 'id'>) =>
      items.insertOrRead({ ...item, id: derivedId('change', 'bulk-item', item.programme, item.bulk, item.run) }),
    /** Those that nothing has become of yet. */
    open: (programme: string, bulk: BulkId, limit: number, after?: string) =>
      items.find(
        programme,
        { bulk, state: 'planned', ...(after === undefined ? {} : { _id: { $gt: after } }) },
        { sort: { _id: 1 }, limit },
      ),
    settle: (
      programme: string,
      id: string,
      became: { state: Exclude<BulkItem['state'], 'planned'>; code?: string; message?: string; at: Date },
    ) => items.change(programme, id, (item) => (item.state === 'planned' ? { set: became } : null)),
    listItems: (programme: string, bulk: BulkId, query: PageQuery & { state?: BulkItem['state'] } = {}) =>
      items.page(programme, { bulk, ...(query.state ? { state: query.state } : {}) }, query, {
        field: 'run',
        direction: 1,
      }),

    /** How many runs there are of each end. */
    async tally(programme: string, bulk: BulkId): Promise<Bulk['counts']> {
      const groups = await items.model.aggregate<{ _id: BulkItem['state']; count: number | bigint }>([
        { $match: { programme, bulk } },
        { $group: { _id: '$state', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(groups.map(({ _id, count }) => [_id, Number(count)]));
    },
  };
}

/** What the audit log says of an act on many runs. */
export function bulkDetail({ act, filter, target, reason }: Bulk): JsonObject {
  return { act, filter: { ...filter } as unknown as JsonObject, ...(target !== undefined && { target }), reason };
}
