import { addDuration, decideImportPaid, periodOf, type CommissionId, type PartnerId } from '@sluice/domain';
import type { Store, StoredCommission } from '@sluice/store';
import { demoProgramme } from './programme.js';

const programme = demoProgramme.key;

type Occurred = Pick<StoredCommission, 'occurredAt'>;

/** True once every event of the demo is dispatched and every run that it started is asleep or over. */
export async function historySettled(store: Store): Promise<boolean> {
  if ((await store.events.count(programme, 'due')) > 0 || (await store.admissions.due(programme, 1)).length > 0)
    return false;
  // A run that was started and has not told of itself yet has an admission, and nothing else.
  const open = await store.admissions.collection.count(programme, { state: 'started' });
  const asleep = (await store.runs.counts(programme))
    .filter(({ status }) => status === 'waiting' || status === 'parked')
    .reduce((sum, { count }) => sum + count, 0);
  return open === asleep;
}

/**
 * Payouts of the months before the last one, as a programme brings them along when it moves to Sluice: what had become payable
 * by then is marked as paid by import, journal by journal and with the month as reason. Once a partner and month.
 */
export async function importPastPayouts(store: Store, now: Date): Promise<number> {
  const thisMonth = periodOf(now, demoProgramme.timeZone);
  const cutoff = new Date(thisMonth.from.getTime() - 1);
  const { currency } = demoProgramme;
  const partners = await store.commissions.payablePartners(programme, currency);
  const payable = await store.commissions.payable(programme, currency, new Date(now.getTime() + 1), partners);
  const past = payable.filter((commission) => releasedAt(commission) < cutoff);
  const groups = new Map<string, typeof past>();
  for (const commission of past) {
    const key = `${commission.partner}|${monthOf(commission)}`;
    groups.set(key, [...(groups.get(key) ?? []), commission]);
  }
  for (const [group, commissions] of groups) {
    const [partner, month] = group.split('|') as [PartnerId, string];
    const ids: CommissionId[] = commissions.map(({ id }) => id);
    const posted = await store.ledger.post(programme, partner, { commissions: ids }, (head, positions) =>
      decideImportPaid(head, positions, {
        programme,
        partner,
        at: now,
        actor: 'import',
        reason: { code: 'history.imported', params: { month } },
        commissions: ids,
        cause: `history:${month}`,
      }),
    );
    if (!posted.ok) throw new Error(`${posted.code}: ${posted.message}`);
  }
  return past.length;
}

/** When the refund window of its order ended, which is when it became payable in the books it comes from. */
function releasedAt({ occurredAt }: Occurred): Date {
  return addDuration(occurredAt, demoProgramme.settings.refundWindow, demoProgramme.timeZone);
}

function monthOf(commission: Occurred): string {
  return periodOf(releasedAt(commission), demoProgramme.timeZone).key;
}
