import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, money, type Partner } from '@sluice/domain';
import { verify } from '@sluice/store';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const amount = { amount: '5000', currency: 'USD' };
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const of = (partner: Partner) => ({ subject: { kind: 'partner', id: partner.id } });
const balance = async (partner: Partner, account: string) =>
  (await world.store.ledger.head(key, partner.id))?.balancesAfter[`${account}|USD`] ?? 0n;

describe('a bonus', () => {
  it('is booked once, held, and released when its time is over', async () => {
    const nora = await world.partner('nora');
    const answers = [];
    for (let i = 0; i < 3; i += 1)
      answers.push(await world.run('bonus', { amount, reason: 'Autumn challenge', hold: 'P10D' }, of(nora)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ port: 'next', output: { partner: nora.id, amount } });
    expect(await balance(nora, 'partner:held')).toBe(5000n);
    const [commission] = await world.store.commissions.ofPartner(key, nora.id);
    expect(commission).toMatchObject({
      component: 'bonus',
      amount: money(5000, 'USD'),
      position: { state: 'held', holds: [{ key: 'bonus', until: new Date('2026-11-30T11:00:00+01:00') }] },
    });

    const commissions = [commission!.id];
    const hold = (at: string, fields = {}) => {
      world.at(new Date(at));
      return world.run('hold', { commissions }, { ...of(nora), ...fields });
    };
    expect(await hold('2026-11-20T10:01:00Z')).toMatchObject({ wait: { until: '2026-11-30T10:00:00.000Z' } });
    await expect(world.run('release', { commissions }, of(nora))).rejects.toMatchObject({ code: 'hold_open' });
    expect(await hold('2026-11-30T10:00:00Z', { stage: 'resume' })).toMatchObject({ port: 'ended' });
    expect(await world.run('release', { commissions }, of(nora))).toMatchObject({ port: 'released' });
    expect(await balance(nora, 'partner:payable')).toBe(5000n);
    expect(await balance(nora, 'partner:held')).toBe(0n);
    world.at(new Date('2026-11-20T10:00:00Z'));
  });

  it('is payable at once without a hold, once however many tell it together', async () => {
    const kestrel = await world.partner('kestrel');
    await Promise.all(
      Array.from({ length: 10 }, () => world.run('bonus', { amount, reason: 'Thanks', hold: 'P0D' }, of(kestrel))),
    );
    expect(await balance(kestrel, 'partner:payable')).toBe(5000n);
    expect(await world.store.commissions.ofPartner(key, kestrel.id)).toHaveLength(1);
  });

  it('is paid again by another visit or run, and not under a name it was paid under', async () => {
    const iris = await world.partner('iris');
    const config = { amount, reason: 'First referral', hold: 'P0D' };
    await world.run('bonus', config, of(iris));
    await world.run('bonus', config, { ...of(iris), visit: 2 });
    expect(await balance(iris, 'partner:payable')).toBe(10_000n);
    const runs = ['a', 'b'].map((name) => derivedId('run', name));
    for (const run of runs) await world.run('bonus', { ...config, once: 'first-referral' }, { ...of(iris), run });
    expect(await balance(iris, 'partner:payable')).toBe(15_000n);
  });

  it.each([
    ['nobody', { subject: { kind: 'order', id: 'ord_1' } }, 'no_partner'],
    ['whom nobody knows', { subject: { kind: 'partner', id: derivedId('partner', 'ghost') } }, 'unknown_partner'],
  ])('is for %s: parked', async (_name, fields, code) => {
    await expect(world.run('bonus', { amount, reason: 'x' }, fields)).rejects.toMatchObject({
      name: 'NonRetryable',
      code,
    });
  });

  it('goes to nobody who has left', async () => {
    const gone = await world.partner('gone', { status: 'terminated' });
    await expect(world.run('bonus', { amount, reason: 'x' }, of(gone))).rejects.toMatchObject({ code: 'partner_left' });
    expect(await world.store.commissions.ofPartner(key, gone.id)).toEqual([]);
  });
});

