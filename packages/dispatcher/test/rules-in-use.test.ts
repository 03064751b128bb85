import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { publishRule, publishTemplates } from '@sluice/cli/demo/templates';
import {
  derivedId,
  type CommissionId,
  type EventType,
  type Json,
  type JsonObject,
  type OrderId,
  type Partner,
  type PartnerId,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { activities } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { renderExplanation, type RuleDocument } from '@sluice/rules';
import { openStore, type Store, type StoredEvent } from '@sluice/store';
import { decideAboutPartner, reviewSegmentMembers } from '@sluice/store/operations/index';
import { filterHolds } from '../src/filter.js';
import { projectorOf } from '../src/project/index.js';
import type { ProjectDeps } from '../src/project/projector.js';

/**
 * Every decision goes through a published rule and is stored with version, facts and trace: attribution, commission, fraud,
 * routing, tier and segment, with the rules that ship.
 */
const programme = demoProgramme.key;
const by = { maker: 'maker', checker: 'checker' };
const now = new Date('2026-11-20T12:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });

let store: Store;
let deps: ProjectDeps;
let kestrel: PartnerId;
let lumen: PartnerId;

beforeAll(async () => {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  store = await openStore({ uri, database: `rules_${randomBytes(6).toString('hex')}` });
  deps = { store, now: () => now, failpoint: () => undefined, hash: (text) => `hash:${text.toLowerCase()}` };
  const settings = { ...demoProgramme.settings, attribution: { model: 'rules' as const, windowDays: 60 } };
  await store.programmes.insertOrRead({ ...demoProgramme, settings });
  await publishTemplates(store, programme, by);
  kestrel = await partner('kestrel', { type: 'creator', tier: 'gold', custom: { region: 'north' } });
  lumen = await partner('lumen', { type: 'coupon_site', tier: 'bronze' });
});

afterAll(async () => {
  await store.native().dropDatabase();
  await store.close();
});

async function partner(name: string, over: Partial<Partner>): Promise<PartnerId> {
  const id = derivedId('partner', programme, name);
  await store.partners.insertOrRead({
    id,
    programme,
    name,
    email: `${name}@${name}.example`,
    type: 'creator',
    status: 'active',
    tier: 'bronze',
    tierSince: ago(200),
    language: 'en',
    timeZone: 'UTC',
    tags: [],
    custom: {},
    createdAt: ago(200),
    ...over,
  });
  await store.links.insertOrRead({
    id: derivedId('link', name),
    programme,
    partner: id,
    code: name,
    target: 'https://halden.example/',
    active: true,
    createdAt: ago(200),
  });
  await store.coupons.insertOrRead({
    id: derivedId('coupon', name),
    programme,
    partner: id,
    code: name.toUpperCase(),
    active: true,
    createdAt: ago(200),
  });
  return id;
}

async function told(id: string, type: EventType, data: JsonObject, occurredAt = now): Promise<StoredEvent> {
  const given = { programme, source: 'api', sourceId: id, type, version: 1, occurredAt, receivedAt: occurredAt, data };
  const { event } = await store.events.insert(programme, given);
  const projector = projectorOf(type);
  if (!projector) throw new Error(`Nothing takes ${type}.`);
  const { correlations } = await projector(deps, event);
  return store.events.addCorrelations(programme, event.id, correlations);
}

/** An order of a customer who clicked on Kestrel's link first and used Lumen's coupon at last. */
async function pays(name: string, net: number, coupon?: string): Promise<OrderId> {
  await told(`click-${name}`, 'click', { click: { id: `click-${name}`, link: 'kestrel' } }, ago(3));
  const touch = await store.touches.findByClick(programme, `click-${name}`);
  const customer = derivedId('customer', programme, 'api', name);
  if (touch) await store.touches.assign(programme, touch.id, customer);
  const event = await told(`order-${name}`, 'order.paid', {
    order: { id: name, amount: usd(net), ...(coupon && { coupon }) },
    customer: { id: name, email: `${name}@shop.example` },
  });
  const order = event.correlations.find((one) => one.startsWith('order:'));
  return (order ?? '').slice('order:'.length) as OrderId;
}

/** A step of a run, as the worker asks for it. */
async function step(type: string, config: JsonObject, over: Partial<EffectContext> = {}) {
  const context: EffectContext = {
    key: `run_1/${type}/1/0/1`,
    run: 'run_1',
    programme,
    flow: { key: 'test', version: 1, hash: 'h' },
    node: type,
    type,
    visit: 1,
    generation: 1,
    item: 0,
    stage: 'enter',
    config,
    vars: {},
    subject: { kind: 'partner', id: kestrel },
    makers: [],
    rules: {},
    templates: {},
    ...over,
  };
  const activity = activities[type];
  if (!activity) throw new Error(`There is no activity ${type}.`);
  const rest = {
    now: () => now,
    failpoint: () => undefined,
    heartbeat: () => undefined,
    baseUrl: 'https://sluice.test',
  };
  return activity.run({ ...rest, store } as unknown as ActivityDeps, context);
}

async function publish(rule: Partial<RuleDocument> & Pick<RuleDocument, 'key' | 'logic'>): Promise<void> {
  const content: RuleDocument = {
    kind: 'commission',
    title: rule.key,
    facts: { id: 'commission', version: 1 },
    outcome: 'commission_terms',
    cases: [],
    layout: {},
    comments: {},
    version: 1,
    hash: '',
    ...rule,
  };
  await publishRule(store, programme, content, by);
}

describe('attribution by the published rule', () => {
  it('shares an order between a click and a coupon, and keeps version, facts and trace on the referral', async () => {
    const order = await store.orders.get(programme, await pays('shared', 20_000, 'LUMEN'));
    const referral = await store.referrals.get(programme, order!.referral!);
    expect(referral).toMatchObject({
      partner: kestrel,
      model: 'rules',
      weights: [
        { partner: kestrel, ppm: 800_000 },
        { partner: lumen, ppm: 200_000 },
      ],
      decision: {
        rule: { key: 'attribution', version: 1, title: 'Who is credited', facts: { id: 'attribution', version: 1 } },
        facts: { touchCount: 2, order: { net: 20_000, coupon: 'LUMEN' }, customer: { isNew: true } },
        outcome: [
          { partner: kestrel, weight: 40, reason: 'first_touch' },
          { partner: lumen, weight: 10, reason: 'coupon_site' },
        ],
      },
    });
    expect(referral?.decision?.rule.hash).toHaveLength(64);
    expect(referral?.decision?.trace.length).toBeGreaterThan(3);
  });

  it('is decided once: the same event told again decides nothing', async () => {
    const events = await store.decisions.list(programme, { kind: 'attribution' });
    const event = await store.events.get(programme, events.data[0]!.event!);
    await projectorOf('order.paid')!(deps, event!);
    expect((await store.decisions.list(programme, { kind: 'attribution' })).data).toHaveLength(events.data.length);
  });

  it('keeps the decision where a rule gives an order to nobody', async () => {
    await publish({
      key: 'nobody',
      kind: 'attribution',
      facts: { id: 'attribution', version: 1 },
      outcome: 'shares',
      logic: '{"if": [true, [], []]}',
    });
    const before = await store.programmes.need(programme);
    await store.programmes.change(programme, () => ({
      set: { settings: { ...before.settings, attribution: { model: 'rules', windowDays: 60, rule: 'nobody' } } },
    }));
    const order = await store.orders.get(programme, await pays('nobody', 20_000));
    expect(order?.referral).toBeUndefined();
    const decision = await store.decisions.newest(programme, { kind: 'attribution', subject: order!.id });
    expect(decision).toMatchObject({ rule: { key: 'nobody' }, outcome: [], subject: { kind: 'order' } });
    await store.programmes.change(programme, () => ({ set: { settings: before.settings } }));
  });
});

describe('commission and fraud', () => {
  let commission: CommissionId;

  it('keep the rule with its facts schema, the programme’s own facts and the rules it asked in turn', async () => {
    const schema = await store.factsSchemas.setField(
      demoProgramme,
      'commission',
      'partner.region',
      { type: 'string', label: 'Region', optional: true },
      1,
      'ops',
    );
    await publish({
      key: 'loyal',
      kind: 'segment',
      facts: { id: 'segment', version: 1 },
      outcome: 'condition',
      logic: '{"==": [{"var": "partner.tier"}, "gold"]}',
    });
    await publish({
      key: 'northern',
      title: 'Northern terms',
      facts: { id: 'commission', version: schema.schema.version },
      logic: JSON.stringify({
        if: [
          { and: [{ '==': [{ var: ['partner.region', ''] }, 'north'] }, { rule: 'loyal' }] },
          { type: 'percent', rate: '20' },
          { type: 'none', reason: 'elsewhere' },
        ],
      }),
    });
    const order = await pays('earned', 20_000);
    const result = await step(
      'compute_commission',
      { rule: 'northern', order },
      { subject: { kind: 'order', id: order } },
    );
    expect(result).toMatchObject({ port: 'earned' });
    [commission] = (result as unknown as { output: { commissions: [CommissionId] } }).output.commissions;
    const stored = await store.commissions.need(programme, commission);
    const loyal = await store.rules.latest(programme, 'loyal');
    expect(stored).toMatchObject({
      amount: usdOf(4_000n),
      rule: {
        key: 'northern',
        version: 1,
        title: 'Northern terms',
        facts: { id: 'commission', version: 2 },
        uses: [{ key: 'loyal', version: 1, hash: loyal!.hash }],
      },
      facts: { partner: { region: 'north', tier: 'gold' }, order: { net: 20_000 } },
    });
    expect(stored.trace.length).toBeGreaterThan(2);
  });

  it('score each commission once, with what the fraud rule saw', async () => {
    const config = { rule: 'fraud', commissions: [commission], reviewFrom: 5, blockFrom: 90 };
    const first = await step('fraud_check', config);
    const decision = await store.decisions.newest(programme, { kind: 'fraud', subject: commission });
    expect(decision).toMatchObject({
      subject: { kind: 'commission', id: commission },
      partner: kestrel,
      rule: { key: 'fraud', version: 1, facts: { id: 'fraud', version: 1 } },
      facts: { mail: { disposable: false }, order: { net: 20_000 } },
    });
    expect(first).toMatchObject({ output: { decision: decision!.id, fraud: { review: 5, block: 90 } } });
    expect(await step('fraud_check', config)).toEqual(first);
    expect((await store.decisions.list(programme, { kind: 'fraud' })).data).toHaveLength(1);
  });

  it('park the step where the rule named is of another kind', async () => {
    await expect(
      step('fraud_check', { rule: 'standard', commissions: [commission] }, { visit: 2 }),
    ).rejects.toMatchObject({
      code: 'wrong_kind',
    });
  });
});

describe('routing a lead', () => {
  const config = { rule: 'lead-routing', decides: 'routing', routes: ['sales', 'partner'], into: 'way' };
  const lead = async (id: string, more: JsonObject, type: EventType = 'lead.created') => {
    const data = { lead: { id, email: `${id}@northwind.example`, ...more }, attribution: { partnerId: 'kestrel' } };
    const event = await told(`lead-${id}`, type, data);
    return { vars: { event: { id: event.id } }, run: `run_${id}` };
  };

  it('leaves by the route, stores the decision and never the person behind the address', async () => {
    const over = await lead('ana', { value: usd(1_200_000) });
    const result = await step('rule', config, over);
    expect(result).toMatchObject({
      port: 'sales',
      set: { way: { route: 'sales', reason: 'large_customer' } },
      output: { rule: { key: 'lead-routing', version: 1 } },
      label: { code: 'route', params: { route: 'sales' } },
    });
    const { decision: id } = (result as unknown as { output: { decision: `dec_${string}` } }).output;
    const decision = await store.decisions.get(programme, id);
    expect(decision).toMatchObject({
      facts: { lead: { value: 1_200_000, email: '@northwind.example' } },
      run: 'run_ana',
    });
    expect(JSON.stringify(decision)).not.toContain('ana@');
    expect(renderExplanation(decision!.explanation, 'en')).toContain('because the expected deal is at least $10,000.');
    expect(renderExplanation(decision!.explanation, 'de')).toContain('weil der erwartete Abschluss mindestens');
    expect(await store.touches.ofPartner(programme, kestrel, ago(1))).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'lead' })]),
    );
  });

  it('a route without a way out of its own leaves by otherwise', async () => {
    expect(await step('rule', config, await lead('bob', {}))).toMatchObject({ port: 'otherwise' });
  });

  it('what the step says itself lies over the facts of the kind', async () => {
    const facts = { 'lead.employees': 900 };
    expect(await step('rule', { ...config, facts }, await lead('cleo', {}))).toMatchObject({ port: 'sales' });
  });

  it('knows a lead again by its e-mail address', async () => {
    const data = { lead: { id: 'ana-2', email: 'ANA@northwind.example' } };
    const event = await told('lead-ana-2', 'lead.created', data);
    const result = await step('rule', config, { vars: { event: { id: event.id } }, run: 'run_again' });
    expect(result).toMatchObject({ output: { outcome: { route: 'known' } } });
  });

  it('an amount in another currency parks the step', async () => {
    const over = await lead('yen', { value: { amount: '5', currency: 'JPY' } });
    await expect(step('rule', config, over)).rejects.toMatchObject({ code: 'currency_mismatch' });
  });

  it('a retry reads the decision back, whatever was published meanwhile', async () => {
    const over = await lead('dan', { employees: 600 });
    const first = await step('rule', config, over);
    const shipped = await store.rules.latest(programme, 'lead-routing');
    await publish({
      ...shipped!,
      logic: '{"if": [false, {"route": "nowhere", "reason": "x"}, {"route": "nowhere", "reason": "y"}]}',
    });
    expect(await step('rule', config, { ...over, generation: 2 })).toEqual(first);
    expect(first).toMatchObject({ port: 'sales' });
  });
});

