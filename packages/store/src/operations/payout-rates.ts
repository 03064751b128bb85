import {
  approversNeeded,
  dayOf,
  type Currency,
  type FxRate,
  type Money,
  type Programme,
  type RateFor,
} from '@sluice/domain';
import type { Store } from '../store.js';
import { rateFor } from './rates.js';

/** The rates of a day from one currency into others, read at once. */
async function payoutRates(
  store: Store,
  programme: Pick<Programme, 'key' | 'settings'>,
  from: Currency,
  currencies: Iterable<Currency>,
  day: string,
): Promise<RateFor> {
  const rates = new Map<Currency, FxRate>();
  for (const to of new Set(currencies)) {
    if (to === from) continue;
    const found = await rateFor(store, programme, { from, to, day });
    if (found.ok) rates.set(to, found.rate);
  }
  return (asked, to) => (asked === from ? rates.get(to) : undefined);
}

/** How many must approve a total: compared in its own currency, or converted at the rate of the cutoff's day. */
export async function approversFor(store: Store, key: string, total: Money, cutoff: Date): Promise<1 | 2> {
  const programme = await store.programmes.need(key);
  const thresholds = programme.settings.secondApproverFrom;
  const day = dayOf(cutoff, programme.timeZone);
  const others = thresholds[total.currency] === undefined ? Object.keys(thresholds) : [];
  const rates = await payoutRates(store, programme, total.currency, others, day);
  return approversNeeded(total, programme.settings, (currency) => rates(total.currency, currency, day));
}