describe('a goal', () => {
  const since = '2026-11-20T10:00:00.000Z';
  const config = { goal: 'orders', count: 2, for: 'P14D', amount, reason: 'the comeback challenge', hold: 'P30D' };
  const look = (partner: Partner, more = {}) =>
    world.run('goal_bonus', config, { ...of(partner), input: { since, over: false }, ...more });

  it('waits for what brings it nearer, pays once when it is reached, and tells why', async () => {
    const partner = await world.partner('olive');
    await order(partner, 'early', new Date('2026-11-19T10:00:00Z'));
    expect(await look(partner)).toMatchObject({
      wait: {
        kind: 'event',
        events: ['order.paid'],
        correlation: `partner:${partner.id}`,
        until: '2026-12-04T10:00:00.000Z',
      },
    });
    await order(partner, 'one', new Date('2026-11-21T10:00:00Z'));
    expect((await look(partner)).port).toBeUndefined();
    await order(partner, 'two', new Date('2026-11-22T10:00:00Z'));
    const answers = [await look(partner), await look(partner), await look(partner, { stage: 'resume' })];
    for (const answer of answers) expect(answer).toMatchObject({ port: 'reached', output: { reached: 2, amount } });
    expect(await balance(partner, 'partner:held')).toBe(5000n);
    const [commission] = await world.store.commissions.ofPartner(key, partner.id);
    expect(commission?.explanation.map(({ code }) => code)).toEqual(['bonus.for', 'bonus.goal_orders']);
  });

  it('stays reached when an order is taken back after it was paid', async () => {
    const partner = await world.partner('olive');
    const [booked] = await world.store.commissions.ofPartner(key, partner.id);
    await world.store.orders.collection.change(key, derivedId('order', key, 'two'), () => ({
      set: { refunds: { r: { id: 'r', at: new Date(), amount: money(10_000, 'USD'), status: 'succeeded' } } },
    }));
    expect(await look(partner)).toMatchObject({ port: 'reached', output: { commissions: [booked!.id] } });
    expect(await balance(partner, 'partner:held')).toBe(5000n);
  });

  it('is missed when its time is over, whatever comes later', async () => {
    const partner = await world.partner('poppy');
    await order(partner, 'p1', new Date('2026-11-21T10:00:00Z'));
    await order(partner, 'p2', new Date('2026-12-04T10:00:00Z'));
    world.at(new Date('2026-12-04T10:00:00Z'));
    expect(await look(partner)).toMatchObject({ port: 'missed', output: { reached: 1 } });
    expect(await balance(partner, 'partner:held')).toBe(0n);
    world.at(new Date(since));
  });

  it('that says neither how many nor how much is parked', async () => {
    const partner = await world.partner('poppy');
    const { count: _count, ...unclear } = config;
    await expect(
      world.run('goal_bonus', unclear, { ...of(partner), input: { since, over: false } }),
    ).rejects.toMatchObject({ name: 'NonRetryable', code: 'bad_goal' });
  });
});

it('leaves books that balance, and decisions that lead back to the flow', async () => {
  const before = await verify(world.store);
  expect(new Set(before.map(({ code }) => code))).toEqual(new Set(['rule_missing']));
  await world.store.flows.collection.model.create({
    _id: 'test',
    rev: 1,
    schemaVersion: 1,
    programme: key,
    key: 'test-flow',
    version: 1,
    hash: 'hash',
  });
  expect(await verify(world.store)).toEqual([]);
});

async function order(partner: Partner, id: string, at: Date): Promise<void> {
  const customer = derivedId('customer', key, id);
  const referral = derivedId('referral', key, id);
  await world.store.referrals.insertOrRead({
    id: referral,
    programme: key,
    customer,
    customerExternalId: id,
    partner: partner.id,
    weights: [{ partner: partner.id, ppm: 1_000_000 }],
    model: 'last',
    touches: [],
    stage: 'customer',
    status: 'approved',
    orders: 1,
    revenue: money(10_000, 'USD'),
    createdAt: at,
  });
  const zero = money(0, 'USD');
  await world.store.orders.collection.insertOrRead({
    id: derivedId('order', key, id),
    programme: key,
    account: 'api',
    externalId: id,
    aliases: [],
    paid: {
      at,
      receivedAt: at,
      amount: money(10_000, 'USD'),
      tax: zero,
      shipping: zero,
      discount: zero,
      items: [],
      kind: 'new',
      customer: { id: customer, externalId: id },
      attribution: {},
      context: {},
    },
    refunds: {},
    disputes: {},
    referral,
    events: [],
  });
}
