import { derivedId, type Id, type Json } from '@sluice/domain';
import type { Database } from '../core/database.js';

/** What a caller's `Idempotency-Key` was used for, and what was answered. */
export interface IdempotencyRecord {
  id: Id<'change'>;
  programme: string;
  actor: string;
  key: string;
  bodyHash: string;
  state: 'open' | 'done';
  status?: number;
  body?: Json;
  /** An open one past this was cut off: the next caller may take it. */
  leaseUntil: Date;
  createdAt: Date;
}

export type Claim =
  | { kind: 'first' }
  | { kind: 'answered'; status: number; body: Json }
  | { kind: 'in_progress' }
  | { kind: 'other_body' };

export function idempotency(db: Database) {
  const c = db.collection<IdempotencyRecord>({
    name: 'idempotency',
    version: 1,
    quiet: true,
    fields: {
      actor: 'string',
      key: 'string',
      bodyHash: 'string',
      state: 'string',
      status: 'number',
      body: 'text',
      leaseUntil: 'date',
      createdAt: 'date',
    },
    indexes: [{ keys: ['actor', 'key'], unique: true }, { keys: ['createdAt'] }],
  });
  const idOf = (programme: string, actor: string, key: string): IdempotencyRecord['id'] =>
    derivedId('change', 'idempotency', programme, actor, key);
  return {
    collection: c,

    /**
     * Claims a key for one request: of many at once one is `first`. The lease is longer than a request takes and short
     * enough that the repeat of one that was cut off is soon let in; what it does again is told apart by the key.
     */
    async begin(programme: string, actor: string, key: string, bodyHash: string, leaseMs = 15_000): Promise<Claim> {
      const now = db.now();
      const id = idOf(programme, actor, key);
      const leaseUntil = new Date(now.getTime() + leaseMs);
      const { inserted } = await c.insertOrRead({
        id,
        programme,
        actor,
        key,
        bodyHash,
        state: 'open',
        leaseUntil,
        createdAt: now,
      });
      if (inserted) return { kind: 'first' };
      let taken = false;
      const record = await c.change(programme, id, (doc) => {
        taken = doc.state === 'open' && doc.bodyHash === bodyHash && doc.leaseUntil < now;
        return taken ? { set: { leaseUntil } } : null;
      });
      if (record.bodyHash !== bodyHash) return { kind: 'other_body' };
      if (record.state === 'done') return { kind: 'answered', status: record.status ?? 200, body: record.body ?? null };
      return taken ? { kind: 'first' } : { kind: 'in_progress' };
    },

    /** Keeps the answer, which every further request of that key gets. */
    complete: (programme: string, actor: string, key: string, status: number, body: Json) =>
      c.change(programme, idOf(programme, actor, key), (doc) =>
        doc.state === 'done' ? null : { set: { state: 'done' as const, status, body } },
      ),

    /** Lets the key go after a failure that left nothing behind. */
    release: (programme: string, actor: string, key: string) => c.remove(programme, idOf(programme, actor, key)),

    prune: (programme: string, before: Date) => c.removeWhere(programme, { createdAt: { $lt: before } }),
  };
}
