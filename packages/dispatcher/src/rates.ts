import { dayOf } from '@sluice/domain';
import {
  ecbAddresses,
  fetchEcbRates,
  type FetchedRates,
  type FetchRatesOptions,
} from '@sluice/connectors/ecb/outbound';
import type { Store } from '@sluice/store';
import { fetchedRates, importRates, noteFetchedRates } from '@sluice/store/operations/index';

const hour = 3_600_000;

export interface RatesDeps {
  store: Store;
  now: () => Date;
  /** Where the files are; the European Central Bank's own unless set. */
  addresses?: typeof ecbAddresses;
  fetch?: (options: FetchRatesOptions) => Promise<FetchedRates>;
}

/**
 * Fetches the reference rates of a programme that asks for them: about four times a day (they come out once, in the afternoon), an
 * hour after a failure; at first, and after a pause of days, with the last ninety days. Answers how many were added, or
 * undefined where it was not time. Rates that are stored stay, whatever the file says.
 */
export async function keepRates(deps: RatesDeps, programme: string): Promise<number | undefined> {
  const { store, now, addresses = ecbAddresses, fetch = fetchEcbRates } = deps;
  const { settings, timeZone } = await store.programmes.need(programme);
  if (settings.fx?.source !== 'ecb') return undefined;
  const last = await fetchedRates(store, programme);
  const since = last === undefined ? Infinity : now().getTime() - Date.parse(last.at);
  if (since < (last?.error === undefined ? 6 * hour : hour)) return undefined;
  const today = dayOf(now(), timeZone);
  const newest = (await store.fxRates.list(programme, { from: 'EUR', limit: 1 })).data[0]?.date;
  const behind = newest === undefined || Date.parse(today) - Date.parse(newest) > 3 * 24 * hour;
  const answer = await fetch({ url: behind ? addresses.history : addresses.daily, today });
  if (!answer.ok) {
    await noteFetchedRates(store, programme, { at: now().toISOString(), added: 0, error: answer.message });
    return 0;
  }
  const at = now();
  const taken = await importRates(store, programme, answer, {
    key: `ecb/${at.toISOString()}`,
    actor: { id: 'system', name: 'ECB' },
    at,
    source: 'ecb',
  });
  const [problem] = taken.problems;
  await noteFetchedRates(store, programme, {
    at: at.toISOString(),
    added: taken.added,
    ...(problem && { error: problem.message }),
  });
  return taken.added;
}
