import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStatement, money, renderExplanation, volumeKey } from '@sluice/domain';
import { cash, byTier, EdgeWorld } from './world.js';

let world: EdgeWorld;
beforeAll(async () => {
  world = await EdgeWorld.open();
}, 120_000);
afterAll(() => world.close(), 60_000);

const programme = 'demo';
const usd = (amount: bigint) => money(amount, 'USD');
const day = (text: string) => new Date(`${text}T10:00:00Z`);

describe('edge case: an order without a rate', () => {
  it('parks the step, says which rate is missing and where to add it, and earns once it is there', async () => {
    const kite = await world.partner('Kite');
    const order = { amount: cash(33_000, 'JPY'), tax: cash(3_000, 'JPY') };
    await world.order('yen', kite, order, day('2026-11-19'));
    await expect(world.compute('yen')).rejects.toMatchObject({
      code: 'no_rate',
      message: expect.stringMatching(/from JPY to USD for 2026-11-19.*Settings → Rates.*retry/),
    });
    expect(await world.commission('yen')).toBeUndefined();
    const rate = { from: 'JPY', to: 'USD', rate: '0.0064', date: '2026-11-18', source: 'import:r.csv' };
    await world.store.fxRates.insertOrRead(programme, rate, { id: 'usr_1' }, world.clock);
    await world.compute('yen');
    const one = (await world.commission('yen'))!;
    // 30,000 yen × 0.0064 = $192.00, of which bronze earns 10 %.
    const conversion = {
      from: money(30_000, 'JPY'),
      to: usd(19_200n),
      rate: '0.0064',
      source: 'import:r.csv',
      date: '2026-11-18',
    };
    expect(one).toMatchObject({ amount: usd(1_920n), base: usd(19_200n), conversion });
    const [earn] = await world.store.ledger.ofCommission(programme, one.id);
    expect(earn).toMatchObject({ kind: 'earn', conversion });
    // What the rule read is in the programme's currency too.
    expect(one.facts).toMatchObject({ order: { amount: 21_120, net: 19_200, tax: 1_920 } });
    // Computed again by a newer rate: what is stored stays.
    await world.store.fxRates.set(
      programme,
      { ...rate, rate: '0.0128', date: '2026-11-19' },
      { id: 'usr_1' },
      world.clock,
      'later',
    );
    await world.compute('yen');
    expect((await world.commission('yen'))?.amount).toEqual(usd(1_920n));
    await world.refunded('yen', 'yen-1', 16_500, 'JPY');
    expect(await world.balance(kite, 'partner:held')).toBe(960n);
    await world.refunded('yen', 'yen-2', 16_500, 'JPY');
    expect(await world.balance(kite, 'partner:held')).toBe(0n);
  });

  it('a refund in another currency than its order is an error, never guessed', async () => {
    const kite = await world.partner('Kite');
    await world.paid('mixed', kite, { amount: cash(10_000) });
    await expect(world.refunded('mixed', 'mixed-1', 100, 'EUR')).rejects.toThrow(/currency|EUR/);
    expect((await world.commission('mixed'))?.position?.open.amount).toBe(1_000n);
  });
});

describe('edge case: late event across a period and a rule version', () => {
  it('is paid by the version of its time, and counts in the month of its time', async () => {
    const lark = await world.partner('Lark', { tier: 'gold' });
    await world.publish('yearly', byTier('20', '15', '10'));
    await world.publish('yearly', byTier('30', '15', '10'), new Date('2026-10-31T23:00:00Z'));
    const late = await world.paid('late', lark, { amount: cash(10_000) }, { when: day('2026-10-31'), rule: 'yearly' });
    const fresh = await world.paid(
      'fresh',
      lark,
      { amount: cash(10_000) },
      { when: day('2026-11-02'), rule: 'yearly' },
    );
    expect([late?.amount.amount, late?.rule.version]).toEqual([2_000n, 1]);
    expect([fresh?.amount.amount, fresh?.rule.version]).toEqual([3_000n, 2]);
    const head = await world.store.ledger.head(programme, lark);
    const volume = (when: string) => head?.counters[volumeKey(day(when), 'Europe/Berlin', 'USD')];
    expect([volume('2026-10-31'), volume('2026-11-02')]).toEqual([10_000n, 10_000n]);
  });

  it('by the time it came in, where the programme has set so', async () => {
    const lark = await world.partner('Lark');
    const { settings } = await world.store.programmes.need(programme);
    await world.store.programmes.change(programme, () => ({
      set: { settings: { ...settings, ruleVersionBy: 'receivedAt' } },
    }));
    const late = await world.paid(
      'late-2',
      lark,
      { amount: cash(10_000) },
      { when: day('2026-10-31'), rule: 'yearly' },
    );
    expect([late?.amount.amount, late?.rule.version]).toEqual([3_000n, 2]);
    await world.store.programmes.change(programme, () => ({ set: { settings } }));
  });
});