describe('tiers', () => {
  it('decides over the figures of the partner, and the change counts from the next event', async () => {
    const asked = { rule: 'tiers', decides: 'tier', into: 'review', partner: lumen };
    await pays('more', 500_000, 'LUMEN').then((order) =>
      step('compute_commission', { rule: 'standard', order }, { subject: { kind: 'order', id: order } }),
    );
    const result = await step('rule', asked, { run: 'run_tier' });
    expect(result).toMatchObject({ port: 'up', output: { outcome: { tier: 'silver', reason: 'revenue_of_silver' } } });
    const { decision } = (result as unknown as { output: { decision: string } }).output;
    const change = { partner: lumen, tier: 'silver', reason: 'revenue_of_silver', decision };
    expect(await step('set_tier', change)).toMatchObject({ output: { from: 'bronze', tier: 'silver' } });
    const after = await store.partners.need(programme, lumen);
    expect(after).toMatchObject({ tier: 'silver', tierSince: now });
    // Tried again, it changes nothing, and the step that asked still leaves by the same way.
    await step('set_tier', change);
    expect((await store.partners.need(programme, lumen)).rev).toBe(after.rev);
    expect(await step('rule', asked, { run: 'run_tier' })).toMatchObject({ port: 'up' });
  });

  it('a tier that there is not parks the step', async () => {
    await expect(step('set_tier', { partner: lumen, tier: 'platinum' })).rejects.toMatchObject({
      code: 'unknown_tier',
    });
  });

  it('is stored with all the figures it saw', async () => {
    const partner = await store.partners.need(programme, kestrel);
    const request = {
      programme: demoProgramme,
      kind: 'tier' as const,
      rule: 'tiers',
      cause: 'review',
      at: now,
      createdAt: now,
    };
    const decision = await decideAboutPartner(store, { ...request, partner });
    expect(decision.facts).toMatchObject({
      partner: { tier: 'gold', joined: '2026-05-04' },
      performance: { clicks30: expect.any(Number), leads30: expect.any(Number), revenue90: expect.any(Number) },
      today: '2026-11-20',
    });
    expect(decision.outcome).toEqual({ tier: 'keep', reason: 'usual' });
  });
});

