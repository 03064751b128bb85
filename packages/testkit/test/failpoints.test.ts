import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { earning, named, paying, type Failpoints } from '@sluice/testkit/failpoints';
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
  runStates,
  settled,
} from '@sluice/testkit/harness/steps';
import { startSystem, type System } from '@sluice/testkit/harness/system';
import type { RailFault } from '@sluice/testkit/harness/rail-client';
import { until } from '@sluice/testkit/harness/until';
import { stripeEvent } from '@sluice/testkit/stripe';

const link = 'kestrel-reviews';
const email = 'pay@kestrel-reviews.example';

/** Gold earns 20 % of the net: 80.00, 40.00 (a throw-away mailbox is looked at by a manager), 160.00. */
function paymentsOf(system: System) {
  return {
    anna: credited(system, link, { name: 'anna', amount: 47_600, tax: 7_600 }),
    bert: credited(system, link, { name: 'bert', amount: 23_800, tax: 3_800, email: 'bert@mailinator.com' }),
    clara: credited(system, link, { name: 'clara', amount: 95_200, tax: 15_200 }),
  };
}

const lists = { earning, paying } as const;
/**
 * What the rail does with the two payments of each story: an answer that is lost after the payment was recorded and before,
 * each webhook told twice.
 */
const railFaults = {
  earning: [{ kind: 'lose_after' }, { kind: 'lose_before' }],
  paying: [{ kind: 'double', distinct: true }, { kind: 'lose_after' }],
} as const satisfies Record<keyof typeof lists, RailFault[]>;
const systems: Partial<Record<keyof typeof lists, System>> = {};
const stories: Partial<Record<keyof typeof lists, Promise<number>>> = {};

/** Both installations at the same time: one goes on while the other waits for a killed worker's step to be tried again. */
beforeAll(async () => {
  await Promise.all(
    Object.entries(lists).map(async ([key, failpoints]) => {
      const name = key as keyof typeof lists;
      const system = await startSystem({
        name: `fail_${name}`,
        failpoints,
        // Long enough that the run waits for the rail, and is told.
        env: { SLUICE_RAIL_SETTLE_MS: '2000' },
      });
      systems[name] = system;
      stories[name] = withRecovery(system, railFaults[name]);
      stories[name].catch(() => undefined);
    }),
  );
}, 240_000);

afterAll(async () => {
  await Promise.all(Object.values(systems).map((system) => system.stop()));
}, 60_000);

/**
 * The whole story on real servers while its processes are killed at every place of the list, once each, and started again
 * as a supervisor would.
 */
describe.each([
  ['earning', earning],
  ['paying', paying],
] as const)('killed at every step of %s', (name, failpoints: Failpoints) => {
  const wanted = named(failpoints);
  let system: System;
  let slowest = 0;

  it('pays the partner once, tells why, and leaves nothing stuck', async () => {
    system = systems[name]!;
    slowest = await stories[name]!;
    expect(await runStates(system)).toEqual({ completed: expect.any(Number) });
  }, 600_000);

  it('by the record of the rail there is exactly one payment a payout', async () => {
    const payments = await system.rail.payments();
    expect(payments.map(({ amount, state }) => [amount.amount, state])).toEqual([
      ['12000', 'paid'],
      ['14000', 'paid'],
    ]);
    expect(new Set(payments.map(({ payout }) => payout)).size).toBe(2);
  });

  it('loses nothing that was acknowledged, and has every effect once', async () => {
    const { store, programme } = system;
    const events = await store.events.collection.find(programme, { source: 'stripe' });
    // Three tellings of each of three payments and one refund, each delivered twice.
    expect(events).toHaveLength(10);
    expect(events.map(({ sourceId }) => sourceId).sort()).toEqual(
      [...new Set(events.map((one) => one.sourceId))].sort(),
    );
    expect(events.filter(({ type }) => type === 'order.refunded')).toHaveLength(1);
    const commissions = await store.commissions.collection.find(programme, {});
    expect(
      commissions.map(({ orderExternalId, amount }) => [orderExternalId.split('-')[0], amount.amount]).sort(),
    ).toEqual([
      ['in_anna', -2_000n],
      ['in_anna', 8_000n],
      ['in_bert', 4_000n],
      ['in_clara', 16_000n],
    ]);
    const mails = await store.messages.collection.find(programme, { template: 'paid' });
    expect(mails.map(({ to, state }) => [to, state])).toEqual([
      [email, 'sent'],
      [email, 'sent'],
    ]);
    const partner = commissions[0]!.partner;
    const statements = await store.statements.ofPartner(programme, partner);
    expect(statements.map(({ number }) => number).sort()).toEqual([1, 2]);
    const lines = statements.find(({ number }) => number === 2)!.lines;
    expect(lines.map(({ amount }) => amount.amount).sort()).toEqual([-14_000n, -2_000n, 16_000n].sort());
  });

  it(`hits each of its ${wanted.length} failpoints`, () => {
    const hit = system.hits();
    process.stderr.write(
      `Failpoints of ${name}, each hit by SIGKILL (slowest start again ${(slowest / 1000).toFixed(1)} s):\n` +
        wanted.map((one) => `  ${hit.includes(one) ? 'hit ' : 'MISS'} ${one}\n`).join(''),
    );
    expect(wanted.filter((one) => !hit.includes(one))).toEqual([]);
    expect(Object.values(system.processes).reduce((sum, { crashes }) => sum + crashes, 0)).toBe(wanted.length);
  });
});

