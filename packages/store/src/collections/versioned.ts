import { canonicalJson, derivedId, type Id, type Json } from '@sluice/domain';
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
  /** The approval that published it, and what was said when it was asked for. */
  approval?: string;
  comment?: string;
}

/** What the one draft of a key has; `rev` is its optimistic version, and goes on counting when a new draft begins. */
export interface DraftMeta {
  id: Id<'change'>;
  programme: string;
  key: string;
  title: string;
  hash: string;
  makers: string[];
  begunAt: Date;
  changedAt: Date;
}

/** A version as it is given out: what all have and its own content, side by side. */
export type Published<Content> = VersionMeta & Content & { rev: number };
export type Draft<Content> = DraftMeta & Content & { rev: number };

/** What is saved as a draft or published. */
export type NewContent<Content> = { title: string; hash: string } & Content;

/** What becomes a version, with who made and who publishes it. */
export type NewVersion<Content> = NewContent<Content> & {
  makers: string[];
  publishedBy: string;
  effectiveFrom?: Date;
  approval?: string;
  comment?: string;
};

type VersionDoc = VersionMeta & { content: unknown };
/** A closed one was published or discarded: its revision stays, so that an editor of it cannot take the next one for it. */
type DraftDoc = DraftMeta & { content: unknown; closed: boolean };

/** What leaves with saving a draft; `before` is null where it begins. */
export type DraftOut<Content> = (before: Draft<Content> | null) => Outgoing;

const metaKeys = new Set([
  'id',
  'programme',
  'key',
  'version',
  'title',
  'hash',
  'makers',
  'publishedBy',
  'publishedAt',
  'effectiveFrom',
  'approval',
  'comment',
  'begunAt',
  'changedAt',
  'rev',
]);

/** What one version has in common with another that is the same: its own content and title, by canonical JSON. */
function sameContent(a: NewContent<object>, b: NewContent<object>): boolean {
  const text = (one: NewContent<object>) =>
    canonicalJson({ title: one.title, hash: one.hash, content: contentOf(one) } as Json);
  return text(a) === text(b);
}

export type Versioned<Content extends object, Drafted extends object = Content> = ReturnType<
  typeof versioned<Content, Drafted>
>;

/**
 * Versions and drafts of one kind of thing, in `<name>` and `<name>_drafts`. `lacking`: what versions of earlier releases have
 * not said.
 */
