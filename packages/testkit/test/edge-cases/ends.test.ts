import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type PartnerId } from '@sluice/domain';
import { erasePartner, mergePartners, setStatus, settleMerges } from '@sluice/store/operations/index';
import { cash, EdgeWorld } from './world.js';

let world: EdgeWorld;
beforeAll(async () => {
  world = await EdgeWorld.open();
}, 120_000);
afterAll(() => world.close(), 60_000);

const programme = 'demo';
const day = (text: string) => new Date(`${text}T10:00:00Z`);
const by = () => ({ actor: { id: 'usr_ops', name: 'Ada' }, at: world.clock, reason: 'one and the same person' });
const status = async (partner: PartnerId, to: 'terminated' | 'active', forCause = false) => {
  await setStatus(world.store, programme, partner, to, { ...by(), reason: 'self-referrals', forCause });
  await world.settle();
};

describe('edge case: partner terminated for cause and reinstated', () => {
  it('held is cancelled, payable stays; reinstated, held is restored less a refund meanwhile, and what is due is released', async () => {
    const sera = await world.partner('Sera');
    const payable = (await world.paid('s-payable', sera, { amount: cash(10_000) }))!;
    await world.release(payable);
    const due = (await world.paid('s-due', sera, { amount: cash(20_000) }))!;
    await world.hold(due, day('2026-11-25'));
    const long = (await world.paid('s-long', sera, { amount: cash(30_000) }))!;
    await world.hold(long, day('2026-12-20'));
    const balances = async () => [
      await world.balance(sera, 'partner:held'),
      await world.balance(sera, 'partner:payable'),
    ];
    expect(await balances()).toEqual([5_000n, 1_000n]);
    await status(sera, 'terminated', true);
    expect(await balances()).toEqual([0n, 1_000n]);
    expect((await world.commission('s-due'))?.position).toMatchObject({ state: 'rejected', forfeited: true });
    await world.refunded('s-due', 's-due-1', 10_000);
    expect(await balances()).toEqual([0n, 1_000n]);
    world.clock = day('2026-11-28');
    await status(sera, 'active');
    // 20.00 − 10.00 refunded is due since 25 November; 30.00 is held until 20 December, as before.
    expect(await balances()).toEqual([3_000n, 2_000n]);
    expect((await world.commission('s-long'))?.position?.holds.map(({ until, endedAt }) => [until, endedAt])).toEqual([
      [day('2026-12-20'), undefined],
    ]);
  });

  it('terminated for another reason, what was earned is paid', async () => {
    const tove = await world.partner('Tove');
    const one = (await world.paid('t-1', tove, { amount: cash(10_000) }))!;
    await status(tove, 'terminated');
    expect(await world.balance(tove, 'partner:held')).toBe(1_000n);
    await world.release(one);
    expect(await world.balance(tove, 'partner:payable')).toBe(1_000n);
  });

  it('told late and out of order, the partner’s present status decides', async () => {
    const ulla = await world.partner('Ulla');
    await world.paid('u-1', ulla, { amount: cash(10_000) });
    await status(ulla, 'terminated', true);
    await status(ulla, 'active');
    const told = (await world.store.events.list(programme, { type: 'partner.terminated' })).data;
    for (const event of told) await world.project(event);
    expect(await world.balance(ulla, 'partner:held')).toBe(1_000n);
  });
});

