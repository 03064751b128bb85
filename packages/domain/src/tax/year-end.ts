import type { PartnerId, PayoutId } from '../ids.js';
import type { Journal } from '../journal.js';
import type { Money } from '../money.js';
import { dayOf } from '../time.js';
import type { FiledTaxForm, FormStanding } from './filed.js';
import { isExemptFromReporting } from './forms/w9.js';

/** What a partner was paid in a calendar year, in cents of United States dollars. */
export interface YearTotal {
  partner: PartnerId;
  /** Before withholding, as Form 1099-NEC counts it (box 1). */
  paid: bigint;
  /** Kept back (box 4). */
  withheld: bigint;
  payments: number;
  /** Of these, how many the bank sent back. */
  returned: number;
  /** Days for which there is no rate to dollars: their payments are not in the sums. */
  noRate: string[];
}

export type PaidJournal = Pick<Journal, 'kind' | 'at' | 'partner' | 'payout' | 'postings'>;

/** Money of a day in dollars, or undefined where there is no rate. */
export type ToUsd = (money: Money, day: string) => Money | undefined;

/**
 * Totals by partner of what was paid in a year of the programme's zone. What the bank sent back is taken from the year in which it was
 * paid, whenever it came back: that money was never received.
 */
export function yearTotals(
  journals: readonly PaidJournal[],
  year: number,
  zone: string,
  toUsd: ToUsd,
): Map<PartnerId, YearTotal> {
  const paidOn = new Map<PayoutId, string>();
  for (const { kind, payout, at } of journals)
    if (kind === 'paid' && payout !== undefined) paidOn.set(payout, dayOf(at, zone));
  const totals = new Map<PartnerId, YearTotal>();
  for (const journal of journals) {
    const day = (journal.payout === undefined ? undefined : paidOn.get(journal.payout)) ?? dayOf(journal.at, zone);
    if (!day.startsWith(`${year}-`) || !counted.has(journal.kind)) continue;
    const total = totals.get(journal.partner) ?? fresh(journal.partner);
    totals.set(journal.partner, total);
    addTo(total, journal, day, toUsd);
  }
  return totals;
}

const counted: ReadonlySet<string> = new Set(['paid', 'returned', 'import_paid']);

function addTo(total: YearTotal, journal: PaidJournal, day: string, toUsd: ToUsd): void {
  const amounts = journal.postings.flatMap(({ account, amount, currency }) => {
    const part = account.startsWith('partner:') ? 'paid' : account === 'withholding' ? 'withheld' : undefined;
    // What leaves the partner's account was paid; what enters `withholding` was kept back from it.
    return part === undefined
      ? []
      : [{ part, money: toUsd({ amount: part === 'paid' ? -amount : amount, currency }, day) } as const];
  });
  if (amounts.some(({ money }) => money === undefined)) {
    if (!total.noRate.includes(day)) total.noRate.push(day);
    return;
  }
  for (const { part, money } of amounts) total[part] += money?.amount ?? 0n;
  if (journal.kind === 'returned') total.returned += 1;
  else total.payments += 1;
}

function fresh(partner: PartnerId): YearTotal {
  return { partner, paid: 0n, withheld: 0n, payments: 0, returned: 0, noRate: [] };
}

/** Whether a payee goes on a 1099-NEC, and if not, why not. */
export type Reporting = 'reported' | 'below_threshold' | 'foreign' | 'exempt' | 'no_form' | 'no_rate' | 'nothing_paid';

export function decideReporting(
  total: YearTotal,
  standing: FormStanding<Pick<FiledTaxForm, 'form' | 'values'>>,
  country: string | undefined,
  threshold: bigint,
): Reporting {
  if (total.noRate.length > 0) return 'no_rate';
  // A form that has ended, or waits, still says who the payee is.
  const form = 'form' in standing && standing.state !== 'rejected' ? standing.form : undefined;
  if (form ? form.form !== 'w9' : country !== undefined && country.toUpperCase() !== 'US') return 'foreign';
  if (total.paid <= 0n && total.withheld <= 0n) return 'nothing_paid';
  if (total.withheld === 0n && total.paid < threshold) return 'below_threshold';
  if (!form) return 'no_form';
  return total.withheld === 0n && isExemptFromReporting(form.values) ? 'exempt' : 'reported';
}
