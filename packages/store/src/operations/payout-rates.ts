import { approversNeeded, dayOf, type Money, type RateFor } from '@sluice/domain';
import type { Store } from '../store.js';

/** Nobody has told a rate: whoever is paid in another currency is left out, and a total that cannot be compared needs two. */
export const noRates: RateFor = () => undefined;

/** How many must approve a total: compared in its own currency, or converted at the rate of the cutoff's day. */
export async function approversFor(store: Store, programme: string, total: Money, cutoff: Date): Promise<1 | 2> {
  const { settings, timeZone } = await store.programmes.need(programme);
  const day = dayOf(cutoff, timeZone);
  return approversNeeded(total, settings, (currency) => noRates(total.currency, currency, day));
}
