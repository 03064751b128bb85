import { periodOf, type Account, type CommissionId } from '@sluice/domain';
import { Accruals } from '@sluice/domain/accruals';
import { percentile } from '@sluice/domain/percentile';
import type { Store } from '../store.js';

/** What is owed by the month of the order: every commission once, with memory for the months alone. */
export async function accrualsOf(store: Store, programme: string, zone: string): Promise<Accruals> {
  const accruals = new Accruals();
  const month = monthsOf(zone);
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof store.commissions.list>> = await store.commissions.list(programme, {
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const commission of page.data) accruals.add(month(commission.occurredAt), commission);
    cursor = page.nextCursor;
  }
  return accruals;
}

/** What three accounts of partners hold over all of them, of one currency. */
export async function owedByLedger(store: Store, programme: string) {
  const accounts = await store.ledger.accounts(programme);
  return (currency: string) => {
    const on = (account: Account): bigint =>
      accounts.find((one) => one.account === account && one.currency === currency)?.balance ?? 0n;
    return { held: on('partner:held'), payable: on('partner:payable'), inTransit: on('partner:in_transit') };
  };
}

export interface PayoutLag {
  month: string;
  payouts: number;
  commissions: number;
  medianDays: number;
  p90Days: number;
}

/** Days from the order to the journal that says it is paid, by the month of that journal, newest first. History that was imported does not count. */
export async function payoutLagOf(store: Store, programme: string, zone: string): Promise<PayoutLag[]> {
  const month = monthsOf(zone);
  const months = new Map<string, { payouts: number; days: number[] }>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof store.ledger.list>> = await store.ledger.list(programme, {
      kind: 'paid',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const ids = page.data.flatMap(({ commissions }) => commissions.map(({ id }) => id));
    const ordered = new Map<CommissionId, Date>(
      (await store.commissions.many(programme, [...new Set(ids)]))
        .filter((commission) => commission.reverses === undefined)
        .map((commission) => [commission.id, commission.occurredAt]),
    );
    for (const { at, commissions } of page.data) {
      const key = month(at);
      const known = months.get(key) ?? { payouts: 0, days: [] };
      months.set(key, known);
      known.payouts += 1;
      for (const { id } of commissions) {
        const since = ordered.get(id);
        if (since) known.days.push((at.getTime() - since.getTime()) / 86_400_000);
      }
    }
    cursor = page.nextCursor;
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([key, { payouts, days }]) => ({
      month: key,
      payouts,
      commissions: days.length,
      medianDays: percentile(days, 0.5) ?? 0,
      p90Days: percentile(days, 0.9) ?? 0,
    }));
}

/** Months of a zone. Most instants lie in a quarter of an hour that was asked for before; no zone's month begins within one. */
function monthsOf(zone: string): (instant: Date) => string {
  const known = new Map<number, string>();
  return (instant) => {
    const quarter = Math.floor(instant.getTime() / 900_000);
    const found = known.get(quarter) ?? periodOf(instant, zone).key;
    if (known.size < 50_000) known.set(quarter, found);
    return found;
  };
}
