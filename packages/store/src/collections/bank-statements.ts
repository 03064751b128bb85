import type { Id, Money, PayoutId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** A bank's statement as it was imported; unique by the hash of its bytes. */
export interface BankStatement {
  id: Id<'bank_statement'>;
  programme: string;
  name: string;
  format: 'camt053' | 'csv';
  sha256: string;
  /** The last characters of the account. */
  account?: string;
  number?: string;
  from?: string;
  to?: string;
  entries: number;
  importedBy: { id: string; name: string };
  createdAt: Date;
}

export type BankEntryState = 'matched' | 'suggested' | 'open' | 'mine' | 'dismissed' | 'pending';

/** One booking of a statement. The same booking told by two statements is one. */
export interface BankEntry {
  id: Id<'bank_entry'>;
  programme: string;
  statement: BankStatement['id'];
  reference: string;
  bookedAt: string;
  direction: 'debit' | 'credit';
  amount: Money;
  name?: string;
  /** The last characters of the other side's account. */
  account?: string;
  endToEndId?: string;
  text?: string;
  returnReason?: { code: string; text: string };
  state: BankEntryState;
  outcome?: 'paid' | 'returned';
  payouts: PayoutId[];
  suggestions: { payout: PayoutId; why: string }[];
  problem?: { code: string; message: string };
  settledBy?: { id: string; name: string; at: Date; note?: string };
  createdAt: Date;
}

export function bankStatements(db: Database) {
  const c = db.collection<BankStatement>({
    name: 'bank-statements',
    version: 1,
    fields: {
      name: 'string',
      format: 'string',
      sha256: 'string',
      account: 'string',
      number: 'string',
      from: 'string',
      to: 'string',
      entries: 'number',
      importedBy: 'plain',
      createdAt: 'date',
    },
    indexes: [{ keys: ['sha256'], unique: true }, { keys: ['createdAt'] }],
  });
  return {
    collection: c,
    insertOrRead: (statement: BankStatement, out?: Outgoing) => c.insertOrRead(statement, out),
    get: (programme: string, id: BankStatement['id']) => c.get(programme, id),
    findBySha256: (programme: string, sha256: string) => c.findOne(programme, { sha256 }),
    list: (programme: string, query: PageQuery = {}) => c.page(programme, {}, query),
  };
}

export function bankEntries(db: Database) {
  const c = db.collection<BankEntry>({
    name: 'bank-entries',
    version: 1,
    fields: {
      statement: 'string',
      reference: 'string',
      bookedAt: 'string',
      direction: 'string',
      amount: 'plain',
      name: 'string',
      account: 'string',
      endToEndId: 'string',
      text: 'string',
      returnReason: 'plain',
      state: 'string',
      outcome: 'string',
      payouts: 'strings',
      suggestions: 'plain',
      problem: 'plain',
      settledBy: 'plain',
      createdAt: 'date',
    },
    indexes: [
      { keys: ['statement', 'createdAt'] },
      { keys: ['statement', 'state'] },
      { keys: ['state', 'createdAt'] },
      { keys: ['createdAt'] },
      { keys: ['payouts'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (entry: BankEntry, out?: Outgoing) => c.insertOrRead(entry, out),
    get: (programme: string, id: BankEntry['id']) => c.get(programme, id),
    ofStatement: (programme: string, statement: BankStatement['id']) =>
      c.find(programme, { statement }, { sort: { createdAt: 1, _id: 1 } }),
    change: (
      programme: string,
      id: BankEntry['id'],
      mutate: (
        entry: BankEntry,
      ) => ({ set: Partial<{ [K in keyof BankEntry]: BankEntry[K] | undefined }> } & Outgoing) | null,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2]),
    list: (programme: string, query: PageQuery & { statement?: string; state?: BankEntryState } = {}) =>
      c.page(
        programme,
        {
          ...(query.statement ? { statement: query.statement } : {}),
          ...(query.state ? { state: query.state } : {}),
        },
        query,
      ),
    countByState: (programme: string, statement: BankStatement['id'], state: BankEntryState) =>
      c.count(programme, { statement, state }),
  };
}
