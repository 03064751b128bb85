import { derivedId, type Id } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

export type ConnectionKind = 'slack' | 'webhook';

/** How a programme reaches an outside system. Its secret is stored encrypted and shown to nobody. */
export interface Connection {
  id: Id<'connection'>;
  programme: string;
  kind: ConnectionKind;
  /** `slack`: a bot token, or the address of an incoming webhook; `webhook`: the secret that calls are signed with. */
  secret: string;
  /** `slack`: the usual channel. */
  channel?: string;
  changedAt: Date;
}

export function connections(db: Database) {
  const c = db.collection<Connection>({
    name: 'connections',
    version: 1,
    fields: { kind: 'string', secret: 'string', channel: 'string', changedAt: 'date' },
    indexes: [{ keys: ['kind'], unique: true }],
  });
  const idOf = (programme: string, kind: ConnectionKind) => derivedId('connection', programme, kind);
  return {
    collection: c,
    get: (programme: string, kind: ConnectionKind) => c.get(programme, idOf(programme, kind)),
    list: (programme: string) => c.find(programme, {}, { sort: { kind: 1 } }),

    /** Makes it, or replaces what was set. */
    async set(programme: string, connection: Omit<Connection, 'id' | 'programme'>, out?: Outgoing) {
      const id = idOf(programme, connection.kind);
      const { inserted, doc } = await c.insertOrRead({ id, programme, ...connection }, out);
      if (inserted) return doc;
      const { secret, channel, changedAt } = connection;
      return c.change(programme, id, () => ({ set: { secret, channel, changedAt }, ...out }));
    },
  };
}
