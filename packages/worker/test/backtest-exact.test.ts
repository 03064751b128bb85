import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMISSION_FACTS, parse, semanticHash, specialise, toJson, type Json } from '@sluice/rules';
import {
  derivedId,
  money,
  periodKey,
  type BacktestRow,
  type Order,
  type OrderPayment,
  type Partner,
} from '@sluice/domain';
import { foldChunks, prepareSide, runChunk } from '@sluice/store/operations/backtest';
import type { Backtest, BacktestVersion } from '@sluice/store';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const from = new Date('2026-03-01T00:00:00Z');
const to = new Date('2026-12-01T00:00:00Z');
const tiers = [
  { from: 0, rate: '5' },
  { from: 20000, rate: '10' },
  { from: 90000, rate: '15' },
];
const is = (name: string, value: string): Json => ({ '==': [{ var: name }, value] });

/** A plan with all that counts beyond an order: caps of each kind, items, margin, months, tiers of every length. */
const plan = (most: number): Json => ({
  if: [
    is('partner.group', 'items'),
    {
      type: 'per_product',
      lines: [
        { skus: ['pro'], terms: { type: 'percent', rate: '17.5' } },
        { categories: ['hardware'], terms: { type: 'flat', amount: 133, per: 'item' } },
      ],
      rest: { type: 'tiered', mode: 'graduated', measure: 'volume', period: 'quarter', tiers },
      caps: [{ per: 'order', amount: 3000 }],
    },
    is('partner.group', 'year'),
    {
      type: 'tiered',
      mode: 'whole',
      measure: 'volume',
      period: 'year',
      tiers,
      caps: [{ per: 'partner', amount: most, period: 'quarter' }],
    },
    is('partner.group', 'orders'),
    {
      type: 'tiered',
      mode: 'graduated',
      measure: 'orders',
      period: 'lifetime',
      tiers: [
        { from: 0, rate: '7' },
        { from: 4, rate: '9' },
      ],
    },
    is('partner.group', 'months'),
    {
      type: 'recurring',
      rate: '12.5',
      months: 3,
      anchor: 'first_order',
      caps: [{ per: 'customer', amount: 2500, period: 'lifetime' }],
    },
    is('partner.group', 'margin'),
    { type: 'percent', rate: '33.3', base: 'margin', caps: [{ per: 'programme', amount: 9000, period: 'month' }] },
    { type: 'bounty', amount: 1501 },
  ],
});
const withDefault = (json: Json): Json =>
  JSON.parse(JSON.stringify(json).replaceAll('{"var":"partner.group"}', '{"var":["partner.group",""]}')) as Json;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.store.programmes.collection.change(key, (await world.store.programmes.need(key)).id as never, (doc) => ({
    set: { settings: { ...doc.settings, spendCaps: [{ period: 'month', amount: '15000' }] } },
  }));
  const { title, logic, hash, outcome } = version(plan(6000), 1);
  await world.store.rules.publish(key, 'standard', {
    kind: 'commission',
    title,
    logic,
    hash,
    outcome,
    facts: { id: 'commission', version: 1 },
    cases: [],
    layout: {},
    comments: {},
    makers: ['ops'],
    publishedBy: 'admin',
  });
  await history();
}, 120_000);
afterAll(() => world.close());

function version(json: Json, number: number | null): BacktestVersion {
  const logic = JSON.stringify(withDefault(json));
  const hash = semanticHash(toJson(parse(logic).root) as Json);
  const schema = specialise(COMMISSION_FACTS, { currency: 'USD' });
  return { version: number, hash, title: 'Plan', logic, outcome: 'commission_terms', schema, uses: {} };
}

