import { derivedId, type Id, type Json } from '@sluice/domain';
import type { Database } from '../core/database.js';

/**
 * What a run waits for, so that whoever stores an event (or settles a thing) can find the run: either events of these types
 * with that correlation key, or the key of a `wake`. `exit`: stays for as long as the run does.
 */
export interface Wait {
  id: Id<'wait'>;
  programme: string;
  run: string;
  /** The wait's effect key, or `exits` for the run's own. */
  key: string;
  kind: 'event' | 'wake' | 'exit';
  types: string[];
  correlation?: string;
  wake?: string;
  filter?: Json;
  node?: string;
  since?: Date;
  until?: Date;
  registeredAt: Date;
}

export type NewWait = Omit<Wait, 'id' | 'programme'>;

export function waits(db: Database) {
  const c = db.collection<Wait>({
    name: 'waits',
    version: 1,
    quiet: true,
    fields: {
      run: 'string',
      key: 'string',
      kind: 'string',
      types: 'strings',
      correlation: 'string',
      wake: 'string',
      filter: 'text',
      node: 'string',
      since: 'date',
      until: 'date',
      registeredAt: 'date',
    },
    indexes: [{ keys: ['correlation'] }, { keys: ['wake'] }, { keys: ['run'] }],
  });
  const idOf = (programme: string, wait: { run: string; key: string; kind: Wait['kind'] }): Wait['id'] =>
    derivedId('wait', programme, wait.run, wait.key, wait.kind);
  return {
    collection: c,

    /** Registers a wait (majority) before its owner looks at what is stored. Registering it again changes nothing. */
    async register(programme: string, wait: NewWait) {
      const { doc } = await c.insertOrRead({ id: idOf(programme, wait), programme, ...wait });
      return doc;
    },

    /** Waits (and exits) for events of that type with any of these correlation keys. */
    async findMatching(programme: string, type: string, correlation: string | string[]) {
      const keys = [...new Set([correlation].flat())];
      const found = await Promise.all(keys.map((key) => c.find(programme, { correlation: key })));
      const matching = found.flat().filter(({ types }) => types.includes(type));
      return [...new Map(matching.map((wait) => [wait.id, wait])).values()];
    },

    /** Waits for that `wake` key, e.g. `batch:bat_…`. */
    findByWake: (programme: string, wake: string) => c.find(programme, { wake }),
    /** Waits whose time is over before `now`: a worker or a timer may have been lost. */
    overdue: (programme: string, now: Date) => c.find(programme, { until: { $lt: now } }),
    ofRun: (programme: string, run: string) => c.find(programme, { run }),
    remove: (programme: string, run: string, key: string, kind: Wait['kind'] = 'event') =>
      c.remove(programme, idOf(programme, { run, key, kind })),
    /** Everything under that key, of whatever kind. */
    removeKey: (programme: string, run: string, key: string) => c.removeWhere(programme, { run, key }),
    removeRun: (programme: string, run: string) => c.removeWhere(programme, { run }),
    count: (programme: string) => c.count(programme, {}),
  };
}
