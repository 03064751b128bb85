import {
  dayOf,
  planBatch,
  type Batch,
  type Currency,
  type FxRate,
  type PartnerId,
  type Plan,
  type Programme,
} from '@sluice/domain';
import type { Store } from '../store.js';
import { payeeStandings } from './payee-standing.js';
import { rateFor } from './rates.js';

/** Partners that are planned at a time: what a batch keeps in memory. */
export const partnersAtOnce = 200;

/** Plans some partners at a time of one batch. */
type Planner = (partners: PartnerId[]) => Promise<Plan>;

/**
 * What a batch would pay partners, and who of them is left out and why. Groups, switches of rails and rates are read once for
 * all that are planned. Reads only: a batch is opened by it, and a preview shows it.
 */
export async function planner(
  store: Store,
  programme: Programme,
  { id: batch, currency, cutoff, schedule }: Pick<Batch, 'id' | 'currency' | 'cutoff' | 'schedule'>,
  now: Date,
): Promise<Planner> {
  const { key, settings, timeZone } = programme;
  const [groups, railsOff] = await Promise.all([store.groups.all(key), store.rails.off(key)]);
  const groupPayout = new Map(groups.map((group) => [group.key, group.payout]));
  const day = dayOf(cutoff, timeZone);
  const rates = new Map<Currency, FxRate | undefined>();
  const readRates = async (currencies: readonly Currency[]): Promise<void> => {
    for (const to of new Set(currencies)) {
      if (to === currency || rates.has(to)) continue;
      const found = await rateFor(store, programme, { from: currency, to, day });
      rates.set(to, found.ok ? found.rate : undefined);
    }
  };

  return async (ids) => {
    const [payable, partners, standings] = await Promise.all([
      store.commissions.payable(key, currency, cutoff, ids),
      store.partners.many(key, ids),
      payeeStandings(store, key, ids, now),
    ]);
    await readRates(partners.flatMap(({ payout }) => payout?.currency ?? []));
    return planBatch({
      programme: key,
      batch,
      currency,
      cutoff,
      now,
      partners: partners.map((partner) => ({ ...partner, groupPayout: groupPayout.get(partner.group ?? '') })),
      payable: payable.flatMap(({ id, partner, position, stateSince }) =>
        position && stateSince ? [{ commission: id, partner, position, since: stateSince }] : [],
      ),
      settings,
      day,
      rateFor: (from, to) => (from === currency ? rates.get(to) : undefined),
      railsOff,
      standings,
      schedule,
    });
  };
}