/** The same draws at every run. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Orders told out of order, some shared, some in euros, some of a subscription, through the step itself. */
async function history(): Promise<void> {
  const draw = draws(7);
  const { store } = world;
  for (let month = 3; month <= 11; month += 1)
    for (const day of ['01', '08', '15', '22', '29']) {
      const date = `2026-${String(month).padStart(2, '0')}-${day}`;
      const rate = { from: 'EUR', to: 'USD', rate: `1.0${month}453`, source: 'test', date };
      await store.fxRates.insertOrRead(key, rate, { id: 'ops' }, from);
    }
  const groups = ['items', 'year', 'orders', 'months', 'margin', undefined];
  const partners: Partner[] = [];
  for (const [index, group] of groups.entries())
    partners.push(await world.partner(`exact-${index}`, { ...(group !== undefined && { group }) }));
  for (let index = 0; index < 90; index += 1) {
    const first = partners[draw(partners.length)]!;
    const second = partners[draw(partners.length)]!;
    const customer = `customer-${draw(25)}`;
    const shared = draw(4) === 0 && first !== second;
    const weights = shared
      ? [
          { partner: first.id, ppm: 333_333 },
          { partner: second.id, ppm: 666_667 },
        ]
      : [{ partner: first.id, ppm: 1_000_000 }];
    await earn(index, customer, weights, {
      at: new Date(from.getTime() + draw(270) * 86_400_000 + index * 1000),
      amount: 1000 + draw(60_000),
      kind: (['new', 'renewal', 'upgrade'] as const)[draw(3)]!,
      draw,
    });
  }
}

async function earn(
  index: number,
  customer: string,
  weights: { partner: Partner['id']; ppm: number }[],
  { at, amount, kind, draw }: { at: Date; amount: number; kind: OrderPayment['kind']; draw: (n: number) => number },
): Promise<void> {
  const { store } = world;
  const referral = derivedId('referral', key, `exact-${index}`);
  const who = { id: derivedId('customer', key, customer), externalId: customer };
  await store.referrals.insertOrRead({
    id: referral,
    programme: key,
    customer: derivedId('customer', key, `${customer}-${index}`),
    customerExternalId: customer,
    partner: weights[0]!.partner,
    weights,
    model: 'last',
    touches: [],
    stage: 'customer',
    status: 'approved',
    orders: 1,
    createdAt: at,
  });
  // Every sixth is in another currency.
  const inIt = (value: number) => money(value, index % 6 === 5 ? 'EUR' : 'USD');
  const pro = draw(amount);
  const paid: OrderPayment = {
    at,
    receivedAt: at,
    amount: inIt(amount),
    tax: inIt(Math.floor(amount / 7)),
    shipping: inIt(draw(300)),
    discount: inIt(0),
    items: [
      { sku: 'pro', quantity: 1, amount: inIt(pro) },
      { sku: 'cable', category: 'hardware', quantity: 1 + draw(4), amount: inIt(Math.floor((amount - pro) / 2)) },
      { sku: 'help', quantity: 1, amount: inIt(draw(500)) },
    ],
    margin: inIt(Math.floor(amount / 3)),
    kind,
    ...(draw(2) === 0 && { subscriptionId: `sub-${customer}` }),
    customer: who,
    attribution: {},
    context: {},
  };
  const order: Order['id'] = derivedId('order', key, `exact-${index}`);
  await store.orders.collection.insertOrRead({
    id: order,
    programme: key,
    account: 'api',
    externalId: `exact-${index}`,
    aliases: [],
    paid,
    refunds: {},
    disputes: {},
    referral,
    events: [derivedId('event', key, `exact-${index}`)],
  });
  await world.run('compute_commission', { rule: 'standard' }, { subject: { kind: 'order', id: order } });
}

