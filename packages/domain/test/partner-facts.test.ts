import { describe, expect, it } from '@jest/globals';
import { check, compile, parse, specialise, TIER_FACTS, ROUTING_FACTS, type FactsSchema } from '@sluice/rules';
import {
  derivedId,
  leadFacts,
  partnerFacts,
  partnerRecordFacts,
  performanceFacts,
  reviewSegment,
  reviewTier,
  tierAnswer,
  type EarnedOrder,
  type Order,
  type Partner,
  type PartnerHistory,
  type PartnerId,
} from '../src/index.js';
import { at, folded, programme, told } from './build.js';

const day = 86_400_000;
const ago = (days: number): Date => new Date(at.getTime() - days * day);

const nora: Partner = {
  id: derivedId('partner', programme, 'nora'),
  programme,
  name: 'Nora Winter',
  email: 'nora@norawinter.example',
  type: 'creator',
  status: 'active',
  tier: 'silver',
  tierSince: ago(40),
  country: 'AT',
  language: 'de',
  timeZone: 'Europe/Vienna',
  tags: ['webinar'],
  custom: { region: 'alps', tier: 'platinum' },
  createdAt: ago(200),
  rev: 1,
};

/** An order of so many cents net, so many days ago, with what was refunded of it since. */
function order(name: string, cents: number, daysAgo: number, refunded?: [cents: number, daysAgo: number]): Order {
  const events = [told.paid(name, cents)];
  if (refunded) events.push(told.refunded(name, `re-${name}`, refunded[0], {}, ago(refunded[1])));
  const paid = events[0];
  if (paid) Object.assign(paid, { occurredAt: ago(daysAgo), receivedAt: ago(daysAgo) });
  return folded(...events);
}

const earned = (orders: readonly Order[]): EarnedOrder[] =>
  orders.map(({ id, paid }) => ({ order: id, customer: paid?.customer.externalId ?? '', at: paid?.at ?? at }));
const history = (orders: readonly Order[], over: Partial<PartnerHistory> = {}): PartnerHistory => ({
  earned: earned(orders),
  orders,
  clicks30: 0,
  leads30: 0,
  ...over,
});
const given = { at, currency: 'USD', joined: nora.createdAt };

describe('a partner’s figures up to an instant', () => {
  it('count orders, customers and revenue in their windows, refunds taken off', () => {
    const orders = [
      order('a', 10_000, 5),
      order('b', 20_000, 40, [5_000, 10]),
      order('c', 40_000, 200),
      order('d', 80_000, 400),
    ];
    expect(performanceFacts(history(orders, { clicks30: 80, leads30: 3 }), given)).toEqual({
      clicks30: 80,
      leads30: 3,
      orders30: 1,
      orders90: 2,
      orders: 4,
      customers90: 0,
      revenue30: 10_000,
      revenue90: 25_000,
      revenue365: 65_000,
      refundRate: '50',
      conversionRate: '1.3',
      disputes90: 0,
      daysSinceOrder: 5,
      daysSinceActivity: 5,
    });
  });

  it('know nothing of what came later', () => {
    const orders = [order('a', 10_000, 5), order('b', 20_000, 40, [20_000, 3])];
    const then = ago(30);
    expect(performanceFacts(history(orders, { activeAt: ago(31) }), { ...given, at: then })).toMatchObject({
      orders: 1,
      revenue90: 20_000,
      refundRate: '0',
      customers90: 1,
      daysSinceOrder: 10,
      daysSinceActivity: 1,
    });
  });

  it('leave out what cannot be said of somebody who has done nothing', () => {
    const facts = performanceFacts(history([]), given);
    expect(Object.keys(facts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/refundRate|conversionRate|daysSinceOrder/)]),
    );
    expect(facts['daysSinceActivity']).toBe(200);
  });

  it('add no revenue of another currency', () => {
    const yen = folded(told.paid('y', 9_000, {}, 'JPY'));
    expect(performanceFacts(history([yen]), given)).toMatchObject({ orders: 1, revenue365: 0 });
  });
});

