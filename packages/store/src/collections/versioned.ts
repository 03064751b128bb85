import { derivedId, type Id } from '@sluice/domain';
import type { Page, PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

/** What every published version of a rule, flow or template has; it is never changed afterwards. */
export interface VersionMeta {
  id: Id<'change'>;
  programme: string;
  key: string;
  title: string;
  version: number;
  /** Content hash; publishing an old one again is a rollback and makes a new number. */
  hash: string;
  /** Who edited it: none of these may publish it, nor approve what it makes. */
  makers: string[];
  publishedBy: string;
  publishedAt: Date;
  /** From when it counts; default: `publishedAt`. */
  effectiveFrom: Date;
}

/** What the one draft of a key has; `rev` is its optimistic version. */
export interface DraftMeta {
  id: Id<'change'>;
  programme: string;
  key: string;
  title: string;
  hash: string;
  makers: string[];
  changedAt: Date;
}

/** A version as it is given out: what all have and its own content, side by side. */
export type Published<Content> = VersionMeta & Content & { rev: number };
export type Draft<Content> = DraftMeta & Content & { rev: number };

/** What is saved as a draft or published. */
export type NewContent<Content> = { title: string; hash: string } & Content;

type VersionDoc = VersionMeta & { content: unknown };
type DraftDoc = DraftMeta & { content: unknown };

const metaKeys = new Set([
  'id',
  'programme',
  'key',
  'version',
  'title',
  'hash',
  'makers',
  'publishedBy',
  'effectiveFrom',
  'rev',
]);

/** Versions and drafts of one kind of thing, in `<name>` and `<name>_drafts`. */
export function versioned<Content extends object>(db: Database, name: 'rules' | 'flows' | 'templates') {
  const versions = db.collection<VersionDoc>({
    name,
    version: 1,
    fields: {
      key: 'string',
      title: 'string',
      version: 'number',
      hash: 'string',
      content: 'text',
      makers: 'strings',
      publishedBy: 'string',
      publishedAt: 'date',
      effectiveFrom: 'date',
    },
    indexes: [{ keys: ['key', 'version'], unique: true }, { keys: ['key', 'hash'] }],
  });
  const drafts = db.collection<DraftDoc>({
    name: `${name}_drafts`,
    version: 1,
    fields: {
      key: 'string',
      title: 'string',
      hash: 'string',
      content: 'text',
      makers: 'strings',
      changedAt: 'date',
    },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const published = (doc: Stored<VersionDoc>): Published<Content> => {
    const { content, ...meta } = doc;
    return { ...(content as Content), ...meta };
  };
  const draftOf = (doc: Stored<DraftDoc>): Draft<Content> => {
    const { content, ...meta } = doc;
    return { ...(content as Content), ...meta };
  };
  const newest = async (programme: string, filter: Record<string, unknown>): Promise<Published<Content> | null> => {
    const [doc] = await versions.find(programme, filter, { sort: { version: -1 }, limit: 1 });
    return doc ? published(doc) : null;
  };
  const draftId = (programme: string, key: string): DraftMeta['id'] =>
    derivedId('change', name, 'draft', programme, key);

  const repository = {
    collection: versions,
    drafts,

    /** The newest version of a key, or null. */
    latest: (programme: string, key: string) => newest(programme, { key }),

    /** That version of a key, or null. */
    get: (programme: string, key: string, version: number) => newest(programme, { key, version }),

    byHash: (programme: string, key: string, hash: string) => newest(programme, { key, hash }),

    /** The version in force at an instant: the newest of those effective by then, or the first there ever was. */
    async inForce(programme: string, key: string, instant: Date): Promise<Published<Content> | null> {
      const all = await versions.find(programme, { key }, { sort: { version: 1 } });
      const doc = all.findLast(({ effectiveFrom }) => effectiveFrom <= instant) ?? all[0];
      return doc ? published(doc) : null;
    },

    /** Every version of a key, newest first. */
    versions: async (programme: string, key: string) =>
      (await versions.find(programme, { key }, { sort: { version: -1 } })).map(published),

    /** The newest version of every key, by key. */
    async all(programme: string): Promise<Published<Content>[]> {
      const found = await versions.find(programme, {}, { sort: { key: 1, version: 1 } });
      return [...new Map(found.map((version) => [version.key, published(version)])).values()];
    },

    async list(programme: string, query: PageQuery & { key?: string } = {}): Promise<Page<Published<Content>>> {
      const sort = { field: 'publishedAt', direction: -1 } as const;
      const page = await versions.page(programme, query.key ? { key: query.key } : {}, query, sort);
      return { data: page.data.map(published), nextCursor: page.nextCursor };
    },

    async draft(programme: string, key: string): Promise<Draft<Content> | null> {
      const doc = await drafts.get(programme, draftId(programme, key));
      return doc && draftOf(doc);
    },

    /** Saves the draft. `expectedRev`: what the editor looked at (0 for a new one); throws `stale` for another. */
    async saveDraft(
      programme: string,
      key: string,
      draft: NewContent<Content>,
      by: string,
      expectedRev: number,
      out: Outgoing = {},
    ): Promise<Draft<Content>> {
      const id = draftId(programme, key);
      const { title, hash } = draft;
      const content = contentOf(draft);
      if (expectedRev === 0) {
        const fresh = { id, programme, key, title, hash, content, makers: [by], changedAt: db.now() };
        const { inserted, doc } = await drafts.insertOrRead(fresh, out);
        if (inserted || (doc.hash === hash && doc.makers.includes(by))) return draftOf(doc);
        throw new StoreError('stale', `Someone else has begun a draft of "${key}" in the meantime.`, { key });
      }
      const mutate = (doc: Stored<DraftDoc>) => ({
        set: { title, hash, content, makers: [...new Set([...doc.makers, by])], changedAt: db.now() },
        ...out,
      });
      return draftOf(await drafts.change(programme, id, mutate, expectedRev));
    },

    /**
     * Publishes content as the next version. Throws `refused` where the publisher is one of its makers (unless one person may
     * do both). Content that equals the newest version's is not published again: that one is answered.
     */
    async publish(
      programme: string,
      key: string,
      version: NewContent<Content> & { makers: string[]; publishedBy: string; effectiveFrom?: Date },
      options: { singleOperator?: boolean; out?: (version: VersionMeta) => Outgoing } = {},
    ): Promise<Published<Content>> {
      const { title, hash, makers, publishedBy, effectiveFrom } = version;
      if (makers.includes(publishedBy) && !options.singleOperator)
        throw new StoreError('refused', 'Whoever made a version may not publish it; it takes another person.', { key });
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const latest = await repository.latest(programme, key);
        if (latest?.hash === hash) return latest;
        const number = (latest?.version ?? 0) + 1;
        const publishedAt = db.now();
        const doc: VersionDoc = {
          id: derivedId('change', name, programme, key, String(number)),
          programme,
          key,
          title,
          version: number,
          hash,
          content: contentOf(version),
          makers,
          publishedBy,
          publishedAt,
          effectiveFrom: effectiveFrom ?? publishedAt,
        };
        const { inserted, doc: stored } = await versions.insertOrRead(doc, options.out?.(doc));
        if (inserted || stored.hash === hash) return published(stored);
      }
      throw new StoreError('contention', `"${key}" is published by too many at once.`, { key });
    },

    /** Takes the draft away once it is published. */
    dropDraft: (programme: string, key: string) => drafts.remove(programme, draftId(programme, key)),
  };
  return repository;
}

function contentOf(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !metaKeys.has(key)));
}