describe('edge case: tier change mid-period', () => {
  it('counts from the next order; what was earned keeps its terms, and a refund goes by them', async () => {
    const mira = await world.partner('Mira', { tier: 'bronze' });
    await world.paid('before', mira, { amount: cash(10_000) });
    await world.store.partners.change(programme, mira, () => ({ set: { tier: 'gold', tierSince: world.clock } }));
    const after = await world.paid('after', mira, { amount: cash(10_000) });
    expect(after?.amount).toEqual(usd(2_000n));
    await world.compute('before');
    expect((await world.commission('before'))?.amount).toEqual(usd(1_000n));
    await world.refunded('before', 'before-1', 5_000);
    expect(await world.balance(mira, 'partner:held')).toBe(500n + 2_000n);
  });
});

describe('edge case: null and missing facts', () => {
  it('a null and an absent fact are the same to a rule, which says what stands for them', async () => {
    const nia = await world.partner('Nia');
    await world.publish('coupons', {
      if: [
        { '==': [{ var: ['order.coupon', ''] }, ''] },
        { type: 'percent', rate: '5' },
        { type: 'percent', rate: '50' },
      ],
    });
    const absent = await world.paid('absent-2', nia, { amount: cash(10_000) }, { rule: 'coupons' });
    const empty = await world.paid('null', nia, { amount: cash(10_000), coupon: null }, { rule: 'coupons' });
    const there = await world.paid('there', nia, { amount: cash(10_000), coupon: 'NIA' }, { rule: 'coupons' });
    expect([absent?.amount.amount, empty?.amount.amount, there?.amount.amount]).toEqual([500n, 500n, 5_000n]);
  });
});

