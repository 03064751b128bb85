import { derivedId, type Id, type JsonObject } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A payout rail of a programme. Secrets are not here: they come from the secrets file. */
export interface RailSetting {
  id: Id<'change'>;
  programme: string;
  key: string;
  kind: string;
  currencies: string[];
  enabled: boolean;
  settings: JsonObject;
}

export function rails(db: Database) {
  const c = db.collection<RailSetting>({
    name: 'rails',
    version: 1,
    fields: { key: 'string', kind: 'string', currencies: 'strings', enabled: 'boolean', settings: 'text' },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const idOf = (programme: string, key: string): RailSetting['id'] => derivedId('change', 'rail', programme, key);
  return {
    collection: c,
    insertOrRead: (programme: string, rail: Omit<RailSetting, 'id' | 'programme'>, out?: Outgoing) =>
      c.insertOrRead({ id: idOf(programme, rail.key), programme, ...rail }, out),
    get: (programme: string, key: string) => c.get(programme, idOf(programme, key)),
    list: (programme: string) => c.find(programme, {}, { sort: { key: 1 } }),
    /** Keys of those that are switched off: a rail is on until somebody says otherwise. */
    off: async (programme: string): Promise<ReadonlySet<string>> =>
      new Set((await c.find(programme, {})).flatMap(({ key, enabled }) => (enabled ? [] : [key]))),
    change: (
      programme: string,
      key: string,
      set: Partial<Omit<RailSetting, 'id' | 'programme' | 'key'>>,
      out?: Outgoing,
    ) => c.change(programme, idOf(programme, key), () => ({ set, ...out })),
  };
}
