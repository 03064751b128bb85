import {
  derivedId,
  verdictOf,
  type BacktestRow,
  type BacktestTally,
  type Id,
  type OwnerDrifts,
  type PartnerId,
  type PartnerRanking,
  type PartnerSum,
  type Programme,
} from '@sluice/domain';
import type { FactsSchema } from '@sluice/rules';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

export type BacktestId = Id<'backtest'>;
export type BacktestState = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

/** One side of a backtest as it was when it was asked for: a draft that is edited meanwhile changes nothing. */
export interface BacktestVersion {
  /** Null for the draft. */
  version: number | null;
  hash: string;
  title: string;
  logic: string;
  /** Id of the outcome shape. */
  outcome: string;
  schema: FactsSchema;
  /** The published rules that it asks in turn, by key. */
  uses: Record<string, { text: string; hash: string; version: number; outcome: string; schema: FactsSchema }>;
}

/** What of the programme amounts depend on, as it was when the backtest was asked for. */
export interface BacktestTerms {
  timeZone: string;
  settings: Pick<Programme['settings'], 'base' | 'rounding' | 'recurringMonths' | 'spendCaps'>;
  tiers: Pick<Programme['tiers'][number], 'key' | 'name' | 'rank'>[];
}

/** Where a chunk begins: after this commission. */
export interface BacktestPlace {
  at: Date;
  commission: string;
}

export interface BacktestResult {
  tally: BacktestTally;
  partners: PartnerRanking;
  /** Pointers of the outcomes that no order reached, by side. */
  unreached: { before: string[]; after: string[] };
}

export interface Backtest {
  id: BacktestId;
  programme: string;
  /** Key of the rule. */
  rule: string;
  state: BacktestState;
  requestedBy: { id: string; name: string };
  /** Half-open, by the time of the order. */
  period: { from: Date; to: Date };
  filter: { partners?: PartnerId[]; tiers?: string[] };
  before: BacktestVersion;
  after: BacktestVersion;
  terms: BacktestTerms;
  /** Commissions looked at, and how many there are. */
  progress: { done: number; total: number };
  /** Somebody wants it to end: it does before the next chunk. */
  cancelledBy?: { id: string; name: string };
  /** Set once a workflow is known to have been started. */
  startedAt?: Date;
  finishedAt?: Date;
  /** Only of what was computed, where the state is `cancelled`. */
  result?: BacktestResult;
  error?: { code: string; message: string };
  /** Commissions computed later are not part of it. */
  createdAt: Date;
}

export type NewBacktest = Omit<
  Backtest,
  'state' | 'progress' | 'cancelledBy' | 'startedAt' | 'finishedAt' | 'result' | 'error'
>;

/** The rows of one chunk with what they add up to: written once, under an id that derives from the backtest and its number. */
export interface BacktestChunk {
  id: Id<'change'>;
  programme: string;
  backtest: BacktestId;
  /** From 0, in the order of the history. */
  index: number;
  /** Commissions looked at, those included that are no rows. */
  scanned: number;
  /** Where the next chunk begins; absent at the end. */
  next?: BacktestPlace;
  /** Rows whose amount differs, or that could not be decided. */
  differing: number;
  tally: BacktestTally;
  partners: PartnerSum[];
  rows: BacktestRow[];
}

/** Where the versions of a backtest stand by now, of one partner, one customer or all. */
export interface BacktestDrift {
  id: Id<'change'>;
  programme: string;
  backtest: BacktestId;
  owner: string;
  /** The chunk that set it, and what it was before: a chunk that is run again begins from there. */
  chunk: number;
  was: OwnerDrifts;
  now: OwnerDrifts;
}

/** The chunk's sums without its rows. */
export type BacktestPart = Omit<BacktestChunk, 'rows'>;

export interface RowQuery extends PageQuery {
  /** Only rows whose amount differs, or that could not be decided. */
  changed?: boolean;
  partner?: string;
}

const finished: readonly BacktestState[] = ['done', 'cancelled', 'failed'];