describe('a segment', () => {
  const review = (cause: string, at = now) =>
    reviewSegmentMembers(store, { programme: demoProgramme, rule: 'busy', cause, at, createdAt: at });

  it('says who entered and who left, and stores a decision for those alone', async () => {
    const logic = (orders: number) =>
      JSON.stringify({ if: [{ '>=': [{ var: 'performance.orders' }, orders] }, true, false] });
    const busy = { key: 'busy', kind: 'segment' as const, facts: { id: 'segment', version: 1 }, outcome: 'condition' };
    await publish({ ...busy, logic: logic(1) });
    const first = await review('monday');
    expect(first).toMatchObject({ entered: expect.arrayContaining([kestrel, lumen]), left: [] });
    expect(await review('monday')).toEqual(first);
    expect(await review('tuesday')).toMatchObject({ entered: [], left: [], members: first.members });
    expect((await store.decisions.list(programme, { kind: 'segment' })).data).toHaveLength(first.members.length);

    await publish({ ...busy, logic: logic(100) });
    const later = new Date(Date.now() + 60_000);
    expect(await review('wednesday', later)).toMatchObject({
      members: [],
      left: expect.arrayContaining(first.members),
    });
    const newest = await store.decisions.newest(programme, { kind: 'segment', subject: kestrel });
    expect(newest).toMatchObject({ outcome: false, rule: { version: 2 }, cause: 'wednesday' });
  });
});

