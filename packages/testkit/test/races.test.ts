import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decideLift,
  decideRelease,
  derivedId,
  type Batch,
  type BatchId,
  type Decision,
  type Journal,
  type PartnerId,
  type Positions,
} from '@sluice/domain';
import { activities } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import type { Store, StoredCommission } from '@sluice/store';
import { applyRefund } from '@sluice/store/operations/index';
import { Gate } from '@sluice/testkit/harness/gate';
import {
  approvalOf,
  batchIn,
  commissionIn,
  commissionOf,
  credited,
  decide,
  deliver,
  openBatch,
  paidEvents,
  people,
  settled,
} from '@sluice/testkit/harness/steps';
import { startSystem, type System } from '@sluice/testkit/harness/system';
import { until } from '@sluice/testkit/harness/until';
import { stripeEvent, type GivenPayment } from '@sluice/testkit/stripe';

const kestrel = 'kestrel-reviews';
const bluepeak = 'bluepeak-media';
const hafen = 'studio-hafen';

let system: System;

/** One installation for all races, told in the order of a payout's life; the rail forgets keys at once. */
beforeAll(async () => {
  system = await startSystem({
    name: 'races',
    failpoints: { worker: ['commission.insert.after'] },
    env: { SLUICE_RAIL_KEY_LIFE_MS: '1' },
  });
}, 240_000);

afterAll(async () => {
  await system?.stop();
}, 60_000);