async function backtest(name: string, after: BacktestVersion, size: number, times = 1) {
  const { store } = world;
  const before = version(plan(6000), 1);
  const { timeZone, settings } = await store.programmes.need(key);
  const { base, rounding, recurringMonths, spendCaps } = settings;
  const { doc } = await store.backtests.insertOrRead({
    id: derivedId('backtest', name),
    programme: key,
    rule: 'standard',
    requestedBy: { id: 'ops', name: 'Ops' },
    period: { from, to },
    filter: {},
    before,
    after,
    terms: { timeZone, settings: { base, rounding, recurringMonths, ...(spendCaps && { spendCaps }) }, tiers: [] },
    createdAt: new Date('2027-01-01'),
  });
  const sides = { before: prepareSide(before), after: prepareSide(after) };
  type Place = Parameters<typeof runChunk>[3];
  for (let at: Place | undefined = { index: 0 }; at;) {
    const here: Place = at;
    let part = await runChunk(store, doc, sides, here, { beat: () => undefined, size });
    for (let again = 1; again < times; again += 1) {
      // A worker that dies between the counters and the chunk does it all again.
      await store.backtests.chunks.removeWhere(key, { backtest: doc.id, index: here.index });
      part = await runChunk(store, doc, sides, here, { beat: () => undefined, size });
    }
    at = part.next && { index: here.index + 1, after: part.next };
  }
  const rows: BacktestRow[] = (await store.backtests.rows(key, doc.id, { limit: 1000 })).data;
  return { doc: doc as Backtest, rows, result: await foldChunks(store, doc, sides, () => undefined) };
}

const paid = (outcome: BacktestRow['before']) => ('amount' in outcome ? outcome.amount : undefined);

describe('a backtest of orders with caps, items, margin, months and long periods', () => {
  it('of the rule in force is what was posted, to the cent, and says of no order that it is not', async () => {
    const { rows, result } = await backtest('same', version(plan(6000), null), 1000);
    expect(rows.length).toBeGreaterThan(90);
    expect(rows.map((row) => [row.orderExternalId, paid(row.before), paid(row.after)])).toEqual(
      rows.map((row) => [row.orderExternalId, row.recorded, row.recorded]),
    );
    expect(result.tally).toMatchObject({ changed: 0, errors: 0, inexact: [] });
    const [sums] = result.tally.sums;
    expect(sums!.before).toBe(sums!.recorded);
    // It tests what it says: caps have cut, and lines are there.
    const stored = await world.store.commissions.collection.find(key, {});
    const cut = stored.flatMap(({ calculation }) => calculation.filter(({ code }) => code === 'cap'));
    expect(new Set(cut.map(({ params }) => params?.['per']))).toEqual(
      new Set(['order', 'partner', 'customer', 'programme', 'spend']),
    );
    expect(stored.some(({ lineKey }) => lineKey.startsWith('items:'))).toBe(true);
    expect(stored.some(({ conversion }) => conversion?.from.currency === 'EUR')).toBe(true);
  }, 60_000);

  it('gives the same however the history is cut, and whatever is done twice', async () => {
    const draft = version(plan(2500), null);
    const whole = await backtest('whole', draft, 1000);
    const cut = await backtest('cut', draft, 17, 2);
    expect(cut.result.tally).toEqual(whole.result.tally);
    expect(cut.rows.map((row) => paid(row.after))).toEqual(whole.rows.map((row) => paid(row.after)));
  }, 60_000);

  it('counts a tighter cap by its quarters, and never above it', async () => {
    const { rows } = await backtest('tighter', version(plan(2500), null), 20);
    const year = derivedId('partner', key, 'exact-1');
    const quarters = new Map<string, bigint>();
    for (const row of rows.filter(({ partner }) => partner === year)) {
      const quarter = periodKey(row.at, 'quarter', programme.timeZone);
      quarters.set(quarter, (quarters.get(quarter) ?? 0n) + (paid(row.after) ?? 0n));
    }
    for (const sum of quarters.values()) expect(sum <= 2500n).toBe(true);
    expect([...quarters.values()]).toContain(2500n);
  }, 60_000);

  it('says which orders it cannot tell exactly: a cap of all time that was not counted then', async () => {
    const draft = version(
      { if: [{ type: 'percent', rate: '10', caps: [{ per: 'customer', amount: 5000, period: 'lifetime' }] }] },
      null,
    );
    const { rows, result } = await backtest('unknown', draft, 1000);
    const told = rows.filter(({ inexact }) => inexact === 'cap_before_period');
    expect(told.length).toBeGreaterThan(0);
    expect(result.tally.inexact).toEqual([{ code: 'cap_before_period', orders: told.length }]);
  }, 60_000);
});
