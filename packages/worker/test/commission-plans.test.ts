import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bountyKey,
  commissionId,
  derivedId,
  groupId,
  money,
  partnerCapKey,
  type CommissionTerms,
  type Order,
  type OrderPayment,
  type Partner,
} from '@sluice/domain';
import { verify } from '@sluice/store';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const on = (day: string) => new Date(`${day}T10:00:00Z`);
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let names = 0;
const partnerWith = (terms?: CommissionTerms, more: Partial<Partner> = {}) =>
  world.partner(`p${(names += 1)}`, { ...(terms && { agreed: { terms } }), ...more });

interface Told extends Partial<Pick<OrderPayment, 'kind' | 'subscriptionId' | 'items'>> {
  at?: Date;
  customer?: string;
  currency?: string;
}

async function order(id: string, partners: Partner[], amount: number, told: Told = {}): Promise<Order['id']> {
  const { at = on('2026-11-20'), customer = id, currency = 'USD', ...paid } = told;
  const referral = derivedId('referral', key, customer);
  const ppm = 1_000_000 / partners.length;
  const credited = {
    partner: partners[0]!.id,
    weights: partners.map((partner) => ({ partner: partner.id, ppm })),
  };
  await world.store.referrals.insertOrRead({
    ...credited,
    id: referral,
    programme: key,
    customer: derivedId('customer', key, customer),
    customerExternalId: customer,
    model: 'last',
    touches: [],
    stage: 'customer',
    status: 'approved',
    orders: 1,
    createdAt: at,
  });
  // Another partner may be credited with what the customer buys next.
  await world.store.referrals.collection.change(key, referral, () => ({ set: credited }));
  const zero = money(0, currency);
  const { doc } = await world.store.orders.collection.insertOrRead({
    id: derivedId('order', key, id),
    programme: key,
    account: 'api',
    externalId: id,
    aliases: [],
    paid: {
      at,
      receivedAt: at,
      amount: money(amount, currency),
      tax: zero,
      shipping: zero,
      discount: zero,
      items: [],
      kind: 'new',
      customer: { id: derivedId('customer', key, customer), externalId: customer },
      attribution: {},
      context: {},
      ...paid,
    },
    refunds: {},
    disputes: {},
    referral,
    events: [derivedId('event', key, id)],
  });
  return doc.id;
}