/** Backtests, and their chunks in a collection beside them. */
export function backtests(db: Database) {
  const c = db.collection<Backtest>({
    name: 'backtests',
    version: 1,
    fields: {
      rule: 'string',
      state: 'string',
      requestedBy: 'plain',
      period: 'plain',
      filter: 'plain',
      before: 'text',
      after: 'text',
      terms: 'text',
      progress: 'plain',
      cancelledBy: 'plain',
      startedAt: 'date',
      finishedAt: 'date',
      result: 'text',
      error: 'plain',
      createdAt: 'date',
    },
    indexes: [{ keys: ['state', 'createdAt'] }, { keys: ['rule', 'createdAt'] }, { keys: ['createdAt'] }],
  });
  const chunks = db.collection<BacktestChunk>({
    name: 'backtest_chunks',
    version: 1,
    quiet: true,
    fields: {
      backtest: 'string',
      index: 'number',
      scanned: 'number',
      next: 'plain',
      differing: 'number',
      tally: 'text',
      partners: 'text',
      rows: 'text',
    },
    indexes: [{ keys: ['backtest', 'index'], unique: true }],
  });
  const standing = db.collection<BacktestDrift>({
    name: 'backtest_drifts',
    version: 1,
    quiet: true,
    fields: { backtest: 'string', owner: 'string', chunk: 'number', was: 'text', now: 'text' },
    indexes: [{ keys: ['backtest', 'owner'], unique: true }],
  });
  const driftId = (id: BacktestId, owner: string): BacktestDrift['id'] =>
    derivedId('change', 'backtest drift', id, owner);
  const chunkId = (id: BacktestId, index: number): BacktestChunk['id'] =>
    derivedId('change', 'backtest chunk', id, String(index));

  async function change(
    programme: string,
    id: BacktestId,
    from: readonly BacktestState[],
    set: (doc: Stored<Backtest>) => Partial<Backtest>,
    out: Outgoing = {},
  ): Promise<Stored<Backtest>> {
    return c.change(programme, id, (doc) => (from.includes(doc.state) ? { set: set(doc), ...out } : null));
  }

  const repository = {
    collection: c,
    chunks,

    /** Insert, or read back what was asked for under the same id. */
    insertOrRead: (backtest: NewBacktest, out?: Outgoing) =>
      c.insertOrRead({ ...backtest, state: 'queued', progress: { done: 0, total: 0 } }, out),
    get: (programme: string, id: BacktestId) => c.get(programme, id),
    need: (programme: string, id: BacktestId) => c.need(programme, id),

    /** Newest first. */
    list: (programme: string, query: PageQuery & { rule?: string } = {}) =>
      c.page(programme, query.rule ? { rule: query.rule } : {}, query),

    /** Asked for, and not known to be started, oldest first. */
    due: (programme: string) =>
      c.find(
        programme,
        { state: 'queued', startedAt: { $exists: false } },
        { sort: { createdAt: 1, _id: 1 }, limit: 20 },
      ),

    markStarted: (programme: string, id: BacktestId, at: Date) =>
      c.change(programme, id, (doc) => (doc.startedAt ? null : { set: { startedAt: at } })),

    /** `queued` → `running`; one that runs or is over stays as it is. */
    begin: (programme: string, id: BacktestId, total: number, at: Date) =>
      change(programme, id, ['queued'], (doc) => ({
        state: 'running',
        progress: { done: 0, total },
        startedAt: doc.startedAt ?? at,
      })),

    /** Never goes back. */
    progress: (programme: string, id: BacktestId, done: number) =>
      c.change(programme, id, (doc) =>
        doc.state === 'running' && done > doc.progress.done
          ? { set: { progress: { done, total: Math.max(done, doc.progress.total) } } }
          : null,
      ),

    /** Asks it to end; one that has not begun ends at once. One that is over stays as it is. */
    cancel: (programme: string, id: BacktestId, by: Backtest['requestedBy'], at: Date, out: Outgoing = {}) =>
      c.change(programme, id, (doc) => {
        if (finished.includes(doc.state) || doc.cancelledBy) return null;
        const ended = doc.state === 'queued' ? ({ state: 'cancelled', finishedAt: at } as const) : {};
        return { set: { cancelledBy: by, ...ended }, ...out };
      }),

    finish: (programme: string, id: BacktestId, state: 'done' | 'cancelled', result: BacktestResult, at: Date) =>
      change(programme, id, ['queued', 'running'], () => ({ state, result, finishedAt: at })),

    fail: (programme: string, id: BacktestId, error: { code: string; message: string }, at: Date) =>
      change(programme, id, ['queued', 'running'], () => ({ state: 'failed', error, finishedAt: at })),

    /** The chunk where it is stored already, without its rows. */
    async chunk(programme: string, id: BacktestId, index: number): Promise<BacktestPart | undefined> {
      const [part] = await chunks.find(programme, { _id: chunkId(id, index) }, { without: ['rows'] });
      return part;
    },

    /** Stores a chunk once; what was stored before stands. */
    keepChunk: async (programme: string, chunk: Omit<BacktestChunk, 'id' | 'programme'>) =>
      (await chunks.insertOrRead({ ...chunk, id: chunkId(chunk.backtest, chunk.index), programme })).doc,

    /** Where some owners stand before a chunk. */
    async drifts(
      programme: string,
      id: BacktestId,
      owners: readonly string[],
      chunk: number,
    ): Promise<Map<string, OwnerDrifts>> {
      const found = await standing.find(programme, { _id: { $in: owners.map((owner) => driftId(id, owner)) } });
      return new Map(found.map((one) => [one.owner, one.chunk < chunk ? one.now : one.was]));
    },

    /** Sets where an owner stands after a chunk; set by the same chunk again, what was before stays. */
    async keepDrifts(programme: string, id: BacktestId, owner: string, chunk: number, now: OwnerDrifts): Promise<void> {
      const fresh = { id: driftId(id, owner), programme, backtest: id, owner, chunk, was: {}, now };
      const { inserted, doc } = await standing.insertOrRead(fresh);
      if (!inserted)
        await standing.change(programme, doc.id, (one) => ({
          set: { chunk, now, was: one.chunk < chunk ? one.now : one.was },
        }));
    },

    /** The row of a commission, by its place in the history. */
    async row(programme: string, id: BacktestId, commission: string, at: Date): Promise<BacktestRow | undefined> {
      // A chunk ends with a commission; those of one instant may lie in two.
      const places = await chunks.find(
        programme,
        { backtest: id, $or: [{ 'next.at': { $gte: at } }, { next: { $exists: false } }] },
        { sort: { index: 1 }, limit: 2 },
      );
      return places.flatMap(({ rows }) => rows).find((row) => row.commission === commission);
    },

    /** The sums of every chunk in order, some at a time. */
    async *parts(programme: string, id: BacktestId): AsyncGenerator<BacktestPart> {
      for (let from = 0; ;) {
        const some = await chunks.find(
          programme,
          { backtest: id, index: { $gte: from, $lt: from + 20 } },
          { sort: { index: 1 }, without: ['rows'] },
        );
        yield* some;
        if (some.length < 20) return;
        from += 20;
      }
    },

    /** Rows in the order of the history. The cursor names a chunk and a place in it, so that it stays right while more come. */
    async rows(
      programme: string,
      id: BacktestId,
      query: RowQuery = {},
    ): Promise<{ data: BacktestRow[]; nextCursor: string | null }> {
      const limit = Math.min(Math.max(query.limit ?? 50, 1), 1_000);
      const data: BacktestRow[] = [];
      let [index, offset] = parsePlace(query.cursor);
      for (;;) {
        const [chunk] = await chunks.find(
          programme,
          { backtest: id, index: { $gte: index }, ...(query.changed && { differing: { $gt: 0 } }) },
          { sort: { index: 1 }, limit: 1 },
        );
        if (!chunk) return { data, nextCursor: null };
        if (chunk.index !== index) offset = 0;
        for (; offset < chunk.rows.length; offset += 1) {
          const row = chunk.rows[offset]!;
          if (!shows(row, query)) continue;
          if (data.length === limit) return { data, nextCursor: `${chunk.index}.${offset}` };
          data.push(row);
        }
        index = chunk.index + 1;
        offset = 0;
      }
    },

    /** Takes the older finished ones of a rule away, with their chunks. */
    async prune(programme: string, rule: string, keep: number): Promise<number> {
      const all = await c.find(programme, { rule }, { sort: { createdAt: -1, _id: -1 } });
      const old = all.slice(keep).filter(({ state }) => finished.includes(state));
      for (const { id } of old) {
        await chunks.removeWhere(programme, { backtest: id });
        await standing.removeWhere(programme, { backtest: id });
        await c.remove(programme, id);
      }
      return old.length;
    },
  };
  return repository;
}

function shows(row: BacktestRow, { changed, partner }: RowQuery): boolean {
  return (partner === undefined || row.partner === partner) && (!changed || verdictOf(row) !== 'same');
}

function parsePlace(cursor: string | undefined): [number, number] {
  if (cursor === undefined) return [0, 0];
  const [, index, offset] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (index === undefined || offset === undefined)
    throw new StoreError('bad_cursor', 'This cursor is not one that a list of this kind has given out.');
  return [Number(index), Number(offset)];
}
