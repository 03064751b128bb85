import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type BatchId, type PartnerId } from '@sluice/domain';
import { activity as email } from '@sluice/nodes/email/activity';
import { activity as openBatch } from '@sluice/nodes/open_batch/activity';
import { activity as sendPayouts } from '@sluice/nodes/send_payouts/activity';
import { verify } from '@sluice/store';
import { cancelBatch, settlePayout } from '@sluice/store/operations/index';
import { payoutStep } from '../src/harness/payout-step.js';
import { startEngine, type Engine } from './payout-engine-support.js';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => {
  engine.strike.at = () => undefined;
  engine.rail.sent.length = 0;
  engine.rail.found.length = 0;
  engine.file.sent.length = 0;
  engine.file.found.length = 0;
});
afterAll(() => engine.close());

const batchOf = (key: string): BatchId => derivedId('batch', key, 'one');
const open = (key: string) => engine.step(openBatch, key, batchOf(key));
const send = async (key: string) =>
  engine.step(sendPayouts, key, batchOf(key), { approval: await engine.approve(key, batchOf(key)) });
const leftOut = async (key: string) => (await engine.store.batchLeftOuts.list(key, batchOf(key), { limit: 500 })).data;
const payouts = (key: string) => engine.store.payouts.ofBatch(key, batchOf(key));
const states = async (key: string) => (await payouts(key)).map(({ state }) => state).sort();
const clean = async (key: string) =>
  // The commissions were written without the rule that decided them.
  (await verify(engine.store, { programme: key })).filter(({ code }) => code !== 'rule_missing');

async function payBy(key: string, partner: PartnerId, rail: string): Promise<void> {
  await engine.store.partners.change(key, partner, ({ payout }) =>
    payout ? { set: { payout: { ...payout, rail } } } : null,
  );
}

async function switchRail(key: string, rail: string, enabled: boolean): Promise<void> {
  await engine.store.rails.insertOrRead(key, { key: rail, kind: 'network', currencies: [], enabled, settings: {} });
  await engine.store.rails.change(key, rail, { enabled });
}

/** Does something at the n-th time that a place is come to. */
function at(place: string, time: number, what: () => void): void {
  let seen = 0;
  engine.strike.at = (name) => {
    if (name === place && (seen += 1) === time) what();
  };
}

const killed = (): never => {
  throw new Error('killed');
};

describe('who is left out of a batch', () => {
  it('is a document each: the batch stays small, however many they are', async () => {
    const { key, ids } = await engine.programme(220);
    await Promise.all(
      ids.slice(20).map((id) => engine.store.partners.change(key, id, () => ({ set: { payout: undefined } }))),
    );
    expect(await open(key)).toMatchObject({ port: 'opened', output: { payouts: 20, leftOut: 200 } });
    const batch = await engine.store.batches.need(key, batchOf(key));
    expect([batch.leftOut, batch.preparing]).toEqual([[], undefined]);
    const all = await leftOut(key);
    expect(new Set(all.map(({ partner }) => partner))).toEqual(new Set(ids.slice(20)));
    expect(new Set(all.map(({ reason }) => reason.code))).toEqual(new Set(['left_out.no_account']));
    // Asked again, as after a crash behind it, it says the same.
    expect(await open(key)).toMatchObject({ output: { payouts: 20, leftOut: 200 } });
  });

  it('counts those too that a batch of before keeps inside', async () => {
    const { key, ids } = await engine.programme(2);
    await open(key);
    const [partner] = ids as [PartnerId];
    const reason = { code: 'left_out.no_account', params: {} };
    await engine.store.batches.change(key, batchOf(key), ({ total }) => ({
      set: { leftOut: [{ partner, amount: total, reason }] },
    }));
    expect(await open(key)).toMatchObject({ output: { leftOut: 1 } });
  });
});

describe('a worker that is killed in the middle', () => {
  it('of preparing: what is reserved is not reserved again, and who has an account by then is not left out', async () => {
    const { key, ids } = await engine.programme(250);
    const [without] = [...ids].sort() as [PartnerId];
    const account = (await engine.store.partners.need(key, without)).payout!;
    await engine.store.partners.change(key, without, () => ({ set: { payout: undefined } }));
    at('payout.reserve.after', 205, killed);
    await expect(open(key)).rejects.toThrow('killed');
    const before = (await payouts(key)).length;
    expect(before).toBeGreaterThanOrEqual(204);
    expect(await engine.store.batches.need(key, batchOf(key))).toMatchObject({
      state: 'draft',
      preparing: { done: 200, of: 250 },
    });
    await engine.store.partners.change(key, without, () => ({ set: { payout: account } }));
    let inserted = 0;
    engine.strike.at = (name) => void (name === 'payout.insert.before' && (inserted += 1));
    expect(await open(key)).toMatchObject({ port: 'opened', output: { payouts: 250, leftOut: 0 } });
    expect(inserted).toBe(250 - before);
    expect(await clean(key)).toEqual([]);
  });

  it('of sending: what is paid is neither sent nor asked about again', async () => {
    const { key } = await engine.programme(30);
    await open(key);
    at('payout.settle.after', 12, killed);
    await expect(send(key)).rejects.toThrow('killed');
    const paid = (await payouts(key)).filter(({ state }) => state === 'paid').flatMap(({ attempts }) => attempts);
    expect(paid.length).toBeGreaterThanOrEqual(12);
    const sentBefore = engine.rail.sent.length;
    engine.strike.at = () => undefined;
    expect((await send(key)).port).toBe('sent');
    expect(engine.rail.sent.slice(sentBefore).filter((sent) => paid.some((one) => one.key === sent))).toEqual([]);
    expect(engine.rail.found.filter((found) => paid.some((one) => one.key === found))).toEqual([]);
    expect(new Set(engine.rail.sent).size).toBe(30);
    expect(await clean(key)).toEqual([]);
  });
});

