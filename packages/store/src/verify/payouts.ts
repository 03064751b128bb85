import { payOf, type Payout } from '@sluice/domain';
import type { Store } from '../store.js';
import type { Stored } from '../core/spec.js';
import { reporter, type Check, type RailRecord } from './problem.js';

type Report = ReturnType<typeof reporter>['report'];

/** Payouts equal the ledger, and both equal the rail's own record: no payment doubled, none unknown, none forgotten. */
export const payoutsAndRail: Check = async (store, programme, { railRecords }) => {
  const { problems, report } = reporter(programme);
  const recorded = railRecords && byKey(railRecords);
  const rails = new Set(['sandbox', ...(railRecords ?? []).flatMap(({ rail }) => rail ?? [])]);
  const known = new Set<string>();
  for await (const payout of store.payouts.collection.each(programme, {})) {
    for (const { key } of payout.attempts) known.add(key);
    const sum = payout.items.reduce((total, { amount }) => total + amount.amount, 0n);
    if (sum !== payout.amount.amount)
      report(
        'items_differ',
        'payout',
        payout.id,
        `The items of ${payout.id} add up to ${sum}, not ${payout.amount.amount}.`,
      );
    await compareWithLedger(store, programme, payout, report);
    // A record speaks of its own rail's payments alone.
    if (recorded && rails.has(payout.rail)) compareWithRail(payout, recorded, report);
  }
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
  const pay = payOf(payout);
  const cash = journals
    .flatMap(({ postings }) => postings)
    .filter(({ account, currency }) => account === `cash:${payout.rail}` && currency === pay.currency)
    .reduce((sum, { amount }) => sum + amount, 0n);
  const fee = payout.settlement?.fee;
  // A fee that the programme bears leaves by the rail too, in the currency of the items.
  const beside = fee?.borneBy === 'programme' && fee.amount.currency === pay.currency ? fee.amount.amount : 0n;
  const expected = payout.state === 'paid' ? pay.amount + beside : 0n;
  if (cash !== expected)
    report(
      'paid_differs',
      'payout',
      payout.id,
      `${payout.id} is ${payout.state}; the ledger has ${cash} ${pay.currency} of it as paid, not ${expected}.`,
    );
}

function compareWithRail(
  payout: Stored<Payout>,
  records: ReadonlyMap<string, readonly RailRecord[]>,
  report: Report,
): void {
  const mine = payout.attempts.flatMap(({ key }) => records.get(key) ?? []);
  const paid = mine.filter(({ state }) => state === 'paid');
  const alive = mine.filter(({ state }) => state === 'paid' || state === 'accepted');
  if (alive.length > 1)
    report('paid_twice', 'payout', payout.id, `The rail has ${alive.length} payments of ${payout.id}.`);
  if (payout.state === 'paid' && paid.length === 0)
    report('not_at_rail', 'payout', payout.id, `${payout.id} is paid here; the rail has no payment of it.`);
  if (payout.state !== 'paid' && paid.length > 0)
    report('paid_unseen', 'payout', payout.id, `The rail has paid ${payout.id}; here it is ${payout.state}.`);
  const pay = payOf(payout);
  for (const { amount } of alive)
    if (BigInt(amount.amount) !== pay.amount || amount.currency !== pay.currency)
      report(
        'rail_amount',
        'payout',
        payout.id,
        `The rail was given ${amount.amount} ${amount.currency} for ${payout.id}.`,
      );
}

function byKey(records: readonly RailRecord[]): Map<string, RailRecord[]> {
  const by = new Map<string, RailRecord[]>();
  for (const record of records) by.set(record.key, [...(by.get(record.key) ?? []), record]);
  return by;
}