describe('races on the real servers', () => {
  it('crash between commission and journal with the tier changed meanwhile: the amount is as first stored', async () => {
    const { store, programme } = system;
    const payments = [
      credited(system, bluepeak, { name: 'crash', amount: 119_000, tax: 19_000 }),
      credited(system, bluepeak, { name: 'beside', amount: 59_500, tax: 9_500 }),
    ];
    await deliver(system, paidEvents(payments[0]!));
    await until(
      'the worker to be killed',
      async () => system.hits().includes('worker commission.insert.after'),
      120_000,
    );
    await store.partners.change(programme, partner(bluepeak), () => ({ set: { tier: 'bronze' } }));
    const commission = await until('the commission to be earned', async () => {
      const found = await commissionOf(system, 'crash');
      return found?.position && found;
    });
    // Gold, 20 % of 1,000.00, although the partner was bronze by the time of the journal.
    expect(commission.amount.amount).toBe(20_000n);
    const journals = await store.ledger.ofCommission(programme, commission.id);
    const earned = journals.filter(({ kind }) => kind === 'earn');
    expect(earned).toHaveLength(1);
    expect(earned[0]!.postings.map(({ account, amount }) => [account, amount])).toEqual(
      expect.arrayContaining([['partner:held', 20_000n]]),
    );
    // The next order has the new tier: 10 % of 500.00.
    await deliver(system, paidEvents(payments[1]!));
    expect((await commissionIn(system, 'beside', 'payable')).amount.amount).toBe(5_000n);
    await commissionIn(system, 'crash', 'payable');
  }, 300_000);

  it('100 parallel identical POST /v1/events: one event, one commission', async () => {
    const { store, programme } = system;
    const order = `once-only-${system.tag}`;
    const body = {
      id: order,
      type: 'order.paid',
      occurredAt: new Date().toISOString(),
      data: {
        order: {
          id: order,
          amount: { amount: '35700', currency: 'USD' },
          tax: { amount: '5700', currency: 'USD' },
        },
        customer: { id: 'customer-once' },
        attribution: { partnerId: kestrel },
      },
    };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        system.api.once<{ eventId: string; duplicate: boolean }>('POST', '/v1/events', { body }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 202));
    expect(new Set(answers.map((answer) => answer.body.eventId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.body.duplicate)).toHaveLength(1);
    const other = { ...body, data: { ...body.data, customer: { id: 'somebody else' } } };
    expect((await system.api.once('POST', '/v1/events', { body: other })).status).toBe(409);
    const found = await until('the commission', async () => {
      const all = await store.commissions.collection.find(programme, { orderExternalId: order });
      return all[0]?.position?.state === 'payable' && all;
    });
    expect(found.map(({ amount }) => amount.amount)).toEqual([6_000n]);
  }, 180_000);

  it('hold release against refund: both orders occur, and every order ends with nothing owed', async () => {
    const { store, programme } = system;
    // Their holds end in minutes: until then only this test ends them.
    const later = new Date(Date.now() + 200_000);
    const [byRefund, byRelease] = ['refund-first', 'release-first'].map((name) =>
      credited(system, hafen, { name, amount: 11_900, tax: 1_900, at: later }),
    );
    for (const payment of [byRefund!, byRelease!]) await deliver(system, paidEvents(payment));
    const [first, second] = [await heldCommission('refund-first'), await heldCommission('release-first')];

    // A worker that has read the chain and decided to release, and is about to write, when the refund gets in.
    const release = new Gate('ledger.release.before');
    const releasing = releaseEarly(await system.another(release.failpoint), first);
    await release.reached;
    await refund(byRefund!);
    await commissionIn(system, 'refund-first', 'rejected');
    release.open();
    expect(await releasing).toMatchObject({ ok: false, code: 'rejected' });

    // A refund that has read the chain and decided, and is about to write, when the release gets in; the real worker, which
    // would take the same refund back itself, is frozen meanwhile.
    system.processes.worker.freeze();
    try {
      await refund(byRelease!);
      const order = await until('the order to know of its refund', async () => {
        const found = await store.orders.get(programme, second.order);
        return (found && Object.keys(found.refunds).length > 0 && found) || undefined;
      });
      const reduce = new Gate('ledger.reduce.before');
      const taking = applyRefund(await system.another(reduce.failpoint), {
        programme: await store.programmes.need(programme),
        order: order.id,
        cause: `refund:${order.id}:re_${byRelease!.name}`,
        at: new Date(),
        actor: 'test',
      });
      await reduce.reached;
      expect(await releaseEarly(store, second)).toMatchObject({ ok: true, appended: 1 });
      reduce.open();
      expect((await taking).map(({ change }) => change)).toEqual([-1_500n]);
    } finally {
      system.processes.worker.thaw();
    }
    await commissionIn(system, 'release-first', 'rejected');

    // The worker awakes with both to do, the end of the hold and the refund: either may be first.
    const soon = new Date(Date.now() + 12_000);
    const asItComes = credited(system, hafen, { name: 'as-it-comes', amount: 11_900, tax: 1_900, at: soon });
    await deliver(system, paidEvents(asItComes));
    const third = await until('the hold, or its end', async () => {
      const commission = await commissionOf(system, 'as-it-comes');
      return commission?.position && commission.position.holds.length > 0 && commission;
    });
    system.processes.worker.freeze();
    try {
      await refund(asItComes);
      await until('the hold to be due', async () => third.position!.holds.every(({ until: end }) => end! < new Date()));
    } finally {
      system.processes.worker.thaw();
    }
    await commissionIn(system, 'as-it-comes', 'rejected');

    const ends = async ({ id }: StoredCommission) =>
      (await store.ledger.ofCommission(programme, id))
        .map(({ kind }) => kind)
        .filter((kind) => kind === 'release' || kind === 'reduce' || kind === 'restore');
    expect(await ends(first)).toEqual(['reduce']);
    expect(await ends(second)).toEqual(['release', 'reduce']);
    expect([['reduce'], ['release', 'reduce']]).toContainEqual(await ends(third));
    const head = await store.ledger.head(programme, partner(hafen));
    const owed = Object.entries(head!.balancesAfter).filter(([account]) => account.startsWith('partner:'));
    expect(owed.every(([, amount]) => amount === 0n)).toBe(true);
  }, 600_000);

  it('two managers at once, one approves and one rejects: one decision, and the money follows it', async () => {
    const { store, programme } = system;
    const [two, three] = ['two', 'three'].map((name) =>
      credited(system, kestrel, { name, amount: 23_800, tax: 3_800, email: `${name}@mailinator.com` }),
    );
    for (const payment of [two!, three!]) await deliver(system, paidEvents(payment));
    const approval = await approvalOf(system, (await commissionIn(system, 'two', 'held')).id);
    const answers = await Promise.all([
      decide(system, approval, people.manager, 'approve'),
      decide(system, approval, people.admin, 'reject'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const stored = await store.approvals.need(programme, approval.id);
    expect(stored.decisions).toHaveLength(1);
    const approved = answers[0].status === 200;
    expect(stored.state).toBe(approved ? 'approved' : 'rejected');
    await commissionIn(system, 'two', approved ? 'payable' : 'rejected');

    // One has been found to be allowed, and is about to be written, when the other gets in.
    const other = await approvalOf(system, (await commissionIn(system, 'three', 'held')).id);
    const gate = new Gate('approvals.change.before');
    const slow = (await system.another(gate.failpoint)).approvals.decide(programme, other.id, {
      id: 'slow',
      by: 'usr_slow',
      name: 'Slow',
      roles: ['manager'],
      at: new Date(),
      outcome: 'approve',
      subjectHash: other.subjectHash,
    });
    await gate.reached;
    expect(await decide(system, other, people.admin, 'reject')).toMatchObject({ status: 200 });
    gate.open();
    expect(await slow).toMatchObject({ accepted: false, code: 'decided' });
    expect((await store.approvals.need(programme, other.id)).decisions.map(({ outcome }) => outcome)).toEqual([
      'reject',
    ]);
    await commissionIn(system, 'three', 'rejected');
  }, 600_000);

  it('two batches for one payable: each commission is in one of them, and is paid once', async () => {
    const { store, programme } = system;
    // One that has planned its payouts, and is about to reserve the first, when the others get in.
    const gate = new Gate('ledger.reserve.before');
    const slowBatch = derivedId('batch', programme, 'slow', system.tag);
    const slow = prepareBatch(await system.another(gate.failpoint), slowBatch);
    await gate.reached;
    const batches = await Promise.all([openBatch(system, people.priya), openBatch(system, people.priya)]);
    gate.open();
    await slow;

    const [crash, beside] = [(await commissionOf(system, 'crash'))!.id, (await commissionOf(system, 'beside'))!.id];
    const planned = await store.payouts.ofBatch(programme, slowBatch);
    const [overtaken] = planned.filter(({ items }) => items.some(({ commission }) => commission === crash));
    // Which payout it began with is decided by the ids: whichever it was, the fast ones had reserved all of them.
    expect(overtaken?.state ?? 'not planned any more').toMatch(/cancelled|not planned/);
    expect(planned.length).toBeGreaterThan(0);
    expect(planned.filter(({ state }) => state !== 'cancelled')).toEqual([]);
    expect(await store.batches.need(programme, slowBatch)).toMatchObject({ state: 'cancelled', payouts: 0 });

    const payouts = (await Promise.all(batches.map(({ id }) => store.payouts.ofBatch(programme, id)))).flat();
    const ids = payouts
      .filter(({ state }) => state !== 'cancelled')
      .flatMap(({ items }) => items.map(({ commission }) => commission));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([crash, beside]));
    for (const id of [crash, beside]) {
      const journals = await store.ledger.ofCommission(programme, id);
      expect(journals.filter(({ kind }) => kind === 'reserve')).toHaveLength(1);
    }
  }, 600_000);

  it('self-approval is refused with 403', async () => {
    for (const batch of await waitingBatches()) {
      const approval = await approvalOf(system, batch.id);
      expect(await decide(system, approval, people.priya)).toMatchObject({ status: 403, body: { code: 'maker' } });
    }
    expect(await system.rail.payments()).toEqual([]);
  }, 120_000);

  it('a batch that a refund has changed is refused with 409, and can be approved as it is now', async () => {
    const { store, programme } = system;
    const commission = (await commissionOf(system, 'beside'))!;
    const holder = (await store.payouts.collection.find(programme, {})).find(
      ({ state, items }) => state !== 'cancelled' && items.some((item) => item.commission === commission.id),
    )!;
    const before = await store.batches.need(programme, holder.batch);
    const looked = await approvalOf(system, before.id);
    const payment = credited(system, bluepeak, { name: 'beside', amount: 59_500, tax: 9_500 });
    await system.api.stripe(
      stripeEvent.chargeRefunded(payment, [{ id: 're_beside', amount: 59_500 }], { at: new Date() }),
    );
    const after = await until('the batch to have changed', async () => {
      const batch = await store.batches.need(programme, before.id);
      return batch.revision > before.revision && batch;
    });
    expect(after.total.amount).toBe(before.total.amount - 5_000n);
    expect(await decide(system, looked, people.tomas)).toMatchObject({ status: 409 });
    expect(await system.rail.payments()).toEqual([]);
    const fresh = await until('the approval to be about the batch as it is now', async () => {
      const approval = await approvalOf(system, before.id);
      return approval.subjectHash === after.itemsHash && approval;
    });
    // One account takes no payments: what is refused there is the next test's.
    await system.rail.fault({ kind: 'refuse', match: { account: `sandbox-${bluepeak}` } });
    expect(await decide(system, fresh, people.tomas)).toMatchObject({ status: 200 });
    for (const { id } of (await waitingBatches()).filter((other) => other.id !== before.id))
      await decide(system, await approvalOf(system, id), people.tomas);
    await batchIn(system, before.id, 'partly_failed');
  }, 240_000);

  it('a payout that the rail refuses puts the money back to payable', async () => {
    const { store, programme } = system;
    const commission = await commissionIn(system, 'crash', 'payable');
    expect(commission.position!.open.amount).toBe(20_000n);
    const head = await store.ledger.head(programme, partner(bluepeak));
    expect(head!.balancesAfter).toMatchObject({ 'partner:payable|USD': 20_000n });
    const refused = (await system.rail.payments()).filter(({ state }) => state === 'refused');
    expect(refused.map(({ amount }) => amount.amount)).toEqual(['20000']);
  }, 120_000);

  it('a payment that comes back puts the money back to payable and marks the payout returned', async () => {
    const { store, programme } = system;
    const paid = await until('the payment', async () =>
      (await system.rail.payments()).find(({ state }) => state === 'paid'),
    );
    await system.rail.settle(paid.key, 'return');
    const payout = await until('the payout to be returned', async () => {
      const found = await store.payouts.findByAttempt(programme, paid.key);
      return found?.state === 'returned' && found;
    });
    for (const { commission } of payout.items) {
      const stored = await store.commissions.need(programme, commission);
      expect(stored.position?.state).toBe('payable');
    }
  }, 120_000);

  it('after all of it the books are right, and nothing is stuck', async () => {
    // The batch with the refused payout asks a person to look after it, once its statements and mails are out.
    const tasks = await until('the task about the refused payout', async () => {
      const open = await system.store.tasks.collection.find(system.programme, { state: 'open' });
      return open.length > 0 && open;
    });
    for (const { id } of tasks)
      await system.api.call('POST', `/v1/tasks/${id}/complete`, { as: people.priya, body: {} });
    await settled(system, 100_000);
  }, 300_000);

  it('a payment without an answer whose key the rail has forgotten waits for a person, and is not sent again', async () => {
    const { store, programme } = system;
    const before = (await system.rail.payments()).length;
    await system.rail.fault({ kind: 'lose_before', times: null });
    const batch = await openBatch(system, people.priya);
    await decide(system, await approvalOf(system, batch.id), people.tomas);
    const run = await until(
      'the run to park',
      async () => {
        const found = await store.runs.get(programme, batch.run!);
        return found?.status === 'parked' && found;
      },
      150_000,
    );
    expect(run.current?.park).toMatchObject({ code: 'key_expired', unknownOutcome: true });
    expect(await system.rail.payments()).toHaveLength(before);
    const payouts = await store.payouts.ofBatch(programme, batch.id);
    for (const payout of payouts) expect(payout.attempts.length).toBeLessThanOrEqual(1);
    // What may have happened can be neither skipped nor edited.
    const skipped = await system.api.call('POST', `/v1/runs/${batch.run}/skip`, {
      as: people.priya,
      body: { reason: 'Let it be.' },
    });
    expect(skipped.status).toBeGreaterThanOrEqual(400);
  }, 240_000);
});

/** The payment's commission when its hold is open. */
function heldCommission(name: string): Promise<StoredCommission> {
  return until(`the hold of ${name}`, async () => {
    const commission = await commissionOf(system, name);
    return commission?.position?.state === 'held' && commission.position.holds.length > 0 && commission;
  });
}

async function refund(payment: GivenPayment): Promise<void> {
  const told = stripeEvent.chargeRefunded(payment, [{ id: `re_${payment.name}`, amount: payment.amount! }], {
    at: new Date(),
  });
  await system.api.stripe(told);
}

/** What the steps `hold` and `release` do, before the hold is due. */
async function releaseEarly(by: Store, { id, partner: whose }: StoredCommission) {
  const post = (decide: (head: Journal | null, positions: Positions) => Decision) =>
    by.ledger.post(system.programme, whose, { commissions: [id] }, decide);
  const act = { programme: system.programme, partner: whose, at: new Date(), actor: 'test', commission: id };
  const lifted = await post((head, positions) =>
    decideLift(head, positions, { ...act, key: 'refund_window', early: true }),
  );
  return lifted.ok ? post((head, positions) => decideRelease(head, positions, act)) : lifted;
}

/** The step `open_batch` as a worker of its own does it. */
async function prepareBatch(by: Store, batch: BatchId): Promise<void> {
  const deps = {
    store: by,
    now: () => new Date(),
    failpoint: () => undefined,
    heartbeat: () => undefined,
  } as Partial<ActivityDeps> as ActivityDeps;
  await activities.open_batch!.run(deps, {
    key: `slow/${batch}`,
    run: derivedId('run', system.programme, 'slow', batch),
    programme: system.programme,
    flow: { key: 'payout-batch', version: 1, hash: '' },
    node: 'open',
    type: 'open_batch',
    visit: 1,
    generation: 1,
    item: 0,
    stage: 'enter',
    config: { batch },
    vars: {},
    subject: { kind: 'batch', id: batch },
    makers: ['usr_slow'],
    rules: {},
    templates: {},
  });
}

function partner(slug: string): PartnerId {
  return derivedId('partner', system.programme, 'demo', slug);
}

async function waitingBatches(): Promise<Batch[]> {
  return system.store.batches.collection.find(system.programme, { state: 'awaiting_approval' });
}
