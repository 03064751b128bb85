import type { Json } from '@sluice/domain';
import type { Store } from '../store.js';

/** What came of asking the source of rates: when, and why it gave none. */
export interface RatesFetched {
  /** ISO 8601. */
  at: string;
  added: number;
  error?: string;
}

const fact = 'rates.fetched';

/** The last time that a programme's source of rates was asked; undefined where it never was. */
export async function fetchedRates(store: Store, programme: string): Promise<RatesFetched | undefined> {
  return read(await store.system.get(programme, fact));
}

/** Notes what came of it. */
export function noteFetchedRates(store: Store, programme: string, fetched: RatesFetched): Promise<void> {
  return store.system.set(programme, fact, { ...fetched });
}

function read(value: Json | undefined): RatesFetched | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { at, added, error } = value;
  if (typeof at !== 'string' || typeof added !== 'number') return undefined;
  return { at, added, ...(typeof error === 'string' && { error }) };
}