describe('a flow’s trigger filter', () => {
  const top = { in: ['busy', { var: 'partner.segments' }] };
  const holds = (filter: Json, event: StoredEvent, subject: { kind: string; id: string }) =>
    filterHolds(deps, filter, event, subject);

  it('asks the segment’s published rule, and keeps what it decided for the event', async () => {
    const busy = { key: 'busy', kind: 'segment' as const, facts: { id: 'segment', version: 1 }, outcome: 'condition' };
    await publish({ ...busy, logic: '{"if": [{">=": [{"var": "performance.orders"}, 1]}, true, false]}' });
    const event = await told('trigger-1', 'partner.activity', { partnerId: kestrel, what: 'webinar' }, new Date());
    expect(await holds(top, event, { kind: 'partner', id: kestrel })).toBe(true);
    expect(await holds({ '!': [top] }, event, { kind: 'partner', id: kestrel })).toBe(false);
    const idle = await partner('idle', {});
    expect(await holds(top, event, { kind: 'partner', id: idle })).toBe(false);
    const { data } = await store.decisions.list(programme, { kind: 'segment', subject: kestrel });
    const stored = data.find(({ cause }) => cause === event.id);
    expect(stored).toMatchObject({
      rule: { key: 'busy', version: 3 },
      outcome: true,
      event: event.id,
      cause: event.id,
    });
  });

  it('finds the partner of an order, and reads money as minor units', async () => {
    const id = await pays('filtered', 30_000);
    const order = await store.orders.get(programme, id);
    const event = await store.events.get(programme, order!.events[0]!);
    const subject = { kind: 'order', id };
    const over = (cents: number) => ({ '>=': [{ var: 'event.data.order.amount.amount' }, cents] });
    expect(await holds({ and: [{ '==': [{ var: 'partner.tier' }, 'gold'] }, over(30_000)] }, event!, subject)).toBe(
      true,
    );
    expect(await holds(over(30_001), event!, subject)).toBe(false);
  });
});

function usdOf(amount: bigint) {
  return { amount, currency: 'USD' };
}
