import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type PartnerId } from '@sluice/domain';
import { deal, named, places } from '@sluice/testkit/failpoints';
import { payingStory, type StoryFaults } from '@sluice/testkit/harness/paying-story';
import type { Recovered } from '@sluice/testkit/harness/recovery';
import { runStates } from '@sluice/testkit/harness/steps';
import { startSystem, type System } from '@sluice/testkit/harness/system';

/** Longer than anything takes that is not stuck. */
const patience = 1_800_000;

/**
 * What the rail does to each payment of the partner who is paid twice: answers lost before and after the payment was
 * recorded, webhooks told twice, errors after the payment was recorded.
 */
const faults: StoryFaults[] = [
  { first: { kind: 'lose_after' }, second: { kind: 'lose_before' } },
  { first: { kind: 'double', distinct: true }, second: { kind: 'lose_after' } },
  { first: { kind: '500', recorded: true }, second: { kind: '429' } },
  { first: { kind: 'lose_before' }, second: { kind: 'double' } },
];
const hands = deal(places, faults.length).map((failpoints, hand) => ({ hand, failpoints, faults: faults[hand]! }));
const systems: System[] = [];
const stories: Promise<void>[] = [];

/** All installations at the same time: one goes on while another waits for a killed worker's step to be tried again. */
beforeAll(async () => {
  for (const { hand, failpoints, faults: own } of hands) {
    const system = await startSystem({ name: `fail_${hand}`, failpoints, env: { SLUICE_RAIL_SETTLE_MS: '0' } });
    systems[hand] = system;
    stories[hand] = payingStory(system, own);
    stories[hand].catch(() => undefined);
  }
}, patience);

afterAll(async () => {
  await Promise.all(systems.map((system) => system.stop()));
}, 120_000);

/**
 * The whole story on real servers while its processes are killed on both sides of every write and every outside call, once
 * at each place, and started again as a supervisor would.
 */
describe.each(hands)('killed at every place of hand $hand', ({ hand, failpoints }) => {
  const wanted = named(failpoints);
  let system: System;

  it(
    'pays each partner once, tells why, and leaves nothing stuck',
    async () => {
      system = systems[hand]!;
      await stories[hand];
      expect(await runStates(system)).toEqual({ completed: expect.any(Number) });
    },
    patience,
  );

  it('by the record of the rail there is exactly one payment a payout', async () => {
    const payments = await system.rail.payments();
    expect(payments.map(({ amount, state }) => [amount.amount, state]).sort()).toEqual([
      ['12000', 'paid'],
      ['14000', 'paid'],
      ['6000', 'paid'],
      ['6000', 'refused'],
      ['8000', 'paid'],
      ['8000', 'returned'],
    ]);
    expect(new Set(payments.map(({ payout }) => payout)).size).toBe(6);
    const attempts = (await system.store.payouts.collection.find(system.programme, {})).flatMap((one) => one.attempts);
    expect(attempts.map(({ key }) => key).sort()).toEqual(payments.map(({ key }) => key).sort());
  });

  it('loses nothing that was acknowledged', async () => {
    const events = await system.store.events.collection.find(system.programme, { source: 'stripe' });
    // Three tellings of each of seven payments, three refunds, a dispute and its end, each delivered twice.
    expect(events).toHaveLength(26);
    expect(events.filter(({ type }) => type === 'order.refunded')).toHaveLength(3);
    expect(events.filter(({ dispatch }) => dispatch === 'due' || dispatch === 'failed')).toEqual([]);
  });

  it('earns, takes back and rejects each commission once', async () => {
    const { store, programme } = system;
    const commissions = await store.commissions.collection.find(programme, {});
    expect(
      commissions
        .map(({ orderExternalId, amount, position }) => [
          orderExternalId.split('-')[0],
          amount.amount,
          position?.state,
          position?.open.amount,
        ])
        .sort(),
    ).toEqual([
      ['in_anna', -2_000n, 'paid', 0n],
      ['in_anna', 8_000n, 'paid', 0n],
      ['in_bert', 4_000n, 'paid', 0n],
      ['in_clara', 16_000n, 'paid', 0n],
      ['in_dora', 1_500n, 'rejected', 0n],
      ['in_emil', 16_000n, 'paid', 0n],
      ['in_gina', 6_000n, 'rejected', 0n],
      ['in_hugo', 6_000n, 'paid', 0n],
    ]);
    const journals = await Promise.all(
      commissions.map(async ({ id, reverses }) => ({ reverses, all: await store.ledger.ofCommission(programme, id) })),
    );
    for (const { reverses, all } of journals) {
      const kinds = all.map(({ kind }) => kind);
      const earned = kinds.filter((kind) => kind === (reverses ? 'claw_back' : 'earn'));
      expect(earned).toHaveLength(1);
    }
  });

  it('has each statement once, numbered without a gap, and each mail once', async () => {
    const { store, programme } = system;
    const paid = (await store.payouts.collection.find(programme, {})).filter((one) => one.statement !== undefined);
    const statements = await store.statements.collection.find(programme, {});
    expect(statements.map(({ payout }) => payout).sort()).toEqual(paid.map(({ id }) => id).sort());
    const numbers = (slug: string) =>
      statements
        .filter(({ partner }) => partner === partnerOf(slug))
        .map(({ number }) => number)
        .sort();
    expect(['kestrel-reviews', 'bluepeak-media', 'studio-hafen'].map(numbers)).toEqual([[1, 2], [1, 2], [1]]);
    const second = statements.find((one) => one.partner === partnerOf('kestrel-reviews') && one.number === 2)!;
    expect(second.lines.map(({ amount }) => amount.amount).sort()).toEqual([-14_000n, -2_000n, 16_000n].sort());
    const mails = await store.messages.collection.find(programme, {});
    expect(mails.filter(({ state }) => state !== 'sent')).toEqual([]);
    const told = (template: string) => mails.filter((mail) => mail.template === template).length;
    expect({ paid: told('paid'), rejected: told('commission-rejected') }).toEqual({ paid: 5, rejected: 1 });
  });

  it(
    'goes on within a minute of a kill',
    async () => {
      const all = await system.recovery.all();
      const told = ({ process: name, ms, work, strikes }: Recovered) =>
        `${name} ${(ms / 1000).toFixed(1)} s (${work}, struck ${strikes} times in a row)`;
      const slowest = ['worker', 'dispatcher', 'api'].flatMap((name) => all.find((one) => one.process === name) ?? []);
      process.stderr.write(
        `Hand ${hand}: ${all.length} pieces of work cut off; slowest to go on: ${slowest.map(told).join(', ')}\n`,
      );
      expect(all.length).toBeGreaterThan(0);
      // Temporal gives a step that was lost three times in a row more and more time before it tries again: nobody but this
      // test kills a worker four times before it has come one step further.
      expect(all.filter(({ ms, strikes }) => strikes <= 3 && ms >= 60_000).map(told)).toEqual([]);
    },
    patience,
  );

  it(`hits each of its ${wanted.length} failpoints by SIGKILL`, () => {
    const hit = system.hits();
    process.stderr.write(
      `Hand ${hand}, hit: ${hit.join(', ')}\n${wanted.map((one) => (hit.includes(one) ? '' : `  MISS ${one}\n`)).join('')}`,
    );
    expect(wanted.filter((one) => !hit.includes(one))).toEqual([]);
    expect(Object.values(system.processes).reduce((sum, { crashes }) => sum + crashes, 0)).toBe(wanted.length);
  });

  function partnerOf(slug: string): PartnerId {
    return derivedId('partner', system.programme, 'demo', slug);
  }
});
