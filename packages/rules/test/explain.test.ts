import { describe, expect, it } from '@jest/globals';
import {
  check,
  COMMISSION_FACTS,
  COMMISSION_TERMS,
  commissionTerms,
  CONDITION,
  evaluate,
  explain,
  FRAUD_FACTS,
  FRAUD_SCORE,
  fromJson,
  renderExplanation,
  SEGMENT_FACTS,
  specialise,
  TIER_DECISION,
  TIER_FACTS,
} from '../src/index.js';
import type { FactsSchema, Json, OutcomeShape } from '../src/index.js';

const NARROW = '\u202f';

const commission = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: [
        { value: 'bronze', label: 'Bronze' },
        { value: 'silver', label: { en: 'Silver', de: 'Silber' } },
        { value: 'gold', label: 'Gold' },
      ],
    },
  },
});
const fraud = specialise(FRAUD_FACTS, { currency: 'USD' });

const RULE: Json = {
  if: [
    { and: [{ '==': [{ var: 'order.kind' }, 'renewal'] }, { '>': [{ var: 'order.month' }, 12] }] },
    { type: 'none', reason: 'renewals_ended' },
    { and: [{ '==': [{ var: 'partner.tier' }, 'gold'] }, { '>=': [{ var: 'order.net' }, 10000] }] },
    { type: 'percent', rate: '15', base: 'net' },
    { or: [{ in: [{ var: ['partner.country', ''] }, ['DE', 'AT']] }, { '!': { var: 'customer.isNew' } }] },
    { type: 'flat', amount: 128420 },
    { '<=': [1, { var: 'history.orderCount' }, 3] },
    {
      type: 'tiered',
      mode: 'whole',
      measure: 'month_volume',
      tiers: [
        { from: 0, rate: '5' },
        { from: 100000, rate: '7.5' },
      ],
    },
    { type: 'percent', rate: '10' },
  ],
};

const FACTS = {
  partner: { tier: 'gold', type: 'creator' },
  order: { amount: 12000, net: 10000, tax: 1500, shipping: 500, kind: 'new', month: 1 },
  customer: { isNew: true },
  history: { monthVolume: 0, orderCount: 0 },
  asOf: 0,
};

function words(
  logic: Json,
  facts: Record<string, unknown>,
  schema: FactsSchema,
  outcome: OutcomeShape,
): [string, string] {
  const result = evaluate(logic, facts, schema, { outcome });
  if (!result.ok) throw new Error(JSON.stringify(result));
  const parts = JSON.parse(JSON.stringify(explain('standard', logic, result.trace, schema)));
  return [renderExplanation(parts, 'en'), renderExplanation(parts, 'de')];
}

