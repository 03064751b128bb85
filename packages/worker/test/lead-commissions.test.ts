import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bountyKey,
  derivedId,
  money,
  type EventId,
  type EventType,
  type JsonObject,
  type Order,
  type Partner,
  type Referral,
  type ReferralId,
} from '@sluice/domain';
import { parse, semanticHash, toJson, type Json } from '@sluice/rules';
import { verify } from '@sluice/store';
import { applyRefund, releaseClaims } from '@sluice/store/operations/index';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const day = (at: string) => new Date(`${at}T10:00:00Z`);
const bounty = (amount: number, more: JsonObject = {}) => ({ type: 'bounty', amount, ...more });
const is = (event: string): Json => ({ '==': [{ var: 'lead.event' }, event] });

/** One rule for all that leads are paid for. */
const leads: Json = {
  if: [
    { and: [is('lead.created'), { '==': [{ var: ['lead.country', ''] }, 'DE'] }] },
    bounty(2501),
    { and: [is('trial.started'), { '==': [{ var: ['lead.campaign', ''] }, 'spring'] }] },
    { type: 'multiplier', factor: '1.5', of: { type: 'flat', amount: 1001 } },
    { and: [is('trial.converted'), { '==': [{ var: 'partner.tier' }, 'gold'] }] },
    { type: 'flat', amount: 9000, caps: [{ per: 'partner', amount: 15000, period: 'month' }] },
    is('customer.activated'),
    {
      type: 'flat',
      amount: 4000,
      caps: [{ per: 'programme', amount: 6000, period: 'lifetime' }],
      release: [
        { percent: '50', after: 'P0D' },
        { percent: '50', after: 'P30D' },
      ],
    },
    { type: 'none', reason: 'not_paid_for' },
  ],
};

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await publish('leads', 'lead_commission', leads, 'lead_terms');
  const blocks = [{ points: 100, reason: 'disposable_mail' }];
  await publish('fraud', 'fraud', { merge: [{ if: [{ var: 'mail.disposable' }, blocks, []] }] }, 'fraud_scores');
  await publish('orders', 'commission', { if: [{ type: 'percent', rate: '10' }] }, 'commission_terms');
});
afterAll(() => world.close());

async function publish(name: string, kind: 'commission' | 'lead_commission' | 'fraud', json: Json, outcome: string) {
  const logic = JSON.stringify(json);
  await world.store.rules.publish(key, name, {
    kind,
    title: name,
    facts: { id: kind, version: 1 },
    outcome,
    cases: [],
    layout: {},
    comments: {},
    logic,
    hash: semanticHash(toJson(parse(logic).root) as Json),
    makers: ['ops'],
    publishedBy: 'admin',
  });
}

let names = 0;
const partner = (more: Partial<Partner> = {}) => world.partner(`lead-partner-${(names += 1)}`, more);

async function referral(name: string, partners: Partner[], more: Partial<Referral> = {}): Promise<Referral> {
  const ppm = 1_000_000 / partners.length;
  const { doc } = await world.store.referrals.insertOrRead({
    id: derivedId('referral', key, name),
    programme: key,
    customer: derivedId('customer', key, name),
    customerExternalId: name,
    partner: partners[0]!.id,
    weights: partners.map(({ id }) => ({ partner: id, ppm })),
    model: 'last',
    touches: [],
    stage: 'lead',
    status: 'pending',
    orders: 0,
    createdAt: day('2026-11-01'),
    ...more,
  });
  return doc;
}

let told = 0;
async function event(type: EventType, lead: JsonObject, at = '2026-11-18'): Promise<EventId> {
  told += 1;
  const { event: stored } = await world.store.events.insert(key, {
    programme: key,
    source: 'api',
    sourceId: `told-${told}`,
    type,
    version: 1,
    occurredAt: day(at),
    receivedAt: day('2026-11-20'),
    data: { lead: { id: 'l', email: 'ana@northwind.example', ...lead } },
  });
  return stored.id;
}

const earn = (id: ReferralId, of: EventId, rule = 'leads') =>
  world.run('compute_commission', { rule }, { subject: { kind: 'referral', id }, vars: { event: { id: of } } });
const stored = async (id: ReferralId) =>
  (await world.store.commissions.collection.find(key, { referral: id }, { sort: { partner: 1, _id: 1 } })).map(
    ({ partner: of, lineKey, component, amount }) => ({ of, lineKey, component, amount: amount.amount }),
  );
