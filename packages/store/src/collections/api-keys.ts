import { sha256Hex } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

/** An API key: only its hash is stored. Keys are random and long, so that a plain SHA-256 suffices. */
export interface ApiKey {
  id: string;
  programme: string;
  name: string;
  /** Its first characters, to tell keys apart. */
  start: string;
  hash: string;
  /** The source that its events carry. */
  source: string;
  /** No scope grants nothing. */
  scopes: string[];
  state: 'active' | 'paused' | 'revoked';
  createdAt: Date;
  createdBy: string;
  expiresAt?: Date;
  lastUsedAt?: Date;
}

export function apiKeys(db: Database) {
  const c = db.collection<ApiKey>({
    name: 'api_keys',
    version: 1,
    fields: {
      name: 'string',
      start: 'string',
      hash: 'string',
      source: 'string',
      scopes: 'strings',
      state: 'string',
      createdAt: 'date',
      createdBy: 'string',
      expiresAt: 'date',
      lastUsedAt: 'date',
    },
    indexes: [{ keys: ['hash'], unique: true }, { keys: ['state'] }],
  });
  const repository = {
    collection: c,
    insert: (key: ApiKey, out?: Outgoing) => c.insert(key, out),
    insertOrRead: (key: ApiKey, out?: Outgoing) => c.insertOrRead(key, out),
    get: (programme: string, id: string) => c.get(programme, id),
    list: (programme: string) => c.find(programme, {}, { sort: { createdAt: -1, _id: -1 } }),

    /** The key of that secret in any programme: the key itself says which. Null for an unknown one. */
    async findBySecret(secret: string): Promise<Stored<ApiKey> | null> {
      const raw = await c.model.findOne({ hash: apiKeyHash(secret) }, { programme: 1 }).lean<{ programme: string }>();
      return raw ? c.findOne(raw.programme, { hash: apiKeyHash(secret) }) : null;
    },

    /** A key past its expiry is paused, not deleted: it can be prolonged. Answers the key as it then is. */
    pauseIfExpired: (programme: string, id: string, now: Date, out?: Outgoing) =>
      c.change(programme, id, (key) =>
        key.state === 'active' && key.expiresAt !== undefined && key.expiresAt <= now
          ? { set: { state: 'paused' as const }, ...out }
          : null,
      ),

    setState: (programme: string, id: string, state: ApiKey['state'], out?: Outgoing) =>
      c.change(programme, id, (key) =>
        key.state === state || key.state === 'revoked' ? null : { set: { state }, ...out },
      ),

    prolong: (programme: string, id: string, expiresAt: Date | undefined, out?: Outgoing) =>
      c.change(programme, id, (key) =>
        key.state === 'revoked' ? null : { set: { expiresAt, state: 'active' as const }, ...out },
      ),

    /** Notes the use, at most once a minute. */
    used: (programme: string, id: string, at: Date) =>
      c.change(programme, id, (key) =>
        key.lastUsedAt && at.getTime() - key.lastUsedAt.getTime() < 60_000 ? null : { set: { lastUsedAt: at } },
      ),
  };
  return repository;
}

/** How a key is stored and looked up. */
export function apiKeyHash(secret: string): string {
  return sha256Hex(secret);
}
