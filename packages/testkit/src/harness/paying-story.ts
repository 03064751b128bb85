import { appendFileSync } from 'node:fs';
import type { Batch } from '@sluice/domain';
import { stripeEvent, type GivenPayment } from '../stripe.js';
import type { RailFault } from './rail-client.js';
import {
  approvalOf,
  batchIn,
  commissionIn,
  credited,
  decide,
  deliver,
  openBatch,
  paidEvents,
  people,
  settled,
} from './steps.js';
import type { System } from './system.js';
import { until } from './until.js';

/** What the rail does to the first and second payment of Kestrel Reviews. */
export interface StoryFaults {
  first: RailFault;
  second: RailFault;
}

/** Where each partner is paid: the sandbox rail's account by the partner's slug. */
const kestrel = 'kestrel-reviews';
const bluepeak = 'bluepeak-media';
const hafen = 'studio-hafen';
const gruenwald = 'gruenwald-it';

/** Gold earns 20 % of the net, silver 15 %; what is paid with a throw-away mailbox is looked at by a manager. */
export function paymentsOf(system: System) {
  const of = (link: string, payment: GivenPayment) => credited(system, link, payment);
  return {
    anna: of(kestrel, { name: 'anna', amount: 47_600, tax: 7_600 }),
    bert: of(kestrel, { name: 'bert', amount: 23_800, tax: 3_800, email: 'bert@mailinator.com' }),
    clara: of(kestrel, { name: 'clara', amount: 95_200, tax: 15_200 }),
    dora: of(hafen, { name: 'dora', amount: 11_900, tax: 1_900, email: 'dora@mailinator.com' }),
    emil: of(bluepeak, { name: 'emil', amount: 95_200, tax: 15_200 }),
    gina: of(gruenwald, { name: 'gina', amount: 35_700, tax: 5_700 }),
    hugo: of(hafen, { name: 'hugo', amount: 47_600, tax: 7_600 }),
  };
}

/**
 * The life of a programme's money, with every kind of journal that people and banks can bring about: paid orders, one of them
 * half refunded, one disputed and won, one reviewed and approved, one reviewed and rejected; a batch that loses an item to a refund between its
 * preparation and its approval, and of whose three payouts one is paid, one fails and one is paid and comes back; a refund
 * of what was paid; a second batch that pays what is left. Ends when every run is over and the books are right.
 */
export async function payingStory(system: System, faults: StoryFaults): Promise<void> {
  const note = (what: string) => appendFileSync(system.log, `== ${new Date().toISOString()} ${what}\n`);
  const payments = paymentsOf(system);
  await earn(system, payments);
  note('earned');
  const first = await firstBatch(system, payments, faults.first);
  note('first batch over');
  await refundOfPaid(system, payments, first);
  note('refunded and returned');
  await system.rail.fault({ ...faults.second, match: { account: `sandbox-${kestrel}` } });
  const second = await openBatch(system, people.tomas);
  if (second.total.amount !== 28_000n) throw new Error(`The second batch is about ${second.total.amount}.`);
  await decide(system, await approvalOf(system, second.id), people.priya);
  await batchIn(system, second.id, 'sent');
  note('second batch sent');
  await settled(system);
}

type Payments = ReturnType<typeof paymentsOf>;

async function earn(system: System, { anna, bert, dora, emil, gina, hugo }: Payments): Promise<void> {
  await deliver(
    system,
    shuffledTwice([...[anna, bert, dora, emil, gina, hugo].flatMap(paidEvents), refund(emil, 47_600)]),
  );
  const risky = await commissionIn(system, 'bert', 'held');
  must(await decide(system, await approvalOf(system, risky.id), people.manager), 200);
  const bad = await commissionIn(system, 'dora', 'held');
  must(await decide(system, await approvalOf(system, bad.id), people.manager, 'reject'), 200);
  await commissionIn(system, 'dora', 'rejected');
  for (const name of ['anna', 'bert', 'emil', 'gina', 'hugo']) await commissionIn(system, name, 'payable');
  await until('half of it to be taken back', async () => {
    const position = (await commissionIn(system, 'emil', 'payable')).position;
    return position?.open.amount === 8_000n;
  });
  const dispute = (type: 'created' | 'closed', status: string) =>
    stripeEvent.dispute(type, hugo, { status }, { at: new Date() });
  await deliver(system, shuffledTwice([dispute('created', 'needs_response')]));
  await commissionIn(system, 'hugo', 'rejected');
  await deliver(system, shuffledTwice([dispute('closed', 'won')]));
  await commissionIn(system, 'hugo', 'payable');
}

