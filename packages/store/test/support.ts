import { randomBytes } from 'node:crypto';
import type { Journal, NewJournal, Programme, PartnerId } from '@sluice/domain';
import { derivedId } from '@sluice/domain';
import { openStore, type Store } from '../src/index.js';
import type { DatabaseOptions } from '../src/index.js';

/** Address of the database that the whole test run shares; its own database per store, dropped at the end. */
export const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';

export const programme = 'demo';

/** A store over a new, empty database. */
export async function freshStore(options: Partial<DatabaseOptions> = {}): Promise<Store> {
  if (uri === '')
    throw new Error('SLUICE_TEST_MONGODB_URI is not set: run the tests through Jest’s project "servers".');
  const database = options.database ?? `store_${randomBytes(6).toString('hex')}`;
  return openStore({ uri, ...options, database });
}

/** Name of the server found, for the titles. */
export async function serverName(): Promise<string> {
  const store = await freshStore();
  try {
    return (await store.server()).name;
  } finally {
    await dropAndClose(store);
  }
}

export async function dropAndClose(store: Store): Promise<void> {
  await store.native().dropDatabase();
  await store.close();
}

export const partner: PartnerId = derivedId('partner', programme, 'ada');

export const demo: Programme = {
  key: programme,
  name: 'Demo',
  currency: 'USD',
  timeZone: 'Europe/Berlin',
  tiers: [],
  settings: {
    refundWindow: 'P30D',
    minimumHold: 'P1D',
    base: 'net',
    rounding: 'half_even',
    attribution: { model: 'last', windowDays: 60 },
    ruleVersionBy: 'occurredAt',
    allowedLateness: 'P90D',
    allowedFuture: 'PT5M',
    minimumPayout: { USD: '5000' },
    secondApproverFrom: { USD: '500000' },
    singleOperator: false,
    feesBorneBy: 'programme',
    recurringMonths: 12,
    retention: { rawEventDays: 365, rawContextDays: 30, messageDays: 365, runRecordDays: 365 },
    locale: 'en',
  },
};

/** A journal that earns `amount` for a commission of that name. */
export function earns(name: string, amount: bigint, of: PartnerId = partner): NewJournal {
  const id = derivedId('commission', name);
  return {
    id: derivedId('journal', of, 'earn', name),
    programme,
    partner: of,
    at: new Date('2026-11-01T10:00:00Z'),
    kind: 'earn',
    cause: `commission:${id}`,
    commissions: [{ id, delta: amount, currency: 'USD', state: 'held', approval: 'not_needed' }],
    postings: [
      { account: 'expense:commission', amount: -amount, currency: 'USD' },
      { account: 'partner:held', amount, currency: 'USD' },
    ],
    actor: 'test',
  };
}

/** A journal that releases it. */
export function releases(name: string, amount: bigint, of: PartnerId = partner): NewJournal {
  const id = derivedId('commission', name);
  return {
    ...earns(name, amount, of),
    id: derivedId('journal', of, 'release', name),
    kind: 'release',
    commissions: [{ id, delta: 0n, currency: 'USD', state: 'payable' }],
    postings: [
      { account: 'partner:held', amount: -amount, currency: 'USD' },
      { account: 'partner:payable', amount, currency: 'USD' },
    ],
  };
}

export function balance(head: Journal | null, account: string): bigint {
  return head?.balancesAfter[`${account}|USD`] ?? 0n;
}
