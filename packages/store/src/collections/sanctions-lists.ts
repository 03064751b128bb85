import { canonicalJson, derivedId, sha256Hex, type Id, type Json } from '@sluice/domain';
import type { SanctionsEntry } from '@sluice/domain/sanctions/entry';
import { screeningIndex, type ScreeningIndex } from '@sluice/domain/sanctions/screen';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

/** A list that partners are held against, as it was imported. */
export interface SanctionsList {
  id: Id<'sanctions_list'>;
  programme: string;
  /** Which list: `ofac_sdn`. */
  list: string;
  /** Hash of its entries: the same list imported again is the same version, known to be current anew. */
  hash: string;
  publishedOn?: string;
  source: string;
  persons: number;
  organisations: number;
  /** Ships and aircraft. */
  leftOut: number;
  chunks: number;
  importedAt: Date;
  importedBy: string;
}

interface SanctionsChunk {
  id: Id<'sanctions_chunk'>;
  programme: string;
  hash: string;
  place: number;
  entries: SanctionsEntry[];
}

const perChunk = 500;

/** Sanctions lists: the entries in pieces first, then the document that makes them a list; cut off between, the old one stays. */
export function sanctionsLists(db: Database) {
  const c = db.collection<SanctionsList>({
    name: 'sanctions_lists',
    version: 1,
    fields: {
      list: 'string',
      hash: 'string',
      publishedOn: 'string',
      source: 'string',
      persons: 'number',
      organisations: 'number',
      leftOut: 'number',
      chunks: 'number',
      importedAt: 'date',
      importedBy: 'string',
    },
    indexes: [{ keys: ['importedAt'] }, { keys: ['hash'] }],
  });
  const pieces = db.collection<SanctionsChunk>({
    name: 'sanctions_chunks',
    version: 1,
    quiet: true,
    fields: { hash: 'string', place: 'number', entries: 'text' },
    indexes: [{ keys: ['hash', 'place'], unique: true }],
  });
  const indexes = new Map<string, { hash: string; index: Promise<ScreeningIndex> }>();

  const current = async (programme: string): Promise<Stored<SanctionsList> | null> =>
    (await c.find(programme, {}, { sort: { importedAt: -1 }, limit: 1 }))[0] ?? null;

  const load = async (programme: string, { hash, chunks }: SanctionsList): Promise<ScreeningIndex> => {
    const stored = await pieces.find(programme, { hash }, { sort: { place: 1 } });
    // A list with holes would clear those who are missing.
    if (stored.length !== chunks)
      throw new Error(`Of sanctions list ${hash} ${stored.length} of ${chunks} pieces are stored.`);
    return screeningIndex(stored.flatMap(({ entries }) => entries));
  };

  return {
    collection: c,
    current,
    list: (programme: string) => c.find(programme, {}, { sort: { importedAt: -1 }, limit: 50 }),

    /** Stores a list as the current one. */
    async import(
      programme: string,
      given: {
        list: string;
        entries: readonly SanctionsEntry[];
        leftOut: number;
        publishedOn?: string;
        source: string;
      },
      by: { actor: AuditActor; at: Date },
    ): Promise<Stored<SanctionsList>> {
      const { list, entries, leftOut, publishedOn, source } = given;
      const hash = sha256Hex(canonicalJson(entries as unknown as Json));
      const chunks = Math.ceil(entries.length / perChunk);
      for (let place = 0; place < chunks; place += 1) {
        const id = derivedId('sanctions_chunk', programme, hash, String(place));
        const part = entries.slice(place * perChunk, (place + 1) * perChunk);
        await pieces.insertOrRead({ id, programme, hash, place, entries: [...part] });
      }
      const persons = entries.filter(({ kind }) => kind === 'individual').length;
      const { doc } = await c.insertOrRead(
        {
          id: derivedId('sanctions_list', programme, hash, by.at.toISOString()),
          programme,
          list,
          hash,
          ...(publishedOn !== undefined && { publishedOn }),
          source,
          persons,
          organisations: entries.length - persons,
          leftOut,
          chunks,
          importedAt: by.at,
          importedBy: by.actor.id,
        },
        {
          audit: {
            action: 'sanctions_list.imported',
            actor: by.actor,
            detail: { list, hash, entries: entries.length, source, publishedOn: publishedOn ?? null },
          },
        },
      );
      await forgetOld(programme);
      return doc;
    },

    /** The current list, made to be searched; kept in memory until another one is current. */
    async index(programme: string, of: SanctionsList): Promise<ScreeningIndex> {
      const known = indexes.get(programme);
      if (known?.hash === of.hash) return known.index;
      const index = load(programme, of);
      indexes.set(programme, { hash: of.hash, index });
      index.catch(() => indexes.delete(programme));
      return index;
    },
  };

  /** Entries of all but the last few versions; what decisions were made about is kept with them. */
  async function forgetOld(programme: string): Promise<void> {
    const kept = new Set<string>();
    for (const { hash } of await c.find(programme, {}, { sort: { importedAt: -1 } })) {
      if (kept.size < 3) kept.add(hash);
      else if (!kept.has(hash)) await pieces.removeWhere(programme, { hash });
    }
  }
}