/** Runs the step, several times at once where asked to, and answers what the order's commissions came to. */
async function earn(id: Order['id'], times = 1): Promise<[string, string, bigint][]> {
  const one = () => world.run('compute_commission', { rule: 'standard' }, { subject: { kind: 'order', id } });
  const answers = await Promise.all(Array.from({ length: times }, one));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const earned = await world.store.commissions.ofOrder(key, id);
  return earned
    .map(({ lineKey, component, amount }): [string, string, bigint] => [lineKey, component, amount.amount])
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

const held = async (partner: Partner) =>
  (await world.store.ledger.head(key, partner.id))?.balancesAfter['partner:held|USD'] ?? 0n;
const counter = async (partner: Partner, name: string) =>
  (await world.store.ledger.head(key, partner.id))?.counters[name] ?? 0n;
const percent = (rate: string) => ({ type: 'percent', rate }) as const;

describe('a plan of each kind through the step', () => {
  const items = [
    { sku: 'pro', quantity: 1, amount: money(6000, 'USD') },
    { sku: 'cable', category: 'hardware', quantity: 2, amount: money(3000, 'USD') },
    { sku: 'help', quantity: 1, amount: money(1000, 'USD') },
  ];
  const tiers = [
    { from: '0', rate: '10' },
    { from: '5000', rate: '20' },
  ];
  it.each<[string, CommissionTerms, Told, [string, string, bigint][]]>([
    ['percent', percent('12.5'), {}, [['order', 'base', 1250n]]],
    ['flat for each item', { type: 'flat', amount: '150', per: 'item' }, { items }, [['order', 'base', 600n]]],
    [
      'graduated over a year',
      { type: 'tiered', mode: 'graduated', measure: 'volume', period: 'year', tiers },
      {},
      [['order', 'base', 1500n]],
    ],
    [
      'whole by orders',
      { type: 'tiered', mode: 'whole', measure: 'orders', period: 'lifetime', tiers: [{ from: '1', rate: '7' }] },
      {},
      [['order', 'base', 700n]],
    ],
    ['bounty', { type: 'bounty', amount: '2500' }, {}, [['order', 'base', 2500n]]],
    ['recurring', { type: 'recurring', rate: '20', months: 3 }, { kind: 'renewal' }, [['order', 'base', 2000n]]],
    ['multiplier', { type: 'multiplier', factor: '1.5', of: percent('10') }, {}, [['order', 'base', 1500n]]],
    ['bonus', { type: 'bonus', to: percent('10'), amount: '500', above: '10000' }, {}, [['order', 'base', 1500n]]],
    [
      'by product',
      {
        type: 'per_product',
        lines: [
          { skus: ['pro'], terms: percent('20') },
          { categories: ['hardware'], terms: { type: 'flat', amount: '100', per: 'item' } },
        ],
        rest: percent('5'),
      },
      { items },
      [
        ['items:1', 'base', 1200n],
        ['items:2', 'base', 200n],
        ['order', 'base', 50n],
      ],
    ],
    [
      'in stages',
      {
        ...percent('10'),
        release: [
          { percent: '50', after: 'P0D' },
          { percent: '50', after: 'P60D' },
        ],
      },
      {},
      [
        ['order', 'base', 500n],
        ['order', 'stage-2', 500n],
      ],
    ],
    ['capped', { ...percent('50'), caps: [{ per: 'order', amount: '999' }] }, {}, [['order', 'base', 999n]]],
    ['nothing', { type: 'none', reason: 'staff' }, {}, [['order', 'base', 0n]]],
  ])('%s: computed five times at once, stored and earned once', async (name, terms, told, answer) => {
    const partner = await partnerWith(terms);
    const id = await order(`kind-${name}`, [partner], 10000, told);
    expect(await earn(id, 5)).toEqual(answer);
    expect(await held(partner)).toBe(answer.reduce((sum, [, , amount]) => sum + amount, 0n));
    const paid = answer.some(([, , amount]) => amount > 0n);
    expect(await counter(partner, 'month_volume:2026-11:USD')).toBe(paid ? 10000n : 0n);
    expect(await counter(partner, 'month_orders:2026-11')).toBe(paid ? 1n : 0n);
  });
});

describe('caps beyond an order', () => {
  it('a partner’s: orders at once never exceed it, and a rejected one gives its part back', async () => {
    const caps = [{ per: 'partner', amount: '2500' }] as const;
    const partner = await partnerWith({ ...percent('10'), caps: [...caps] });
    const ids = await Promise.all([1, 2, 3, 4].map((n) => order(`cap-p${n}`, [partner], 10000)));
    const parts = (await Promise.all(ids.map((id) => earn(id, 2)))).map(([one]) => one![2]).sort();
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(2500n);
    expect(await held(partner)).toBe(2500n);
    const all = await world.store.commissions.ofPartner(key, partner.id);
    const cut = all.find(({ amount }) => amount.amount < 1000n && amount.amount > 0n)!;
    expect(cut.explanation.map(({ code }) => code)).toContain('capped.partner');

    const counted = partnerCapKey(on('2026-11-20'), 'month', programme.timeZone, 'USD');
    const whole = all.find(({ amount }) => amount.amount === 1000n)!;
    const reject = () =>
      world.run(
        'reject_commission',
        { commissions: [whole.id], reason: 'review_rejected' },
        { subject: { kind: 'order', id: whole.order } },
      );
    await reject();
    await reject();
    expect(await counter(partner, counted)).toBe(1500n);
    expect(await earn(await order('cap-p5', [partner], 10000))).toEqual([['order', 'base', 1000n]]);
  });

  it('a customer’s and a rule’s: claimed by whoever comes first, given back when rejected', async () => {
    const terms: CommissionTerms = {
      ...percent('10'),
      caps: [{ per: 'customer', period: 'lifetime', amount: '1500' }],
    };
    const [one, two] = [await partnerWith(terms), await partnerWith(terms)];
    const orders = [
      await order('cap-c1', [one], 10000, { customer: 'northwind' }),
      await order('cap-c2', [two], 10000, { customer: 'northwind' }),
      await order('cap-c3', [two], 10000, { customer: 'contoso' }),
    ];
    const amounts: bigint[] = [];
    for (const id of orders) amounts.push((await earn(id, 3))[0]![2]);
    expect(amounts).toEqual([1000n, 500n, 1000n]);
    const [first] = await world.store.commissions.ofOrder(key, orders[0]!);
    await world.run(
      'reject_commission',
      { commissions: [first!.id], reason: 'review_rejected' },
      { subject: { kind: 'order', id: orders[0]! } },
    );
    const again = await order('cap-c4', [one], 20000, { customer: 'northwind' });
    expect((await earn(again))[0]![2]).toBe(1000n);
  });

  it('the programme’s spend: a crash between claim and commission claims once', async () => {
    const capped = { ...programme, settings: { ...programme.settings, spendCaps: [{ amount: '1200' }] } };
    await world.store.programmes.change(key, () => ({ set: { settings: capped.settings } }));
    try {
      const partner = await partnerWith(percent('10'));
      const at = on('2026-09-10');
      const first = await order('spend-1', [partner], 10000, { at });
      const { failpoint } = world.deps;
      world.deps.failpoint = (name) => {
        if (name === 'commission.insert.before') throw new Error('killed');
      };
      await expect(earn(first)).rejects.toThrow('killed');
      world.deps.failpoint = failpoint;
      expect(await earn(first, 3)).toEqual([['order', 'base', 1000n]]);
      expect(await earn(await order('spend-2', [partner], 10000, { at }))).toEqual([['order', 'base', 200n]]);
      const none = await order('spend-3', [partner], 10000, { at });
      expect(await earn(none)).toEqual([['order', 'base', 0n]]);
      const [last] = await world.store.commissions.ofOrder(key, none);
      expect(last?.explanation.map(({ code }) => code)).toContain('capped.spend');
      const claims = await world.store.spendClaims.get(key, 'programme:2026-09:USD');
      expect(Object.values(claims!.claims).reduce((sum, part) => sum + part, 0n)).toBe(1200n);
    } finally {
      await world.store.programmes.change(key, () => ({ set: { settings: programme.settings } }));
    }
  });

  it('a bounty: once a customer, whoever brings the next order; shared by those who share the first', async () => {
    const terms: CommissionTerms = { type: 'bounty', amount: '1001' };
    const [one, two] = [await partnerWith(terms), await partnerWith(terms)];
    const first = await order('bounty-1', [one, two], 5000, { customer: 'fabrikam' });
    expect((await earn(first, 3)).map(([, , amount]) => amount).sort()).toEqual([500n, 501n]);
    const second = await order('bounty-2', [two], 5000, { customer: 'fabrikam' });
    expect((await earn(second))[0]![2]).toBe(0n);
    expect((await world.store.spendClaims.get(key, bountyKey(derivedId('customer', key, 'fabrikam'))))?.unit).toBe(
      'times',
    );
  });
});

describe('stages', () => {
  it('are released one after the other, and a refund takes back from each', async () => {
    const partner = await partnerWith({
      ...percent('10'),
      release: [
        { percent: '40', after: 'P0D' },
        { percent: '60', after: 'P60D' },
      ],
    });
    const id = await order('staged', [partner], 10000);
    await earn(id);
    const commissions = (await world.store.commissions.ofOrder(key, id)).map((one) => one.id);
    const of = { subject: { kind: 'order', id } };
    const payable = async () =>
      (await world.store.ledger.head(key, partner.id))?.balancesAfter['partner:payable|USD'] ?? 0n;
    expect(await world.run('release', { commissions }, of)).toMatchObject({
      wait: { until: '2027-01-19T10:00:00.000Z' },
    });
    expect([await payable(), await held(partner)]).toEqual([400n, 600n]);
    await world.run('release', { commissions }, of);
    expect([await payable(), await held(partner)]).toEqual([400n, 600n]);
    world.at(on('2027-01-19'));
    expect(await world.run('release', { commissions }, { ...of, stage: 'resume' })).toMatchObject({
      port: 'released',
      output: { amount: { amount: '1000', currency: 'USD' } },
    });
    expect([await payable(), await held(partner)]).toEqual([1000n, 0n]);
    world.at(on('2026-11-20'));
  });
});

describe('whose terms count', () => {
  it('a group’s before the tier’s; a change of group changes nothing that is stored', async () => {
    const terms = { terms: percent('33') };
    await world.store.groups.insertOrRead({
      id: groupId(key, 'agencies'),
      programme: key,
      key: 'agencies',
      name: 'Agencies',
      terms,
      createdAt: on('2026-11-01'),
    });
    const partner = await partnerWith(undefined, { group: 'agencies' });
    const id = await order('grouped', [partner], 10000);
    expect(await earn(id)).toEqual([['order', 'base', 3300n]]);
    const [stored] = await world.store.commissions.ofOrder(key, id);
    expect(stored).toMatchObject({
      termsFrom: { level: 'group', key: 'agencies', name: 'Agencies' },
      rule: { key: 'terms:group:agencies' },
    });
    expect(stored?.explanation.map(({ code }) => code)).toEqual(['terms.percent', 'terms.from_group']);
    expect(stored?.facts).toMatchObject({ order: { net: 10000 }, partner: { group: 'agencies' } });
    const group = await world.store.groups.get(key, 'agencies');
    await world.store.groups.change(key, 'agencies', { terms: { terms: percent('1') } }, group!.rev);
    expect(await earn(id)).toEqual([['order', 'base', 3300n]]);
    await expect(world.store.groups.change(key, 'agencies', {}, group!.rev)).rejects.toMatchObject({ code: 'stale' });
  });

  it('edge case: crash between commission and journal with the tier changed meanwhile: what was decided stands, lines too', async () => {
    const terms: CommissionTerms = {
      type: 'per_product',
      lines: [{ skus: ['pro'], terms: percent('20') }],
      rest: percent('5'),
    };
    const partner = await partnerWith(terms);
    const items = [
      { sku: 'pro', quantity: 1, amount: money(6000, 'USD') },
      { sku: 'help', quantity: 1, amount: money(4000, 'USD') },
    ];
    const id = await order('crash', [partner], 10000, { items });
    const { failpoint } = world.deps;
    world.deps.failpoint = (name) => {
      if (name === 'commission.insert.after') throw new Error('killed');
    };
    await expect(earn(id)).rejects.toThrow('killed');
    world.deps.failpoint = failpoint;
    await world.store.partners.change(key, partner.id, () => ({ set: { agreed: { terms: percent('90') } } }));
    const answer: [string, string, bigint][] = [
      ['items:1', 'base', 1200n],
      ['order', 'base', 200n],
    ];
    expect(await earn(id, 3)).toEqual(answer);
    expect(await held(partner)).toBe(1400n);
    const line = commissionId({
      programme: key,
      order: id,
      partner: partner.id,
      lineKey: 'items:1',
      component: 'base',
    });
    expect((await world.store.commissions.need(key, line)).calculation.map(({ code }) => code)).toContain('items');
  });

  it('without any, the rule of the step, which must be published', async () => {
    const partner = await partnerWith();
    await expect(earn(await order('ruled', [partner], 100))).rejects.toMatchObject({ code: 'unknown_rule' });
  });
});

it('leaves books that balance', async () => {
  // What nobody releases here is told of, and nothing else.
  const problems = await verify(world.store);
  expect(problems.filter(({ code }) => code !== 'hold_overdue')).toEqual([]);
});
