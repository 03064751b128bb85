import type { Payout } from '@sluice/domain';
import type { Store } from '../store.js';
import type { Stored } from '../core/spec.js';
import { reporter, type Check, type RailRecord } from './problem.js';

type Report = ReturnType<typeof reporter>['report'];

/** Payouts equal the ledger, and both equal the rail's own record: no payment doubled, none unknown, none forgotten. */
export const payoutsAndRail: Check = async (store, programme, { railRecords }) => {
  const { problems, report } = reporter(programme);
  const payouts = await store.payouts.collection.find(programme, {});
  for (const payout of payouts) {
    const sum = payout.items.reduce((total, { amount }) => total + amount.amount, 0n);
    if (sum !== payout.amount.amount)
      report(
        'items_differ',
        'payout',
        payout.id,
        `The items of ${payout.id} add up to ${sum}, not ${payout.amount.amount}.`,
      );
    await compareWithLedger(store, programme, payout, report);
    if (railRecords) compareWithRail(payout, railRecords, report);
  }
  const known = new Set(payouts.flatMap(({ attempts }) => attempts.map(({ key }) => key)));
  for (const record of railRecords?.filter(({ key }) => !known.has(key)) ?? [])
    if (!(await knownElsewhere(store, programme, record.key)))
      report(
        'unknown_payment',
        'payout',
        record.payout ?? record.key,
        `The rail has a payment ${record.key} that we never recorded.`,
      );
  return problems;
};

/** One rail may serve several programmes; what none of them knows is reported once, by the first. */
async function knownElsewhere(store: Store, programme: string, key: string): Promise<boolean> {
  const [first, ...rest] = await store.programmes.keys();
  if (first !== programme) return true;
  for (const other of rest) if (await store.payouts.findByAttempt(other, key)) return true;
  return false;
}

async function compareWithLedger(
  store: Store,
  programme: string,
  payout: Stored<Payout>,
  report: Report,
): Promise<void> {
  const journals = await store.ledger.ofPayout(programme, payout.id);
  const cash = journals
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === `cash:${payout.rail}`)
    .reduce((sum, { amount }) => sum + amount, 0n);
  const expected = payout.state === 'paid' ? payout.amount.amount : 0n;
  if (cash !== expected)
    report(
      'paid_differs',
      'payout',
      payout.id,
      `${payout.id} is ${payout.state}; the ledger has ${cash} of it as paid.`,
    );
}

function compareWithRail(payout: Stored<Payout>, records: readonly RailRecord[], report: Report): void {
  const mine = records.filter(({ key }) => payout.attempts.some((attempt) => attempt.key === key));
  const paid = mine.filter(({ state }) => state === 'paid');
  const alive = mine.filter(({ state }) => state === 'paid' || state === 'accepted');
  if (alive.length > 1)
    report('paid_twice', 'payout', payout.id, `The rail has ${alive.length} payments of ${payout.id}.`);
  if (payout.state === 'paid' && paid.length === 0)
    report('not_at_rail', 'payout', payout.id, `${payout.id} is paid here; the rail has no payment of it.`);
  if (payout.state !== 'paid' && paid.length > 0)
    report('paid_unseen', 'payout', payout.id, `The rail has paid ${payout.id}; here it is ${payout.state}.`);
  for (const { amount } of alive)
    if (BigInt(amount.amount) !== payout.amount.amount || amount.currency !== payout.currency)
      report(
        'rail_amount',
        'payout',
        payout.id,
        `The rail was given ${amount.amount} ${amount.currency} for ${payout.id}.`,
      );
}
