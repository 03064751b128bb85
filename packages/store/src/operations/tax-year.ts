import { convert, type Money, type PartnerId } from '@sluice/domain';
import type { FiledTaxForm, FormStanding } from '@sluice/domain/tax/filed';
import { reportingThreshold, type ReportingThreshold } from '@sluice/domain/tax/threshold';
import {
  decideReporting,
  yearTotals,
  type PaidJournal,
  type Reporting,
  type YearTotal,
} from '@sluice/domain/tax/year-end';
import type { Store } from '../store.js';
import { rateFor } from './rates.js';

export interface TaxYearRow extends YearTotal {
  name: string;
  reporting: Reporting;
  standing: FormStanding<FiledTaxForm>;
}

export interface TaxYear {
  year: number;
  threshold: ReportingThreshold;
  rows: TaxYearRow[];
}

/** What each partner was paid in a calendar year of the programme's zone, from the journals, and who is reported on a 1099-NEC. */
export async function taxYear(store: Store, programme: string, year: number): Promise<TaxYear> {
  const found = await store.programmes.need(programme);
  const journals: PaidJournal[] = await store.ledger.collection.find(
    programme,
    { kind: { $in: ['paid', 'returned', 'import_paid'] } },
    { sort: { at: 1 } },
  );
  const rates = new Map<string, Awaited<ReturnType<typeof rateFor>>>();
  const rounding = found.settings.rounding;
  const asked = new Set<string>();
  const toUsd = (money: Money, day: string): Money | undefined => {
    if (money.currency === 'USD') return money;
    const key = `${money.currency}|${day}`;
    asked.add(key);
    const rate = rates.get(key);
    return rate?.ok ? convert(money, rate.rate, rounding).to : undefined;
  };
  let totals = yearTotals(journals, year, found.timeZone, toUsd);
  if (asked.size > 0) {
    // Once to learn which days are asked for, once with their rates.
    for (const key of asked) {
      const [from = '', day = ''] = key.split('|');
      rates.set(key, await rateFor(store, found, { from, to: 'USD', day }));
    }
    totals = yearTotals(journals, year, found.timeZone, toUsd);
  }
  const ids: PartnerId[] = [...totals.keys()];
  const [partners, standings] = await Promise.all([
    store.partners.many(programme, ids),
    store.taxForms.standings(programme, ids, 'us', `${year}-12-31`),
  ]);
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const threshold = reportingThreshold(year, found.settings.tax?.reportFrom);
  const rows = [...totals.values()].map((total): TaxYearRow => {
    const partner = byId.get(total.partner);
    const standing = standings.get(total.partner) ?? { state: 'missing' as const };
    const reporting = decideReporting(total, standing, partner?.country, threshold.from);
    return { ...total, name: partner?.name ?? total.partner, reporting, standing };
  });
  return { year, threshold, rows: rows.sort((a, b) => (a.paid === b.paid ? 0 : a.paid > b.paid ? -1 : 1)) };
}

/**
 * What is to be given out now: everybody who is reported, or, after a first export, those whose figures are no longer what was given
 * out last, also where nothing remains of them.
 */
export async function dueForExport(
  store: Store,
  programme: string,
  of: TaxYear,
): Promise<{ kind: 'original' | 'correction'; rows: TaxYearRow[] }> {
  const before = await store.taxForms.exported(programme, of.year);
  const reported = of.rows.filter(({ reporting }) => reporting === 'reported');
  if (before.length === 0) return { kind: 'original', rows: reported };
  const last = new Map(before.flatMap(({ rows }) => rows.map((row) => [row.partner, row] as const)));
  const changed = of.rows.filter((row) => {
    const told = last.get(row.partner);
    if (!told) return row.reporting === 'reported';
    return told.paid !== row.paid.toString() || told.withheld !== row.withheld.toString();
  });
  return { kind: 'correction', rows: changed };
}