it('a batch that is cancelled while it is prepared gives everything back', async () => {
  const { key, ids } = await engine.programme(210);
  const reason = { code: 'left_out.cancelled_by', params: { by: 'Fay', reason: 'Wrong day' } };
  let cancelled: Promise<unknown> = Promise.resolve();
  at('payout.insert.before', 20, () => {
    const by = { actor: { id: 'usr_fay' }, at: new Date(), why: 'Wrong day', reason };
    cancelled = cancelBatch(engine.store, key, batchOf(key), by);
  });
  expect((await open(key)).port).toBe('empty');
  await cancelled;
  expect(new Set(await states(key))).toEqual(new Set(['cancelled']));
  expect((await payouts(key)).length).toBeLessThanOrEqual(200);
  for (const id of ids) {
    const balances = (await engine.store.ledger.head(key, id))?.balancesAfter ?? {};
    expect([balances['partner:in_transit|USD'] ?? 0n, balances['partner:payable|USD']! > 0n]).toEqual([0n, true]);
  }
});

describe('a rail that is switched off', () => {
  it('leaves its partners out with the reason, and is planned with again once it is on', async () => {
    const { key, ids } = await engine.programme(3);
    const [first] = ids as [PartnerId];
    await payBy(key, first, 'sepa');
    await switchRail(key, 'sepa', false);
    expect(await open(key)).toMatchObject({ output: { payouts: 2, leftOut: 1 } });
    expect(await leftOut(key)).toMatchObject([
      { partner: first, reason: { code: 'left_out.rail_off', params: { rail: 'sepa' } } },
    ]);
    await switchRail(key, 'sepa', true);
    const next = derivedId('batch', key, 'next');
    expect(await engine.step(openBatch, key, next)).toMatchObject({ output: { payouts: 1, leftOut: 0 } });
  });

  it('is not sent by, though approved before: the step waits for a person, the others are paid', async () => {
    const { key, ids } = await engine.programme(3);
    const [first] = ids as [PartnerId];
    await payBy(key, first, 'sepa');
    await open(key);
    await switchRail(key, 'sepa', false);
    await expect(send(key)).rejects.toMatchObject({ code: 'rail_off' });
    expect(engine.file.sent).toEqual([]);
    expect(await states(key)).toEqual(['awaiting_approval', 'paid', 'paid']);
    const head = await engine.store.ledger.head(key, first);
    expect(head?.kind).toBe('reserve');
    await switchRail(key, 'sepa', true);
    expect(await send(key)).toMatchObject({ wait: { kind: 'settlement' } });
    expect(engine.file.sent).toHaveLength(1);
    expect(await clean(key)).toEqual([]);
  });
});

it('payouts by file are not asked about: the step waits to be told, and looks once a day', async () => {
  const { key, ids } = await engine.programme(3);
  for (const id of ids.slice(1)) await payBy(key, id, 'sepa');
  await open(key);
  expect(await send(key)).toMatchObject({ wait: { for: 'P1D', correlation: `batch:${batchOf(key)}` } });
  expect(await send(key)).toMatchObject({ wait: { for: 'P1D' } });
  expect([engine.file.sent.length, engine.file.found.length]).toEqual([2, 0]);
  for (const { id, attempts, state } of await payouts(key))
    if (state === 'sent')
      await settlePayout(engine.store, key, id, {
        attempt: attempts[0]!.key,
        outcome: 'paid',
        at: engine.deps.now(),
        actor: 'usr_fay',
      });
  expect((await send(key)).port).toBe('sent');
  expect(await clean(key)).toEqual([]);
});

it('everybody whom a batch paid is mailed once, few at a time, also where the step is tried again', async () => {
  const { key } = await engine.programme(60);
  await engine.store.templates.publish(key, 'paid', {
    title: 'Paid',
    hash: 'h',
    kind: 'transactional',
    variables: ['name', 'amount', 'batch', 'statement', 'lines', 'more', 'url'],
    locales: { en: { subject: 'Paid by {{ batch }}', html: '<p>Dear {{ name }}</p>' } },
    makers: ['a'],
    publishedBy: 'b',
    effectiveFrom: new Date(0),
  });
  await open(key);
  await send(key);
  const mailed: string[] = [];
  let reading = 0;
  let most = 0;
  const mailer = {
    key: 'counting',
    send: async ({ id }: { id: string }) => {
      most = Math.max(most, (reading += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      reading -= 1;
      mailed.push(id);
      return { providerId: id };
    },
  };
  const to = { kind: 'batch', batch: batchOf(key) };
  const deps = { ...engine.deps, mailer };
  const mail = () => email.run(deps, { ...payoutStep(key, batchOf(key), 'step'), config: { template: 'paid', to } });
  at('mail.send.after', 30, killed);
  await expect(mail()).rejects.toThrow('killed');
  engine.strike.at = () => undefined;
  expect(await mail()).toMatchObject({ port: 'next', output: { messages: 60 } });
  expect(new Set(mailed).size).toBe(60);
  // What was given to the mailer as the worker was killed is given to it again under the same key; nothing else is.
  expect(mailed.length).toBeLessThanOrEqual(60 + 8);
  expect(most).toBeLessThanOrEqual(8);
});
