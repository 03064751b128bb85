import type { Model, QueryFilter } from 'mongoose';
import { decode, encodeFields, upcast, type StoredForm } from './codec.js';
import { parseCursor, printCursor } from './cursor.js';
import type { Database } from './database.js';
import { isDuplicateId, isDuplicateKey, StoreError } from './errors.js';
import { modelOf } from './model.js';
import { KeyedQueue } from './queue.js';
import { pendingEntries, type Outgoing, type PendingEntry } from './outgoing.js';
import type { Base, CollectionSpec, Fresh, IndexSpec, Stored } from './spec.js';

/** One page of a list; `nextCursor` is null at the end. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface PageQuery {
  limit?: number;
  cursor?: string;
}

/** What `mutate` answers: fields to set (undefined takes one away) and what leaves with the change; null = nothing to do. */
export type Mutation<Doc extends Base> = {
  set: { [K in keyof Fresh<Doc>]?: Fresh<Doc>[K] | undefined };
  /** At least this revision afterwards; one more than before by default. */
  rev?: number;
} & Outgoing;

export type Filter = Record<string, unknown>;

const maxAttempts = 1_000;
/** Documents in memory at a time where all that match are gone through. */
const eachAtOnce = 200;

/** Reads and single-document writes of one collection. Every method is scoped by programme. */
export class Collection<Doc extends Base> {
  readonly model: Model<StoredForm>;
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly db: Database,
    readonly spec: CollectionSpec<Doc>,
  ) {
    this.model = modelOf(db.connection, spec);
  }

  /** Makes the collection and those of its indexes that are missing. */
  async createIndexes(): Promise<void> {
    const indexes: IndexSpec[] = [...this.spec.indexes, ...(this.spec.quiet ? [] : [{ keys: ['relay'] }])];
    if (indexes.length === 0) return;
    await this.model.collection.createIndexes(
      indexes.map(({ keys, unique, sparse }) => ({
        key: Object.fromEntries(['programme', ...keys].map((key) => [key, 1])),
        ...(unique ? { unique } : {}),
        ...(sparse ? { sparse } : {}),
      })),
    );
  }

  /** The document of that id, or null. */
  async get(programme: string, id: string): Promise<Stored<Doc> | null> {
    return this.findOne(programme, { _id: id });
  }

  /** The document of that id. Throws `not_found`. */
  async need(programme: string, id: string): Promise<Stored<Doc>> {
    const doc = await this.get(programme, id);
    if (!doc) throw new StoreError('not_found', `There is no ${id} in ${this.spec.name}.`, { id });
    return doc;
  }

  async findOne(programme: string, filter: Filter): Promise<Stored<Doc> | null> {
    const raw = await this.model.findOne(scoped(programme, filter)).lean<StoredForm>();
    return raw ? decode(this.spec, raw) : null;
  }

  /** `without`: fields that are left where they are, because they are large and nobody looks at them. */
  async find<Without extends keyof Doc = never>(
    programme: string,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit?: number; without?: readonly (Without & string)[] } = {},
  ): Promise<Omit<Stored<Doc>, Without>[]> {
    const query = this.model.find(scoped(programme, filter)).lean<StoredForm[]>();
    if (options.without) query.select(Object.fromEntries(options.without.map((field) => [field, 0])));
    if (options.sort) query.sort(options.sort);
    if (options.limit !== undefined) query.limit(options.limit);
    return (await query).map((raw) => decode(this.spec, raw));
  }

  /** Those that match as it begins, in the order of `sort` (of their ids by default), few in memory at a time. */
  async *each(
    programme: string,
    filter: Filter,
    sort: Record<string, 1 | -1> = { _id: 1 },
  ): AsyncGenerator<Stored<Doc>, void, undefined> {
    const found = await this.model
      .find(scoped(programme, filter))
      .select({ _id: 1 })
      .sort(sort)
      .lean<{ _id: string }[]>();
    for (let start = 0; start < found.length; start += eachAtOnce) {
      const ids = found.slice(start, start + eachAtOnce).map(({ _id }) => _id);
      const read = new Map((await this.find(programme, { _id: { $in: ids } })).map((doc) => [String(doc.id), doc]));
      for (const id of ids) {
        const doc = read.get(id);
        if (doc) yield doc;
      }
    }
  }

  async count(programme: string, filter: Filter): Promise<number> {
    return Number(await this.model.countDocuments(scoped(programme, filter)));
  }

  /** Inserts. Throws `duplicate` where a unique key is taken. */
  async insert(doc: Fresh<Doc>, out: Outgoing = {}): Promise<Stored<Doc>> {
    try {
      return await this.insertRaw(doc, out);
    } catch (error) {
      throw isDuplicateKey(error) ? this.duplicate(doc, error.message) : error;
    }
  }

  /** Inserts, or reads back what is stored under the same id: doing it twice writes once. */
  async insertOrRead(doc: Fresh<Doc>, out: Outgoing = {}): Promise<{ inserted: boolean; doc: Stored<Doc> }> {
    try {
      return { inserted: true, doc: await this.insertRaw(doc, out) };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const stored = await this.get(doc.programme, doc.id);
      if (stored) return { inserted: false, doc: stored };
      throw this.duplicate(doc, error.message);
    }
  }

  /**
   * Compare-and-set by `rev`: reads, asks `mutate`, writes if nobody was quicker, otherwise begins again. Answers the document
   * as it then is. Throws `not_found`; `stale` where `expectedRev` is given and is not the present one.
   */
  change(
    programme: string,
    id: string,
    mutate: (doc: Stored<Doc>) => Mutation<Doc> | null,
    expectedRev?: number,
  ): Promise<Stored<Doc>> {
    return this.turns.run(`${programme}|${id}`, () => this.compareAndSet(programme, id, mutate, expectedRev));
  }

  private async compareAndSet(
    programme: string,
    id: string,
    mutate: (doc: Stored<Doc>) => Mutation<Doc> | null,
    expectedRev: number | undefined,
  ): Promise<Stored<Doc>> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const doc = await this.needCurrent(programme, id);
      if (expectedRev !== undefined && doc.rev !== expectedRev)
        throw new StoreError('stale', `${id} was changed by someone else in the meantime.`, { id });
      const mutation = mutate(doc);
      if (!mutation) return doc;
      const changed = await this.writeChange(doc, mutation);
      if (changed) return changed;
      await pause(attempt);
    }
    throw new StoreError('contention', `${id} is changed so often that no change gets through.`, { id });
  }

  /** Newest first (or by `sort`), with a cursor that stays right while documents are added. */
  async page(
    programme: string,
    filter: Filter,
    query: PageQuery,
    sort: { field: string; direction: 1 | -1 } = { field: 'createdAt', direction: -1 },
  ): Promise<Page<Stored<Doc>>> {
    const limit = Math.min(Math.max(query.limit ?? 50, 1), 500);
    const { field, direction } = sort;
    const beyond = direction === 1 ? '$gt' : '$lt';
    const conditions: Filter[] = [filter];
    if (query.cursor !== undefined) {
      const { value, id } = parseCursor(query.cursor);
      conditions.push({ $or: [{ [field]: { [beyond]: value } }, { [field]: value, _id: { [beyond]: id } }] });
    }
    const order: Record<string, 1 | -1> = field === '_id' ? { _id: direction } : { [field]: direction, _id: direction };
    const raw = await this.model
      .find(scoped(programme, conditions.length === 1 ? filter : { $and: conditions }))
      .sort(order)
      .limit(limit + 1)
      .lean<StoredForm[]>();
    const last = raw.length > limit ? raw[limit - 1] : undefined;
    return {
      data: raw.slice(0, limit).map((item) => decode(this.spec, item)),
      nextCursor: last
        ? printCursor({ value: last[field] as Date | string | number, id: last['_id'] as string })
        : null,
    };
  }

  /** Takes a document away. True where it was there. */
  async remove(programme: string, id: string): Promise<boolean> {
    await this.db.failpoint(`${this.spec.name}.remove.before`);
    const { deletedCount } = await this.model.deleteOne(scoped(programme, { _id: id }));
    await this.db.failpoint(`${this.spec.name}.remove.after`);
    return deletedCount === 1;
  }

  /** Takes away every document that matches; answers how many. */
  async removeWhere(programme: string, filter: Filter): Promise<number> {
    return (await this.model.deleteMany(scoped(programme, filter))).deletedCount;
  }

  /** Brings every document up to the present schema; answers how many were older. */
  async migrate(programme: string): Promise<number> {
    let migrated = 0;
    for (let version = 1; version < this.spec.version; version += 1) {
      const raws = await this.model.find(scoped(programme, { schemaVersion: version })).lean<StoredForm[]>();
      for (const raw of raws) migrated += (await this.migrateOne(raw)) ? 1 : 0;
    }
    return migrated;
  }

  /** Writes the upcast form over the old one, unless someone was quicker. */
  private async migrateOne(raw: StoredForm): Promise<boolean> {
    const next = upcast(this.spec, raw);
    const doc = decode(this.spec, next);
    const { set } = encodeFields(this.spec, doc as unknown as Partial<Fresh<Doc>>, doc);
    const kept = Object.fromEntries(
      ['_id', 'programme', 'rev', 'pending', 'relay']
        .filter((key) => raw[key] !== undefined)
        .map((key) => [key, raw[key]]),
    );
    const guard = { _id: raw['_id'], rev: raw['rev'], schemaVersion: raw['schemaVersion'] };
    const { matchedCount } = await this.model.replaceOne(scoped(raw['programme'] as string, guard), {
      ...kept,
      ...set,
      schemaVersion: this.spec.version,
    });
    return matchedCount === 1;
  }

  /** As `need`, after an older stored form has been replaced: a change sets single fields and must not mix two schemas. */
  private async needCurrent(programme: string, id: string): Promise<Stored<Doc>> {
    for (;;) {
      const raw = await this.model.findOne(scoped(programme, { _id: id })).lean<StoredForm>();
      if (!raw) throw new StoreError('not_found', `There is no ${id} in ${this.spec.name}.`, { id });
      if (Number(raw['schemaVersion']) >= this.spec.version) return decode(this.spec, raw);
      await this.migrateOne(raw);
    }
  }

  private async insertRaw(doc: Fresh<Doc>, out: Outgoing): Promise<Stored<Doc>> {
    const { set } = encodeFields(this.spec, doc as Partial<Fresh<Doc>>, doc);
    const pending = this.pending(doc.programme, doc.id, 1, out);
    await this.db.failpoint(`${this.spec.name}.insert.before`);
    await this.model.insertOne({
      _id: doc.id,
      programme: doc.programme,
      schemaVersion: this.spec.version,
      rev: 1,
      ...set,
      ...(pending.length > 0 ? { pending, relay: 'due' } : {}),
    });
    await this.db.failpoint(`${this.spec.name}.insert.after`);
    return { ...(doc as unknown as Doc), rev: 1 };
  }

  private async writeChange(doc: Stored<Doc>, mutation: Mutation<Doc>): Promise<Stored<Doc> | null> {
    const whole = { ...doc, ...mutation.set } as Stored<Doc>;
    const { set, unset } = encodeFields(this.spec, mutation.set as Partial<Fresh<Doc>>, whole);
    const rev = Math.max(doc.rev + 1, mutation.rev ?? 0);
    const pending = this.pending(doc.programme, doc.id, rev, mutation);
    const due = pending.length > 0;
    await this.db.failpoint(`${this.spec.name}.change.before`);
    let matchedCount: number;
    try {
      const result = await this.model.updateOne(scoped(doc.programme, { _id: doc.id, rev: doc.rev }), {
        $set: { ...set, schemaVersion: this.spec.version, rev, ...(due ? { relay: 'due' } : {}) },
        ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((name) => [name, 1])) } : {}),
        ...(due ? { $push: { pending: { $each: pending } } } : {}),
      });
      matchedCount = result.matchedCount;
    } catch (error) {
      throw isDuplicateKey(error) ? this.duplicate(doc, error.message) : error;
    }
    await this.db.failpoint(`${this.spec.name}.change.after`);
    if (matchedCount === 0) return null;
    const kept = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
    return { ...(kept as unknown as Stored<Doc>), rev };
  }

  private pending(programme: string, id: string, rev: number, out: Outgoing): PendingEntry[] {
    const entries = pendingEntries(this.spec.name, programme, id, rev, out, this.db.now());
    if (entries.length > 0 && this.spec.quiet)
      throw new Error(`Changes of ${this.spec.name} carry nothing out: it is marked quiet.`);
    return entries;
  }

  private duplicate(doc: { id: string }, message: string): StoreError {
    const own = isDuplicateId({ message });
    const sentence = own
      ? `${doc.id} is already in ${this.spec.name}.`
      : `Another document of ${this.spec.name} has the same unique key.`;
    return new StoreError('duplicate', sentence, { id: doc.id, server: message });
  }
}

function scoped(programme: string, filter: Filter): QueryFilter<StoredForm> {
  return { programme, ...filter } as QueryFilter<StoredForm>;
}

/** Waits a little at random, more with each lost race, so that a crowd gets through one by one. */
export function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 + attempt * 2, 40)));
}