export function versioned<Content extends object, Drafted extends object = Content>(
  db: Database,
  name: 'rules' | 'flows' | 'templates',
  lacking: Partial<Content> = {},
) {
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
      approval: 'string',
      comment: 'string',
    },
    indexes: [
      { keys: ['key', 'version'], unique: true },
      { keys: ['key', 'hash'] },
      { keys: ['approval'], sparse: true },
    ],
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
      begunAt: 'date',
      changedAt: 'date',
      closed: 'boolean',
    },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const published = (doc: Stored<VersionDoc>): Published<Content> => {
    const { content, ...meta } = doc;
    return { ...lacking, ...(content as Content), ...meta };
  };
  const draftOf = (doc: Stored<DraftDoc>): Draft<Drafted> => {
    const { content, closed: _closed, ...meta } = doc;
    return { ...(content as Drafted), ...meta };
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

    /** The version of every key in force at an instant, by key. */
    async allInForce(programme: string, instant: Date): Promise<Published<Content>[]> {
      const found = await versions.find(programme, {}, { sort: { key: 1, version: 1 } });
      const chosen = new Map<string, Stored<VersionDoc>>();
      for (const doc of found) if (!chosen.has(doc.key) || doc.effectiveFrom <= instant) chosen.set(doc.key, doc);
      return [...chosen.values()].map(published);
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

    async draft(programme: string, key: string): Promise<Draft<Drafted> | null> {
      const doc = await drafts.get(programme, draftId(programme, key));
      return doc && !doc.closed ? draftOf(doc) : null;
    },

    /** Every open draft, by key. */
    allDrafts: async (programme: string): Promise<Draft<Drafted>[]> =>
      (await drafts.find(programme, { closed: false }, { sort: { key: 1 } })).map(draftOf),

    /**
     * Saves the draft. `expectedRev`: what the editor looked at (0 begins one); throws `stale` for another. `by` are added to
     * its makers. Content that is stored already is answered as it is, whatever the revision: an answer was lost on the way.
     */
    async saveDraft(
      programme: string,
      key: string,
      draft: NewContent<Drafted>,
      by: string | readonly string[],
      expectedRev: number,
      out: DraftOut<Drafted> = () => ({}),
    ): Promise<Draft<Drafted>> {
      const id = draftId(programme, key);
      const { title, hash } = draft;
      const content = contentOf(draft);
      const makers = typeof by === 'string' ? [by] : [...by];
      const isStored = (doc: Stored<DraftDoc>) =>
        !doc.closed && sameContent(draftOf(doc), draft) && makers.every((one) => doc.makers.includes(one));
      const stored = await drafts.get(programme, id);
      if (stored && isStored(stored)) return draftOf(stored);
      const now = db.now();
      const fresh = { title, hash, content, makers, begunAt: now, changedAt: now, closed: false };
      if (!stored && expectedRev === 0) {
        const { inserted, doc } = await drafts.insertOrRead({ id, programme, key, ...fresh }, out(null));
        if (inserted || isStored(doc)) return draftOf(doc);
        throw new StoreError('stale', `Someone else has begun a draft of "${key}" in the meantime.`, { key });
      }
      if (!stored || stored.closed !== (expectedRev === 0))
        throw new StoreError('stale', `The draft of "${key}" is no longer the one you looked at.`, { key });
      const mutate = (doc: Stored<DraftDoc>) => ({
        set: doc.closed
          ? fresh
          : { title, hash, content, makers: [...new Set([...doc.makers, ...makers])], changedAt: now },
        ...out(doc.closed ? null : draftOf(doc)),
      });
      return draftOf(await drafts.change(programme, id, mutate, expectedRev === 0 ? stored.rev : expectedRev));
    },

    /**
     * Ends the draft: it was published, or is discarded. Nothing is done where there is none, or where `when` says no to what
     * is stored; throws `stale` where `expectedRev` is given and is not the present one. True where it is ended now.
     */
    async closeDraft(
      programme: string,
      key: string,
      options: { expectedRev?: number; when?: (draft: Draft<Drafted>) => boolean; out?: Outgoing } = {},
    ): Promise<boolean> {
      const id = draftId(programme, key);
      const stored = await drafts.get(programme, id);
      if (!stored || stored.closed) return false;
      let closes = false;
      const mutate = (doc: Stored<DraftDoc>) => {
        closes = !doc.closed && (options.when?.(draftOf(doc)) ?? true);
        return closes ? { set: { closed: true }, ...options.out } : null;
      };
      await drafts.change(programme, id, mutate, options.expectedRev);
      return closes;
    },

    /** The version that an approval has published, or null. */
    byApproval: (programme: string, key: string, approval: string) => newest(programme, { key, approval }),

    /**
     * Publishes content as the next version; content that says its own number is made of it. Throws `refused` where the
     * publisher is one of its makers (unless one person may do both). Content that equals the newest version's is not published again, nor is what its approval has published
     * already: that version is answered.
     */
    async publish(
      programme: string,
      key: string,
      version: NewVersion<Content> | ((number: number) => NewVersion<Content>),
      options: { singleOperator?: boolean; out?: (version: VersionMeta) => Outgoing } = {},
    ): Promise<Published<Content>> {
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const latest = await repository.latest(programme, key);
        const number = (latest?.version ?? 0) + 1;
        const next = typeof version === 'function' ? version(number) : version;
        const { title, hash, makers, publishedBy, effectiveFrom, approval, comment } = next;
        if (makers.includes(publishedBy) && !options.singleOperator)
          throw new StoreError('refused', 'Whoever made a version may not publish it; it takes another person.', {
            key,
          });
        // In this order: what the approval publishes meanwhile takes the number that is tried below.
        const before = approval === undefined ? null : await repository.byApproval(programme, key, approval);
        if (before) return before;
        if (latest && approval === undefined && sameContent(latest, next)) return latest;
        const publishedAt = db.now();
        const doc: VersionDoc = {
          id: derivedId('change', name, programme, key, String(number)),
          programme,
          key,
          title,
          version: number,
          hash,
          content: contentOf(next),
          makers,
          publishedBy,
          publishedAt,
          effectiveFrom: effectiveFrom ?? publishedAt,
          ...(approval === undefined ? {} : { approval }),
          ...(comment === undefined ? {} : { comment }),
        };
        const { inserted, doc: stored } = await versions.insertOrRead(doc, options.out?.(doc));
        if (inserted) return published(stored);
        if (approval === undefined ? sameContent(published(stored), next) : stored.approval === approval)
          return published(stored);
      }
      throw new StoreError('contention', `"${key}" is published by too many at once.`, { key });
    },
  };
  return repository;
}

function contentOf(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !metaKeys.has(key)));
}
