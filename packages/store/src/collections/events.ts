import { derivedId, sha256Hex, type EventId, type SluiceEvent } from '@sluice/domain';
import type { Page, PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Stored } from '../core/spec.js';
import { toText } from '../core/text.js';

/** A redelivery under the same id that said something else: kept for review beside the first. */
export interface EventConflict {
  at: Date;
  type: string;
  hash: string;
  /** Its data as text. */
  data: string;
}

/** `due`: to be dispatched · `ignored`: nothing knows its type · `failed`: dispatching threw; tried again by the sweeper. */
export type DispatchState = 'due' | 'done' | 'ignored' | 'failed';

export interface StoredEvent extends SluiceEvent {
  /** Keys that waits find it by, e.g. `order:ord_…`. */
  correlations: string[];
  bodyHash: string;
  dispatch: DispatchState;
  attempts: number;
  error?: { code: string; message: string };
  dispatchedAt?: Date;
  conflicts: EventConflict[];
}

export type NewEvent = Omit<SluiceEvent, 'id'> & { correlations?: string[] };

const maxConflicts = 20;

/** Events: stored first, then dispatched. Unique by id, which derives from (programme, source, source id). */
export function events(db: Database) {
  const c = db.collection<StoredEvent>({
    name: 'events',
    version: 1,
    fields: {
      source: 'string',
      sourceId: 'string',
      type: 'string',
      version: 'number',
      occurredAt: 'date',
      receivedAt: 'date',
      data: 'text',
      clamped: 'string',
      correlations: 'strings',
      bodyHash: 'string',
      dispatch: 'string',
      attempts: 'number',
      error: 'plain',
      dispatchedAt: 'date',
      conflicts: 'plain',
    },
    indexes: [
      { keys: ['source', 'sourceId'], unique: true },
      { keys: ['dispatch', 'receivedAt'] },
      { keys: ['type', 'correlations'] },
      { keys: ['correlations', 'receivedAt'] },
    ],
  });
  return {
    collection: c,

    /**
     * Stores an event once. `duplicate`: it was there already (the first is answered); `conflict`: it was there with another
     * type or other data, and the newcomer is kept beside it.
     */
    async insert(
      programme: string,
      event: NewEvent,
    ): Promise<{ event: Stored<StoredEvent>; duplicate: boolean; conflict: boolean }> {
      const bodyHash = sha256Hex(toText([event.type, event.version, event.data]));
      const id: EventId = derivedId('event', programme, event.source, event.sourceId);
      const { inserted, doc } = await c.insertOrRead({
        ...event,
        id,
        programme,
        correlations: event.correlations ?? [],
        bodyHash,
        dispatch: 'due',
        attempts: 0,
        conflicts: [],
      });
      if (inserted) return { event: doc, duplicate: false, conflict: false };
      if (doc.bodyHash === bodyHash) return { event: doc, duplicate: true, conflict: false };
      const kept = await c.change(programme, id, (first) =>
        first.conflicts.some(({ hash }) => hash === bodyHash) || first.conflicts.length >= maxConflicts
          ? null
          : {
              set: {
                conflicts: [
                  ...first.conflicts,
                  { at: event.receivedAt, type: event.type, hash: bodyHash, data: toText(event.data) },
                ],
              },
            },
      );
      return { event: kept, duplicate: true, conflict: true };
    },

    get: (programme: string, id: EventId) => c.get(programme, id),

    /** Events to dispatch, oldest first. */
    due: (programme: string, limit = 100) =>
      c.find(programme, { dispatch: 'due' }, { sort: { receivedAt: 1, _id: 1 }, limit }),

    /** Events whose dispatch threw, for the sweeper. */
    failed: (programme: string, limit = 100) =>
      c.find(programme, { dispatch: 'failed' }, { sort: { receivedAt: 1, _id: 1 }, limit }),

    /** Adds keys that only dispatching could know (e.g. the order's id behind an alias). */
    addCorrelations: (programme: string, id: EventId, correlations: string[]) =>
      c.change(programme, id, (event) => {
        const added = correlations.filter((key) => !event.correlations.includes(key));
        return added.length === 0 ? null : { set: { correlations: [...event.correlations, ...added] } };
      }),

    markDispatched: (programme: string, id: EventId, state: 'done' | 'ignored' = 'done') =>
      c.change(programme, id, (event) =>
        event.dispatch === state ? null : { set: { dispatch: state, dispatchedAt: db.now(), error: undefined } },
      ),

    /** Records a failed attempt; the event stays due until `maxAttempts`, then waits for the sweeper as `failed`. */
    markFailed: (programme: string, id: EventId, error: { code: string; message: string }, maxAttempts = 10) =>
      c.change(programme, id, (event) => ({
        set: {
          attempts: event.attempts + 1,
          error,
          dispatch: event.attempts + 1 >= maxAttempts ? ('failed' as const) : ('due' as const),
        },
      })),

    /** Dispatches it again. */
    redo: (programme: string, id: EventId) =>
      c.change(programme, id, () => ({ set: { dispatch: 'due' as const, attempts: 0 } })),

    /** Stored events of a type (or several) with that correlation key, oldest first: what a new wait looks at. */
    findStored: (programme: string, types: string | string[], correlation: string, since?: Date) => {
      const type = Array.isArray(types) ? { $in: types } : types;
      const filter = { type, correlations: correlation, ...(since ? { receivedAt: { $gte: since } } : {}) };
      return c.find(programme, filter, { sort: { receivedAt: 1, _id: 1 } });
    },

    /** Everything told about a thing, newest first (timelines). */
    about: (programme: string, correlation: string, limit = 100) =>
      c.find(programme, { correlations: correlation }, { sort: { receivedAt: -1, _id: -1 }, limit }),

    list: (
      programme: string,
      query: PageQuery & {
        type?: string;
        source?: string;
        dispatch?: DispatchState;
        conflicts?: true;
        search?: string;
      } = {},
    ): Promise<Page<Stored<StoredEvent>>> =>
      c.page(
        programme,
        {
          ...(query.type ? { type: query.type } : {}),
          ...(query.source ? { source: query.source } : {}),
          ...(query.dispatch ? { dispatch: query.dispatch } : {}),
          ...(query.conflicts ? { 'conflicts.0': { $exists: true } } : {}),
          ...(query.search ? { sourceId: query.search } : {}),
        },
        query,
        { field: 'receivedAt', direction: -1 },
      ),

    count: (programme: string, dispatch: DispatchState) => c.count(programme, { dispatch }),

    /** Takes raw personal context (IP, user agent) out of events received before `before`; answers how many changed. */
    async forgetContext(programme: string, before: Date, limit = 500): Promise<number> {
      const old = await c.find(programme, { receivedAt: { $lt: before } }, { sort: { receivedAt: 1 } });
      const bearing = old.filter((event) => hasRawContext(event.data)).slice(0, limit);
      for (const event of bearing) {
        await c.change(programme, event.id, (doc) => {
          const { ip: _ip, userAgent: _agent, ...context } = (doc.data['context'] ?? {}) as Record<string, never>;
          return { set: { data: { ...doc.data, context } } };
        });
      }
      return bearing.length;
    },
  };
}

function hasRawContext(data: SluiceEvent['data']): boolean {
  const context = data['context'];
  return typeof context === 'object' && context !== null && ('ip' in context || 'userAgent' in context);
}
