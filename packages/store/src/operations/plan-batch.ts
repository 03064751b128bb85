import { dayOf, planBatch, type Batch, type PartnerId, type Plan, type Programme } from '@sluice/domain';
import type { Store } from '../store.js';
import { payeeStandings } from './payee-standing.js';
import { payoutRates } from './payout-rates.js';

/** Partners that are planned at a time: what a batch keeps in memory. */
export const partnersAtOnce = 200;

/** What a batch would pay some partners, and who of them is left out and why. Reads only: a batch is opened by it, and a preview shows it. */
export async function planPayouts(
  store: Store,
  programme: Programme,
  { id: batch, currency, cutoff, schedule }: Pick<Batch, 'id' | 'currency' | 'cutoff' | 'schedule'>,
  ids: PartnerId[],
  now: Date,
): Promise<Plan> {
  const { key, settings, timeZone } = programme;
  const [payable, partners, standings, groups] = await Promise.all([
    store.commissions.payable(key, currency, cutoff, ids),
    store.partners.many(key, ids),
    payeeStandings(store, key, ids, now),
    store.groups.all(key),
  ]);
  const groupPayout = new Map(groups.map((group) => [group.key, group.payout]));
  const day = dayOf(cutoff, timeZone);
  const paidIn = partners.flatMap(({ payout }) => payout?.currency ?? []);
  const rateFor = await payoutRates(store, programme, currency, paidIn, day);
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
    rateFor,
    standings,
    schedule,
  });
}