const held = async ({ id }: Partner) =>
  (await world.store.ledger.head(key, id))?.balancesAfter['partner:held|USD'] ?? 0n;
/** Nothing here dispatches events, or comes back to release what a hold kept. */
const unseen = ['hold_overdue', 'not_dispatched'];
const clean = async () => {
  const problems = await verify(world.store, { programme: key });
  expect(problems.filter(({ code }) => !unseen.includes(code))).toEqual([]);
};

describe('a commission rule over leads, through the step', () => {
  it('pays once for an event that is told twice and computed at once, with facts, trace and version', async () => {
    const anna = await partner();
    const { id } = await referral('twice', [anna]);
    const [one, two] = [await event('lead.created', { country: 'DE' }), await event('lead.created', { country: 'DE' })];
    const answers = await Promise.all([earn(id, one), earn(id, one), earn(id, two)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ port: 'earned', output: { amount: { amount: '2501' }, rule: { version: 1 } } });
    const [only, ...more] = await world.store.commissions.collection.find(key, { referral: id });
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      lead: { event: 'lead.created' },
      orderExternalId: 'twice',
      facts: {
        lead: { event: 'lead.created', country: 'DE', email: '@northwind.example' },
        partner: { tier: 'bronze' },
      },
      rule: { key: 'leads', version: 1, facts: { id: 'lead_commission', version: 1 } },
    });
    expect(only!.trace.length).toBeGreaterThan(0);
    expect(await held(anna)).toBe(2501n);
    await clean();
  });

  it('shares a bounty by weights to the cent, once for the customer, and by whoever was credited first', async () => {
    const [anna, ben, cleo] = [await partner(), await partner(), await partner()];
    const { id, customer } = await referral('shared', [anna, ben]);
    await earn(id, await event('lead.created', { country: 'DE' }));
    // The order credits somebody else: what the lead was paid for stays whose it was.
    await world.store.referrals.collection.change(key, id, () => ({
      set: { partner: cleo.id, weights: [{ partner: cleo.id, ppm: 1_000_000 }] },
    }));
    await earn(id, await event('lead.created', { country: 'DE' }));
    expect([await held(anna), await held(ben), await held(cleo)]).toEqual([1251n, 1250n, 0n]);
    expect(Object.keys((await world.store.spendClaims.get(key, bountyKey(customer)))!.claims)).toHaveLength(1);
    await clean();
  });

  it('asks what happened, the campaign, the tier; says why it gives nothing', async () => {
    const anna = await partner({ tier: 'gold' });
    const { id } = await referral('conditions', [anna]);
    const answer = async (type: EventType, lead: JsonObject = {}) => {
      const { port, output } = (await earn(id, await event(type, lead))) as { port: string; output: JsonObject };
      return [port, output['amount'] ? (output['amount'] as JsonObject)['amount'] : output['reason']];
    };
    expect(await answer('lead.created', { country: 'US' })).toEqual(['none', 'not_paid_for']);
    // 1.5 × 10.01 = 15.015, to the even cent.
    expect(await answer('trial.started', { campaign: 'spring' })).toEqual(['earned', '1502']);
    expect(await answer('trial.converted')).toEqual(['earned', '9000']);
    expect(await answer('demo.booked')).toEqual(['none', 'not_paid_for']);
    // What was said first stands.
    expect(await answer('lead.created', { country: 'DE' })).toEqual(['none', 'not_paid_for']);
    await clean();
  });

  it('is held to the caps of its partner and of its terms, and gives back what a rejection frees', async () => {
    const anna = await partner({ tier: 'gold' });
    const of = async (name: string, type: EventType) => {
      const { id } = await referral(name, [anna]);
      await earn(id, await event(type, {}));
      return stored(id);
    };
    expect((await of('cap-1', 'trial.converted')).map(({ amount }) => amount)).toEqual([9000n]);
    expect((await of('cap-2', 'trial.converted')).map(({ amount }) => amount)).toEqual([6000n]);
    expect((await of('cap-3', 'trial.converted')).map(({ amount }) => amount)).toEqual([0n]);
    const staged = await of('cap-4', 'customer.activated');
    expect(staged.map(({ component, amount }) => [component, amount]).sort()).toEqual([
      ['base', 2000n],
      ['stage-2', 2000n],
    ]);
    expect((await of('cap-5', 'customer.activated')).reduce((sum, { amount }) => sum + amount, 0n)).toBe(2000n);
    expect((await of('cap-6', 'customer.activated')).reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
    const first = (await world.store.commissions.collection.find(key, { orderExternalId: 'cap-4' }))[0]!;
    await releaseClaims(world.store, programme, first, { at: day('2026-11-21'), actor: 'usr_finance' });
    expect((await of('cap-7', 'customer.activated')).reduce((sum, { amount }) => sum + amount, 0n)).toBe(2000n);
    await clean();
  });

  it('is held, released and told as an order is; a refund of the order that follows leaves it', async () => {
    const anna = await partner();
    const { id, customer } = await referral('flow', [anna]);
    const earned = (await earn(id, await event('lead.created', { country: 'DE' }))) as { output: JsonObject };
    const commissions = earned.output['commissions'] as string[];
    const hold = () => world.run('hold', { commissions, for: 'P7D' });
    // Seven days from what happened, and never less than a day after it became known.
    expect(await hold()).toMatchObject({ wait: { kind: 'hold', until: '2026-11-25T10:00:00.000Z' } });
    const order = derivedId('order', key, 'flow-order');
    const zero = money(0, 'USD');
    await world.store.orders.collection.insertOrRead({
      id: order,
      programme: key,
      account: 'api',
      externalId: 'flow-order',
      aliases: [],
      paid: {
        at: day('2026-11-19'),
        receivedAt: day('2026-11-20'),
        amount: money(10_000, 'USD'),
        tax: zero,
        shipping: zero,
        discount: zero,
        items: [],
        kind: 'new',
        customer: { id: customer, externalId: 'flow' },
        attribution: {},
        context: {},
      },
      refunds: { re_1: { amount: money(10_000, 'USD'), status: 'succeeded', at: day('2026-11-20') } },
      disputes: {},
      referral: id,
      events: [derivedId('event', key, 'flow-order')],
    } as unknown as Order);
    await world.run('compute_commission', { rule: 'orders' }, { subject: { kind: 'order', id: order } });
    await applyRefund(world.store, { programme, order, cause: 'refund:re_1', at: day('2026-11-21'), actor: 'x' });
    world.at(day('2026-11-26'));
    expect(await hold()).toMatchObject({ port: 'ended' });
    expect(await world.run('release', { commissions })).toMatchObject({ port: 'released' });
    const head = await world.store.ledger.head(key, anna.id);
    expect(head?.balancesAfter).toMatchObject({ 'partner:payable|USD': 2501n });
    world.at(day('2026-11-20'));
    await clean();
  });

  it('is looked at by the fraud rule with what the lead told, and kept for a review', async () => {
    const { id } = await referral('fraud', [await partner()]);
    const of = await event('lead.created', { country: 'DE', email: 'x@mailinator.com' });
    const { output } = (await earn(id, of)) as { output: JsonObject };
    const commissions = output['commissions'] as string[];
    const checked = await world.run('fraud_check', { rule: 'fraud', commissions });
    expect(checked).toMatchObject({ port: 'block', output: { risk: 100, signals: { mail: { disposable: true } } } });
    const [stored] = await world.store.commissions.many(key, commissions as never);
    expect(stored).toMatchObject({ risk: 100, position: { state: 'held', approval: 'waiting' } });
    await clean();
  });

  it.each<[string, Partial<Partner>, Partial<Referral>, string]>([
    ['a lead that was rejected', {}, { status: 'rejected' }, 'lead_rejected'],
    ['a partner with whom nobody works any more', { status: 'terminated' }, {}, 'partner_left'],
  ])('%s earns nothing', async (_name, ofPartner, ofReferral, reason) => {
    const { id } = await referral(reason, [await partner(ofPartner)], ofReferral);
    const answer = await earn(id, await event('lead.created', { country: 'DE' }));
    expect(answer).toMatchObject({ port: 'none', output: { reason } });
    expect(await stored(id)).toEqual([]);
  });

  it('parks with a rule for orders, and where nobody knows what happened', async () => {
    const { id } = await referral('parks', [await partner()]);
    const of = await event('lead.created', { country: 'DE' });
    await expect(earn(id, of, 'orders')).rejects.toMatchObject({ code: 'wrong_kind' });
    await expect(earn(id, derivedId('event', key, 'nobody'))).rejects.toMatchObject({ code: 'unknown_event' });
  });
});
