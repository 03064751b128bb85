import type { Programme } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

type ProgrammeDoc = Programme & { id: string; programme: string };

/** Programmes, by key: the scope of everything else. */
export function programmes(db: Database) {
  const c = db.collection<ProgrammeDoc>({
    name: 'programmes',
    version: 1,
    fields: { key: 'string', name: 'string', currency: 'string', timeZone: 'string', settings: 'text', tiers: 'text' },
    indexes: [],
  });
  const repository = {
    collection: c,
    get: (programme: string): Promise<Stored<ProgrammeDoc> | null> => c.get(programme, programme),
    need: (programme: string): Promise<Stored<ProgrammeDoc>> => c.need(programme, programme),
    insertOrRead: (programme: Programme, out?: Outgoing) =>
      c.insertOrRead({ ...programme, id: programme.key, programme: programme.key }, out),
    change: (
      programme: string,
      mutate: (programme: Stored<ProgrammeDoc>) => ({ set: Partial<Omit<Programme, 'key'>> } & Outgoing) | null,
      expectedRev?: number,
    ) => c.change(programme, programme, mutate, expectedRev),

    /** Keys of all programmes of the installation: for sweepers, which serve every one of them. */
    async keys(): Promise<string[]> {
      const all = await c.model.find({}, { _id: 1 }).lean<{ _id: string }[]>();
      return all.map(({ _id }) => _id).sort();
    },
  };
  return repository;
}
