import { derivedId, type Id, type Json } from '@sluice/domain';
import type { Database } from '../core/database.js';

/** Small facts that the installation keeps about itself per programme: seed marks, sweeper positions, lease holders. */
interface SystemFact {
  id: Id<'change'>;
  programme: string;
  key: string;
  value: Json;
  changedAt: Date;
}

export function system(db: Database) {
  const c = db.collection<SystemFact>({
    name: 'system',
    version: 1,
    quiet: true,
    fields: { key: 'string', value: 'text', changedAt: 'date' },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const idOf = (programme: string, key: string): SystemFact['id'] => derivedId('change', 'system', programme, key);
  return {
    collection: c,
    get: async (programme: string, key: string): Promise<Json | undefined> =>
      (await c.get(programme, idOf(programme, key)))?.value,

    /** Sets a fact, whatever it was. */
    async set(programme: string, key: string, value: Json): Promise<void> {
      const id = idOf(programme, key);
      const { inserted } = await c.insertOrRead({ id, programme, key, value, changedAt: db.now() });
      if (!inserted) await c.change(programme, id, () => ({ set: { value, changedAt: db.now() } }));
    },

    /** Sets a mark that can be set once; true for the one caller who did. */
    async mark(programme: string, key: string, value: Json = true): Promise<boolean> {
      const { inserted } = await c.insertOrRead({
        id: idOf(programme, key),
        programme,
        key,
        value,
        changedAt: db.now(),
      });
      return inserted;
    },

    clear: (programme: string, key: string) => c.remove(programme, idOf(programme, key)),
  };
}