describe('facts and the schemas that read them', () => {
  /** A rule that reads a fact runs: it is there, and of its declared type. */
  const reads = (schema: FactsSchema, logic: unknown, facts: object) => {
    const checked = check(parse(JSON.stringify(logic)), schema);
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const result = compile(checked.typed).run(facts);
    return result.ok ? result.value : result.error.message;
  };

  it('a partner’s own fields lie beside ours and cover none of them', () => {
    expect(partnerFacts(nora)).toMatchObject({ region: 'alps', tier: 'silver', tags: ['webinar'] });
  });

  it('every fact of a tier rule is told in its type', () => {
    const facts = {
      partner: partnerRecordFacts(nora, 'Europe/Berlin'),
      performance: performanceFacts(history([order('a', 10_000, 5)]), given),
      today: '2026-11-20',
      asOf: at.getTime(),
    };
    const schema = specialise(TIER_FACTS, { currency: 'USD' });
    const { partner, performance } = schema.fields;
    const names = [partner, performance].flatMap((group, index) =>
      group?.type === 'object'
        ? Object.entries(group.fields).map(([name, field]) => ({
            path: `${index === 0 ? 'partner' : 'performance'}.${name}`,
            optional: field.optional === true,
            list: field.type === 'list',
          }))
        : [],
    );
    expect(names.length).toBeGreaterThan(20);
    for (const { path, optional, list } of names) {
      const there = list ? { in: ['webinar', { var: path }] } : { '==': [{ var: path }, { var: path }] };
      const condition = optional ? { '!': [{ missing: [path] }] } : there;
      expect([path, typeof reads(schema, condition, facts)]).toEqual([path, 'boolean']);
    }
  });

  it('of a lead’s e-mail address only the host is kept', () => {
    const event = {
      type: 'demo.booked',
      data: {
        lead: { id: 'l1', email: 'ana@northwind.example', phone: '1', company: 'Northwind', value: '' },
        utm: {},
      },
    };
    const lead = leadFacts(event, { duplicate: false });
    expect(lead).toEqual({
      id: 'l1',
      company: 'Northwind',
      email: '@northwind.example',
      businessDomain: true,
      duplicate: false,
      kind: 'demo',
    });
    const matches = { matches_domain: [{ var: ['lead.email', ''] }, 'northwind.example'] };
    expect(reads(ROUTING_FACTS, matches, { lead })).toBe(true);
  });

  it.each([
    ['gmail.com', false],
    ['mailinator.com', false],
    ['northwind.example', true],
  ])('an address at %s is a business one: %s', (host, business) => {
    const event = { type: 'lead.created', data: { lead: { id: 'l1', email: `x@${host}` } } };
    expect(leadFacts(event, { duplicate: true })).toMatchObject({ businessDomain: business, duplicate: true });
  });
});

describe('what a tier rule’s answer means', () => {
  const tiers = [
    { key: 'bronze', name: 'Bronze', rank: 1, perks: [] },
    { key: 'silver', name: 'Silver', rank: 2, perks: [] },
    { key: 'gold', name: 'Gold', rank: 3, perks: [] },
  ];
  it.each([
    ['gold', 'gold', 'up'],
    ['bronze', 'bronze', 'down'],
    ['silver', 'silver', 'same'],
    ['keep', 'silver', 'same'],
  ])('%s for a silver partner is %s, %s', (tier, to, direction) => {
    const review = reviewTier(nora, tierAnswer({ tier, reason: 'r' }), tiers);
    expect(review).toEqual({ from: 'silver', to, direction, reason: 'r' });
  });

  it('refuses a tier that there is not, and an answer that is none', () => {
    expect(() => reviewTier(nora, { tier: 'platinum', reason: 'r' }, tiers)).toThrow(
      expect.objectContaining({ code: 'unknown_tier' }),
    );
    for (const answer of [true, null, { tier: 'gold' }])
      expect(() => tierAnswer(answer)).toThrow(expect.objectContaining({ code: 'bad_tier_answer' }));
  });
});

describe('who entered and left a segment', () => {
  it('is told against the members before; who is no longer asked about has left', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => derivedId('partner', name)) as [
      PartnerId,
      PartnerId,
      PartnerId,
      PartnerId,
    ];
    const answers = new Map([
      [a, true],
      [b, true],
      [c, false],
    ]);
    expect(reviewSegment(answers, new Set([b, c, d]))).toEqual({ members: [a, b], entered: [a], left: [c, d] });
  });
});
