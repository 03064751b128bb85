import { derivedId, type BatchId, type Id, type Money, type PartnerId, type PayoutId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A file for a bank: what is in it, never changed. Its bytes are kept beside, encrypted, under their SHA-256. */
export interface PayoutFile {
  id: Id<'payout_file'>;
  programme: string;
  batch: BatchId;
  batchName: string;
  /** Counts the files of a batch: two that are made at once cannot both be the next. */
  number: number;
  format: string;
  name: string;
  sha256: string;
  bytes: number;
  parts: number;
  currency: string;
  total: Money;
  sums: { control: string; hash?: string };
  executionDate: string;
  items: { payout: PayoutId; partner: PartnerId; key: string; amount: Money; reference: string }[];
  leftOut: { payout: PayoutId; partner: PartnerId; amount: Money; code: string; message: string }[];
  /** It repeats payouts of earlier files, on purpose. */
  override?: { reason: string; payouts: PayoutId[] };
  madeBy: { id: string; name: string };
  /** The request that made it: told again, it finds the same file. */
  requestKey: string;
  createdAt: Date;
}

/** A piece of a file's bytes; a document holds 16 MB at most. */
export interface PayoutFilePart {
  id: Id<'payout_file'>;
  programme: string;
  sha256: string;
  index: number;
  /** Encrypted: bank details are in it. */
  sealed: string;
}

export function payoutFiles(db: Database) {
  const c = db.collection<PayoutFile>({
    name: 'payout-files',
    version: 1,
    fields: {
      batch: 'string',
      batchName: 'string',
      number: 'number',
      format: 'string',
      name: 'string',
      sha256: 'string',
      bytes: 'number',
      parts: 'number',
      currency: 'string',
      total: 'plain',
      sums: 'plain',
      executionDate: 'string',
      items: 'plain',
      leftOut: 'plain',
      override: 'plain',
      madeBy: 'plain',
      requestKey: 'string',
      createdAt: 'date',
    },
    indexes: [{ keys: ['batch', 'number'], unique: true }, { keys: ['createdAt'] }, { keys: ['format', 'createdAt'] }],
  });
  const parts = db.collection<PayoutFilePart>({
    name: 'payout-file-parts',
    version: 1,
    fields: { sha256: 'string', index: 'number', sealed: 'string' },
    indexes: [{ keys: ['sha256', 'index'], unique: true }],
    quiet: true,
  });
  return {
    collection: c,
    /** Throws `duplicate` where another file of the batch has taken the number. */
    insert: (file: PayoutFile, out?: Outgoing) => c.insert(file, out),
    get: (programme: string, id: PayoutFile['id']) => c.get(programme, id),
    ofBatch: (programme: string, batch: BatchId) => c.find(programme, { batch }, { sort: { number: 1 } }),
    list: (programme: string, query: PageQuery & { format?: string } = {}) =>
      c.page(programme, query.format ? { format: query.format } : {}, query),

    /** Keeps the bytes, piece by piece; those that are there already are what they would be. */
    async keepContent(programme: string, sha256: string, sealed: readonly string[]): Promise<void> {
      for (const [index, one] of sealed.entries()) {
        const id = derivedId('payout_file', programme, sha256, String(index));
        await parts.insertOrRead({ id, programme, sha256, index, sealed: one });
      }
    },

    async content(programme: string, sha256: string): Promise<string[]> {
      const found = await parts.find(programme, { sha256 }, { sort: { index: 1 } });
      return found.map(({ sealed }) => sealed);
    },
  };
}
