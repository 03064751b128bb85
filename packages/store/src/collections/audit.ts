import { canonicalJson, sha256Hex, type Id, type JsonObject } from '@sluice/domain';
import { ChainHead } from '../core/chain.js';
import { pause, type PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { AuditActor } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

/** One entry of a programme's audit log: append-only, numbered, and bound to the one before it by its hash. */
export interface AuditEntry {
  id: Id<'audit'>;
  programme: string;
  seq: number;
  /** When the change was made. */
  at: Date;
  actor: AuditActor;
  action: string;
  subject: { kind: string; id: string };
  detail: JsonObject;
  prevHash: string;
  /** SHA-256 over the canonical JSON of all the above. */
  hash: string;
}

export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'prevHash' | 'hash'>;

/** `prevHash` of a programme's first entry. */
export const noHash = '0'.repeat(64);

export function audit(db: Database) {
  const c = db.collection<AuditEntry>({
    name: 'audit',
    version: 1,
    quiet: true,
    fields: {
      seq: 'number',
      at: 'date',
      actor: 'plain',
      action: 'string',
      subject: 'plain',
      detail: 'text',
      prevHash: 'string',
      hash: 'string',
    },
    lookups: { subjectId: 'string', actorId: 'string' },
    derive: (entry) => ({ subjectId: entry.subject.id, actorId: entry.actor.id }),
    indexes: [
      { keys: ['seq'], unique: true },
      { keys: ['subjectId', 'at'] },
      { keys: ['actorId'] },
      { keys: ['action'] },
    ],
  });
  const heads = new ChainHead<Stored<AuditEntry>>(
    (programme, seq) => c.findOne(programme, { seq }),
    async (programme) => (await c.find(programme, {}, { sort: { seq: -1 }, limit: 1 }))[0] ?? null,
  );
  return {
    collection: c,

    /** Appends an entry to its programme's chain, once by id. */
    async append(entry: NewAuditEntry): Promise<Stored<AuditEntry>> {
      for (let attempt = 0; attempt < 500; attempt += 1) {
        const stored = await c.get(entry.programme, entry.id);
        if (stored) return stored;
        const head = await heads.find(entry.programme);
        const link = { ...entry, seq: (head?.seq ?? 0) + 1, prevHash: head?.hash ?? noHash };
        try {
          const appended = await c.insert({ ...link, hash: auditHash(link) });
          heads.note(entry.programme, appended);
          return appended;
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== 'duplicate') throw error;
          await pause(attempt);
        }
      }
      throw new StoreError('contention', 'The audit log grows so fast that an entry does not get in.');
    },

    get: (programme: string, id: AuditEntry['id']) => c.get(programme, id),
    about: (programme: string, subjectId: string, limit = 200) =>
      c.find(programme, { subjectId }, { sort: { seq: -1 }, limit }),
    list: (programme: string, query: PageQuery & { subject?: string; actor?: string; action?: string } = {}) =>
      c.page(
        programme,
        {
          ...(query.subject ? { subjectId: query.subject } : {}),
          ...(query.actor ? { actorId: query.actor } : {}),
          ...(query.action ? { action: query.action } : {}),
        },
        query,
        { field: 'seq', direction: -1 },
      ),
    /** A stretch of the chain in order. */
    range: (programme: string, fromSeq: number, toSeq: number) =>
      c.find(programme, { seq: { $gte: fromSeq, $lte: toSeq } }, { sort: { seq: 1 } }),
    head: (programme: string) => heads.find(programme),
  };
}

/** Hash of an entry: SHA-256 over the canonical JSON (RFC 8785) of everything in it, the previous hash included. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { id, programme, seq, at, actor, action, subject, detail, prevHash } = entry;
  const { id: actorId, name } = actor;
  return sha256Hex(
    canonicalJson({
      id,
      programme,
      seq,
      at: at.toISOString(),
      actor: name === undefined ? { id: actorId } : { id: actorId, name },
      action,
      subject: { kind: subject.kind, id: subject.id },
      detail,
      prevHash,
    }),
  );
}