describe('edge case: partner merged', () => {
  it('customers, links and coupons earn for the survivor from then on; history stays; what is owed moves by the cent', async () => {
    const [double, real] = [await world.partner('Double'), await world.partner('Real')];
    await world.store.links.insertOrRead({
      id: derivedId('link', 'double'),
      programme,
      partner: double,
      code: 'double',
      target: 'https://halden.example/',
      active: true,
      createdAt: world.clock,
    });
    const released = (await world.paid('m-1', double, { amount: cash(10_000), customer: 'm-customer' }))!;
    await world.release(released);
    const held = (await world.paid('m-2', double, { amount: cash(20_000), customer: 'm-customer' }))!;
    await world.hold(held, day('2026-12-20'));
    const merge = { programme, from: double, into: real };
    await mergePartners(world.store, merge, by());
    await mergePartners(world.store, merge, by());
    const balances = async () => [
      await world.balance(double, 'partner:held'),
      await world.balance(double, 'partner:payable'),
      await world.balance(real, 'partner:payable'),
    ];
    expect(await balances()).toEqual([2_000n, 0n, 1_000n]);
    // The same customer's next order, and somebody who comes by the duplicate's link or its id.
    const next = await world.paid('m-3', double, { amount: cash(10_000), customer: 'm-customer' });
    const named = await world.paid('m-4', double, { amount: cash(10_000) });
    expect([next?.partner, named?.partner]).toEqual([real, real]);
    expect((await world.store.links.findByCode(programme, 'double'))?.partner).toBe(real);
    // A retry of an order from before the merge earns nothing a second time.
    await world.compute('m-1');
    expect(
      (await world.store.commissions.ofOrder(programme, world.orderOf('m-1'))).map(({ partner }) => partner),
    ).toEqual([double]);
    // What is released or refunded later follows.
    await world.release(held);
    await world.refunded('m-1', 'm-1-r', 10_000);
    await settleMerges(world.store, programme, world.clock);
    await settleMerges(world.store, programme, world.clock);
    expect(await balances()).toEqual([0n, 0n, 1_000n + 2_000n - 1_000n]);
  });

  it('is refused where it makes no sense', async () => {
    const [a, b] = [await world.partner('Aa'), await world.partner('Bb')];
    await expect(mergePartners(world.store, { programme, from: a, into: a }, by())).rejects.toMatchObject({
      code: 'same_partner',
    });
    await status(a, 'terminated', true);
    await expect(mergePartners(world.store, { programme, from: a, into: b }, by())).rejects.toMatchObject({
      code: 'for_cause',
    });
  });
});

describe('edge case: partner erased (GDPR) with pay history kept lawful', () => {
  it('is refused while money is open; then who it was is gone, and what was paid stays', async () => {
    const vera = await world.partner('Vera', {
      organisation: 'Vera Secret Ltd',
      website: 'https://vera.example',
      tags: ['vip'],
    });
    const one = (await world.paid('v-1', vera, { amount: cash(10_000) }))!;
    await expect(erasePartner(world.store, programme, vera, by())).rejects.toMatchObject({ code: 'still_owed' });
    await world.release(one);
    await world.refunded('v-1', 'v-1-r', 10_000);
    const journals = await world.store.ledger.journals(programme, vera);
    await world.store.notices.insertOrRead({
      id: derivedId('notice', 'vera'),
      programme,
      partner: vera,
      title: 'Hello Vera',
      createdAt: world.clock,
    });
    await erasePartner(world.store, programme, vera, by());
    await erasePartner(world.store, programme, vera, by());
    const erased = await world.store.partners.need(programme, vera);
    expect(JSON.stringify(erased)).not.toMatch(/Vera|vera\./);
    expect(erased).toMatchObject({ status: 'terminated', erasedAt: world.clock, tags: [], custom: {} });
    expect(erased.payout).toBeUndefined();
    expect((await world.store.notices.list(programme, { partner: vera })).data).toEqual([]);
    expect(await world.store.ledger.journals(programme, vera)).toEqual(journals);
    expect((await world.commission('v-1'))?.partner).toBe(vera);
    await world.settle();
    const { data } = await world.store.audit.list(programme, { limit: 200 });
    expect(data.find(({ action }) => action === 'partner.erased')?.detail).toEqual({
      reason: 'one and the same person',
    });
    // The address is free for somebody else, also for the same person.
    await world.store.partners.insertOrRead({
      ...erased,
      id: derivedId('partner', programme, 'vera-again'),
      email: 'vera@vera.example',
    });
  });
});

describe('after all of these', () => {
  it('the books prove themselves', async () => {
    expect(await world.problems()).toEqual([]);
  });
});