describe('edge case: subscriptions', () => {
  const renewal = (subscriptionId: string, amount: number, kind = 'renewal') => ({
    amount: cash(amount),
    kind,
    subscriptionId,
  });

  it('upgrade proration: what was actually paid for the rest of the month earns, not the new price', async () => {
    const oda = await world.partner('Oda');
    await world.paid('sub-1', oda, { ...renewal('s1', 3_000, 'new'), customer: 'c-s1' }, { when: day('2026-11-01') });
    // From 30.00 to 90.00 a month with half of it left: 45.00 − 15.00 credit = 30.00, 5.70 of it tax.
    const upgrade = { ...renewal('s1', 3_570, 'upgrade'), tax: cash(570), customer: 'c-s1' };
    const one = await world.paid('sub-1-up', oda, upgrade, { when: day('2026-11-16') });
    expect(one?.amount).toEqual(usd(300n));
    await world.refunded('sub-1-up', 'up-1', 1_785);
    expect((await world.commission('sub-1-up'))?.position?.open).toEqual(usd(150n));
  });

  it('downgrade and credit: an invoice that credit has paid, or more than paid, earns nothing, with the reason', async () => {
    const oda = await world.partner('Oda');
    for (const [name, amount, tax] of [
      ['credit-all', 0, 0],
      ['credit-more', 100, 300],
    ] as const) {
      const one = await world.paid(name, oda, {
        amount: cash(amount),
        tax: cash(tax),
        kind: 'renewal',
        customer: 'c-s1',
      });
      expect(one?.amount.amount).toBe(0n);
      expect(renderExplanation(one!.explanation, 'en').join(' ')).toMatch(/Nothing is earned, because .* is left/);
      expect(await world.store.ledger.ofCommission(programme, one!.id)).toEqual([]);
    }
    const part = await world.paid('credit-part', oda, { amount: cash(1_000), kind: 'renewal', customer: 'c-s1' });
    expect(part?.amount).toEqual(usd(100n));
  });

  it('trial converts: the trial’s invoice of nothing earns nothing, the first payment earns; trial cancels: nothing is earned', async () => {
    const pia = await world.partner('Pia');
    const lead = (id: string) => ({ lead: { id, email: `${id}@shop.example` }, attribution: { partnerId: pia } });
    await world.told('trial.started', 'trial-a', lead('trial-a'), day('2026-11-01'));
    await world.told('trial.started', 'trial-b', lead('trial-b'), day('2026-11-01'));
    const free = await world.paid(
      'trial-invoice',
      pia,
      { ...renewal('t1', 0, 'new'), customer: 'trial-a' },
      { when: day('2026-11-01') },
    );
    expect(free?.amount.amount).toBe(0n);
    await world.told('trial.converted', 'trial-a-2', lead('trial-a'), day('2026-11-15'));
    const first = await world.paid(
      'trial-paid',
      pia,
      { ...renewal('t1', 5_000, 'new'), customer: 'trial-a' },
      { when: day('2026-11-15') },
    );
    expect(first?.amount).toEqual(usd(500n));
    await world.told('trial.cancelled', 'trial-b-2', lead('trial-b'), day('2026-11-10'));
    const referrals = (await world.store.referrals.ofPartner(programme, pia)).map(
      ({ customerExternalId, stage, orders }) => [customerExternalId, stage, orders],
    );
    expect(referrals.sort()).toEqual([
      ['trial-a', 'retained', 2],
      ['trial-b', 'lead', 0],
    ]);
  });

  it('renewal after cancellation: the same subscription goes on counting its months, a new one begins anew', async () => {
    const quin = await world.partner('Quin');
    const at = (when: string) => ({ when: day(when) });
    await world.paid('r-first', quin, { ...renewal('r1', 10_000, 'new'), customer: 'c-r' }, at('2025-11-01'));
    await world.told(
      'subscription.cancelled',
      'r1-off',
      { subscription: { id: 'r1' }, customer: { id: 'c-r' } },
      day('2026-01-15'),
    );
    const month12 = await world.paid('r-12', quin, { ...renewal('r1', 10_000), customer: 'c-r' }, at('2026-10-01'));
    const month13 = await world.paid('r-13', quin, { ...renewal('r1', 10_000), customer: 'c-r' }, at('2026-11-01'));
    expect(month12?.amount).toEqual(usd(1_000n));
    expect([month13?.amount.amount, month13?.explanation[0]?.code]).toEqual([0n, 'none.recurring_cap']);
    await world.paid('r2-first', quin, { ...renewal('r2', 10_000, 'new'), customer: 'c-r' }, at('2026-11-05'));
    const anew = await world.paid('r2-2', quin, { ...renewal('r2', 10_000), customer: 'c-r' }, at('2026-11-19'));
    expect(anew?.amount).toEqual(usd(1_000n));
  });
});

describe('edge case: won dispute told twice', () => {
  it('restores once, and the statement says both', async () => {
    const rhea = await world.partner('Rhea');
    const one = (await world.paid('disputed', rhea, { amount: cash(10_000) }))!;
    await world.release(one);
    const dispute = (what: 'opened' | 'won', id: string) =>
      world.told(`dispute.${what}`, id, { order: { id: 'disputed' }, dispute: { id: 'd1', amount: cash(10_000) } });
    await dispute('opened', 'd1-open');
    await world.weigh('disputed', 'dispute:disputed:d1');
    expect(await world.balance(rhea, 'partner:payable')).toBe(0n);
    for (const id of ['d1-won', 'd1-won-again']) {
      await dispute('won', id);
      await world.weigh('disputed', 'dispute:disputed:d1');
    }
    expect(await world.balance(rhea, 'partner:payable')).toBe(1_000n);
    const journals = await world.store.ledger.journals(programme, rhea);
    const statement = buildStatement({
      programme,
      partner: rhea,
      number: 1,
      currency: 'USD',
      before: null,
      journals,
      commissions: { [one.id]: one },
      from: day('2026-11-01'),
      to: day('2026-12-01'),
      createdAt: world.clock,
    });
    expect(statement.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ['commission', 1_000n],
      ['clawback', -1_000n],
      ['commission', 1_000n],
    ]);
  });
});

describe('after all of these', () => {
  it('the books prove themselves', async () => {
    expect(await world.problems()).toEqual([]);
  });
});