describe('explanations', () => {
  const table: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    [
      'percent',
      {},
      `15${NARROW}% because tier is Gold and the order is at least $100.`,
      `15${NARROW}%, weil die Stufe Gold ist und die Bestellung mindestens $100 beträgt.`,
    ],
    [
      'flat, one of several',
      { partner: { tier: 'silver', type: 'creator', country: 'AT' } },
      "$1,284.20 because the partner's country is DE or AT.",
      '$1.284,20, weil das Land des Partners DE oder AT ist.',
    ],
    [
      'a yes/no that is no',
      { partner: { tier: 'silver', type: 'creator' }, customer: { isNew: false } },
      '$1,284.20 because the customer is not new.',
      '$1.284,20, weil der Kunde nicht neu ist.',
    ],
    [
      'tiers and a range',
      { partner: { tier: 'silver', type: 'creator' }, history: { monthVolume: 0, orderCount: 2 } },
      `5${NARROW}% / 7.5${NARROW}% by volume of the month because the number of orders so far is from 1 to 3.`,
      `5${NARROW}% / 7,5${NARROW}% nach Monatsumsatz, weil die Zahl der bisherigen Bestellungen von 1 bis 3 reicht.`,
    ],
    [
      'none',
      { order: { ...FACTS.order, kind: 'renewal', month: 13 } },
      'No commission (renewals ended) because the order is a renewal and the month of the subscription is more than 12.',
      'Keine Provision (renewals ended), weil die Bestellung Verlängerung ist und der Monat des Abonnements mehr als 12 beträgt.',
    ],
    [
      'otherwise',
      { partner: { tier: 'bronze', type: 'creator' } },
      `10${NARROW}% because no other condition applies.`,
      `10${NARROW}%, weil keine andere Bedingung zutrifft.`,
    ],
  ];
  it.each(table)('%s', (_, facts, en, de) => {
    expect(words(RULE, { ...FACTS, ...facts }, commission, COMMISSION_TERMS)).toEqual([en, de]);
  });

  it('a rule without conditions', () => {
    const [en] = words({ type: 'percent', rate: '20' }, FACTS, commission, COMMISSION_TERMS);
    expect(en).toBe(`20${NARROW}% in every case.`);
  });

  it('fraud: one sentence for each reason', () => {
    const rule: Json = {
      merge: [
        { if: [{ var: 'mail.disposable' }, [{ points: 40, reason: 'disposable_mail' }], []] },
        { if: [{ '<': [{ var: ['click.secondsToOrder', 9999] }, 5] }, [{ points: 30, reason: 'too_fast' }], []] },
        { if: [{ '>=': [{ var: ['refundRate', 0] }, 12.5] }, [{ points: 20, reason: 'refunds' }], []] },
        {
          if: [
            { and: [{ var: 'coupon.used' }, { '!': { var: 'coupon.hasTouch' } }] },
            [{ points: 9, reason: 'x' }],
            [],
          ],
        },
      ],
    };
    expect(check(fromJson(rule), fraud, { outcome: FRAUD_SCORE })).toMatchObject({ ok: true, class: 'decimal' });
    const facts = {
      mail: { disposable: true, free: false },
      coupon: { used: true, hasTouch: true, byOwner: true, leaked: false },
      click: { secondsToOrder: 3 },
      refundRate: '12.5',
    };
    expect(words(rule, facts, fraud, FRAUD_SCORE)).toEqual([
      '40 points (disposable mail) because the e-mail domain is disposable. ' +
        '30 points (too fast) because the seconds from click to order is less than 5. ' +
        `20 points (refunds) because the refund rate is at least 12.5${NARROW}%.`,
      '40 Punkte (disposable mail), weil die E-Mail-Domain eine Wegwerfadresse ist. ' +
        '30 Punkte (too fast), weil die Zahl der Sekunden vom Klick zur Bestellung weniger als 5 beträgt. ' +
        `20 Punkte (refunds), weil die Erstattungsquote mindestens 12,5${NARROW}% beträgt.`,
    ]);
  });

  const window = { in_window: [{ var: 'asOf' }, '2026-11-23', '2026-12-01', 'Europe/Berlin'] };
  const spans: readonly (readonly [Json, string, string])[] = [
    [
      window,
      'the time of the decision lies from 2026-11-23 on and before 2026-12-01',
      'die Zeit der Entscheidung ab 2026-11-23 und vor 2026-12-01 liegt',
    ],
    [
      { '!': { in_window: [{ var: 'partner.joined' }, '2026-01-01', 'P1M2D'] } },
      'the day of joining does not lie within 1 month and 2 days from 2026-01-01 on',
      'der Tag des Beitritts nicht innerhalb von 1 Monat und 2 Tagen ab 2026-01-01 liegt',
    ],
    [
      { '>=': [{ days_between: [{ var: 'partner.joined' }, { var: 'today' }] }, 90] },
      'the number of days from the day of joining to the day of the decision is at least 90',
      'die Zahl der Tage von „der Tag des Beitritts“ bis „der Tag der Entscheidung“ mindestens 90 beträgt',
    ],
    [
      { '<': [{ add_duration: [{ var: 'partner.joined' }, 'P6M'] }, { var: 'today' }] },
      'the day of the decision is after 2026-08-03',
      'der Tag der Entscheidung nach 2026-08-03 liegt',
    ],
    [
      { '>': [{ '/': [{ var: 'performance.revenue90' }, { var: 'performance.orders90' }] }, 10000] },
      'revenue in 90 days divided by the number of orders in 90 days is more than $100',
      'der Umsatz in 90 Tagen geteilt durch die Zahl der Bestellungen in 90 Tagen mehr als $100 beträgt',
    ],
    [
      { '<': [0.1, { '/': [{ var: 'performance.revenue30' }, { var: 'performance.revenue90' }] }] },
      'revenue in 30 days divided by revenue in 90 days is more than 0.1',
      'der Umsatz in 30 Tagen geteilt durch der Umsatz in 90 Tagen mehr als 0,1 beträgt',
    ],
    [
      { '>=': [{ '+': [{ var: 'performance.orders30' }, { '*': [{ var: 'performance.leads30' }, 0.5] }] }, 7] },
      'the number of orders in 30 days plus the number of leads in 30 days times 0.5 is at least 7',
      'die Zahl der Bestellungen in 30 Tagen plus die Zahl der Leads in 30 Tagen mal 0,5 mindestens 7 beträgt',
    ],
    [
      { '<=': [{ max: [{ var: 'performance.revenue30' }, { var: 'performance.revenue90' }] }, 5000000] },
      'the greatest of revenue in 30 days and revenue in 90 days is at most $50,000',
      'das Größte von der Umsatz in 30 Tagen und der Umsatz in 90 Tagen höchstens $50.000 beträgt',
    ],
    [
      { '>': [{ reduce: [{ var: 'partner.tags' }, { '+': [{ var: 'accumulator' }, 1] }, 0] }, 0] },
      'a further condition holds',
      'eine weitere Bedingung zutrifft',
    ],
    [
      { some: [{ var: 'partner.tags' }, { '==': [{ var: '' }, 'vip'] }] },
      'at least one of the tags of the partner fits',
      'mindestens einer der Einträge von „die Schlagwörter des Partners“ passt',
    ],
    [
      { '!': { some: [{ var: 'partner.tags' }, { '==': [{ var: '' }, 'watch'] }] } },
      'none of the tags of the partner fits',
      'keiner der Einträge von „die Schlagwörter des Partners“ passt',
    ],
    [
      { starts_with: [{ var: 'partner.tier' }, ['go', 'si']] },
      'tier begins with “go” or “si”',
      'die Stufe mit „go“ oder „si“ beginnt',
    ],
    [
      { matches_domain: [{ var: ['partner.owner', ''] }, 'example.com'] },
      'the partner manager belongs to example.com',
      'die Betreuung zu example.com gehört',
    ],
    [{ rule: 'large_partners' }, 'the rule “large_partners” says yes', 'die Regel „large_partners“ Ja sagt'],
  ];
  it.each(spans)('%j in words', (condition, en, de) => {
    const facts = {
      partner: { joined: '2026-02-03', tags: ['vip'], tier: 'gold', owner: 'mara@example.com' },
      performance: { revenue30: 300000, revenue90: 900000, orders30: 6, orders90: 20, leads30: 14 },
      today: '2026-11-20',
      asOf: Date.parse('2026-11-24T12:00:00Z'),
    };
    const rule: Json = { if: [condition, { tier: 'gold', reason: 'fits' }, { tier: 'keep', reason: 'no' }] };
    const rules = () => ({ text: 'true', schema: SEGMENT_FACTS, shape: CONDITION, hash: 'h' });
    const schema = specialise(TIER_FACTS, { currency: 'USD' });
    const result = evaluate(rule, facts, schema, { outcome: TIER_DECISION, rules });
    if (!result.ok) throw new Error(JSON.stringify(result));
    const parts = JSON.parse(JSON.stringify(explain('t', rule, result.trace, schema)));
    expect(renderExplanation(parts, 'en')).toBe(`Tier gold (fits) because ${en}.`);
    expect(renderExplanation(parts, 'de')).toBe(`Stufe gold (fits), weil ${de}.`);
  });

  it('terms in the domain’s form have amounts as texts', () => {
    expect(commissionTerms({ type: 'flat', amount: 500 })).toEqual({ type: 'flat', amount: '500' });
    const tiered = { type: 'tiered', mode: 'whole', measure: 'month_volume', tiers: [{ from: 100, rate: '5' }] };
    expect(commissionTerms(tiered)).toEqual({ ...tiered, tiers: [{ from: '100', rate: '5' }] });
  });
});