it('the list has at least 25 places', () => {
  expect(named(earning).length + named(paying).length).toBeGreaterThanOrEqual(25);
});

async function tell(system: System, faults: readonly RailFault[]): Promise<void> {
  const note = (what: string) => appendFileSync(system.log, `== ${new Date().toISOString()} ${what}\n`);
  const { anna, bert, clara } = paymentsOf(system);
  await deliver(system, shuffledTwice([...paidEvents(anna), ...paidEvents(bert)]));
  note('delivered');
  const risky = await commissionIn(system, 'bert', 'held');
  const review = await approvalOf(system, risky.id);
  expect(await decide(system, review, people.manager)).toMatchObject({ status: 200 });
  note('reviewed');
  await commissionIn(system, 'anna', 'payable');
  await commissionIn(system, 'bert', 'payable');
  note('payable');

  await system.rail.fault(faults[0]!);
  const first = await openBatch(system, people.priya);
  expect(first.total.amount).toBe(12_000n);
  note('opened');
  const approval = await approvalOf(system, first.id);
  expect(await decide(system, approval, people.priya)).toMatchObject({ status: 403, body: { code: 'maker' } });
  expect(await decide(system, approval, people.tomas)).toMatchObject({ status: 200 });
  await batchIn(system, first.id, 'sent');
  note('sent');
  await paidMails(system, 1);

  await system.rail.fault(faults[1]!);
  const refund = stripeEvent.chargeRefunded(anna, [{ id: 're_anna', amount: 11_900 }], { at: new Date() });
  await deliver(system, shuffledTwice([refund, ...paidEvents(clara)]));
  await commissionIn(system, 'clara', 'payable');
  await until('the refund to be a line', async () => {
    const lines = await system.store.commissions.collection.find(system.programme, {
      orderExternalId: `in_${anna.name}`,
    });
    return lines.length === 2;
  });
  note('refunded');
  const second = await openBatch(system, people.tomas);
  expect(second.total.amount).toBe(14_000n);
  await decide(system, await approvalOf(system, second.id), people.priya);
  await batchIn(system, second.id, 'sent');
  await paidMails(system, 2);
  note('sent again');
  await settled(system);
}

function paidMails(system: System, count: number): Promise<true> {
  return until(
    `${count} "Paid" mails`,
    async () => {
      const mails = await system.store.messages.collection.find(system.programme, { template: 'paid', state: 'sent' });
      return mails.length === count;
    },
    300_000,
  );
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

/** Tells the story; answers the longest time in milliseconds that a killed process took to be ready again. */
async function withRecovery(system: System, faults: readonly RailFault[]): Promise<number> {
  let slowest = 0;
  const seen = new Map<string, number>();
  const timer = setInterval(() => {
    for (const [name, one] of Object.entries(system.processes)) {
      if (one.crashes === (seen.get(name) ?? 0)) continue;
      seen.set(name, one.crashes);
      const since = Date.now();
      void one.whenReady().then(() => {
        slowest = Math.max(slowest, Date.now() - since);
      });
    }
  }, 50);
  try {
    await tell(system, faults);
  } finally {
    clearInterval(timer);
  }
  return slowest;
}