async function firstBatch(system: System, { gina }: Payments, fault: RailFault): Promise<Batch> {
  const { rail } = system;
  await rail.fault(
    { ...fault, match: { account: `sandbox-${kestrel}` } },
    { kind: 'accept', match: { account: `sandbox-${bluepeak}` } },
    { kind: 'accept', match: { account: `sandbox-${hafen}` } },
  );
  const batch = await openBatch(system, people.priya);
  const looked = await approvalOf(system, batch.id);
  await deliver(system, shuffledTwice([refund(gina, 35_700)]));
  await commissionIn(system, 'gina', 'rejected');
  const fresh = await until('the approval to be about the batch as it is now', async () => {
    const approval = await approvalOf(system, batch.id);
    return approval.subjectHash !== looked.subjectHash && approval;
  });
  must(await decide(system, looked, people.tomas), 409);
  must(await decide(system, fresh, people.priya), 403);
  must(await decide(system, fresh, people.tomas), 200);
  // Only webhooks tell what becomes of what the rail has accepted: one after the other, because a run that one of them has
  // woken looks at the rail itself and would be quicker than the other's webhook.
  await bySlug(system, hafen, 'accepted', 'fail');
  await until('the failed payout to be known', async () => {
    const payouts = await system.store.payouts.ofBatch(system.programme, batch.id);
    return payouts.some(({ state }) => state === 'failed');
  });
  await bySlug(system, bluepeak, 'accepted', 'pay');
  await batchIn(system, batch.id, 'partly_failed');
  const task = await until('the task about the failed payout', async () => {
    const open = await system.store.tasks.collection.find(system.programme, { state: 'open' });
    return open[0];
  });
  const done = await system.api.call('POST', `/v1/tasks/${task.id}/complete`, { as: people.priya, body: {} });
  // A repeat after a lost answer finds the task closed.
  if (done.status >= 300 && done.status !== 409) throw new Error(`The task was answered ${done.status}.`);
  return batch;
}

async function refundOfPaid(system: System, { anna, clara }: Payments, first: Batch): Promise<void> {
  await deliver(system, shuffledTwice([refund(anna, 11_900)]));
  await until('the refund to be a line', async () => {
    const lines = await system.store.commissions.collection.find(system.programme, {
      orderExternalId: `in_${anna.name}`,
    });
    return lines.length === 2 && lines.every(({ position }) => position !== undefined);
  });
  await deliver(system, shuffledTwice(paidEvents(clara)));
  await bySlug(system, bluepeak, 'paid', 'return');
  await until('the payment that came back to be payable', async () => {
    const payouts = await system.store.payouts.ofBatch(system.programme, first.id);
    return payouts.some(({ state }) => state === 'returned');
  });
  for (const name of ['clara', 'emil', 'hugo']) await commissionIn(system, name, 'payable');
}

/** Settles by hand the partner's payment that the rail has in `state`. */
async function bySlug(
  system: System,
  slug: string,
  state: 'accepted' | 'paid',
  how: 'pay' | 'fail' | 'return',
): Promise<void> {
  const payment = await until(`the payment to ${slug} to be ${state}`, async () => {
    const all = (await system.rail.payments()) as { key: string; state: string; account?: { id: string } }[];
    return all.find((one) => one.state === state && one.account?.id === `sandbox-${slug}`);
  });
  await system.rail.settle(payment.key, how);
}

function refund(payment: GivenPayment, amount: number): unknown {
  return stripeEvent.chargeRefunded(payment, [{ id: `re_${payment.name}`, amount }], { at: new Date() });
}

function must(answer: { status: number; body: unknown }, status: number): void {
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
}

/** Every event twice, in an order that is nobody's but the same at every run. */
function shuffledTwice<T>(events: readonly T[]): T[] {
  const all = [...events, ...events];
  let state = 20_261_121;
  for (let last = all.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = state % (last + 1);
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}
