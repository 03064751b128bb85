import { describe, expect, it } from '@jest/globals';
import {
  claim,
  claimsLimits,
  computeLines,
  partnerCaps,
  settleClaims,
  stagesOf,
  withinGrant,
  type CommissionTerms,
  type PlainTerms,
} from '../../src/index.js';
import { at, order, pays, paysByLine, settings, why, zone } from './plan.js';

const percent = (rate: string): PlainTerms => ({ type: 'percent', rate });

describe('a cap on one order', () => {
  const capped = (amount: string): CommissionTerms => ({ ...percent('20'), caps: [{ per: 'order', amount }] });
  it.each([
    ['USD', 100000, '5000', 5000],
    ['USD', 20000, '5000', 4000],
    ['USD', 25000, '5000', 5000],
    ['EUR', 100000, '0', 0],
    ['JPY', 5000, '999', 999],
    ['KWD', 123456, '20000', 20000],
  ])('%s %d at 20 %% within %s pays %d', (currency, amount, cap, answer) => {
    expect(pays(capped(cap), order(amount, currency))).toBe(BigInt(answer));
  });

  it('says so, and is shared as what is left', () => {
    expect(why(capped('5000'), order(100000))).toEqual(['terms.percent', 'capped.order']);
    expect(why(capped('5000'), order(25000))).toEqual(['terms.percent']);
    const halves = [0, 1].map((index) => pays(capped('5001'), order(100000), { share: { weights: [1, 1], index } }));
    expect(halves).toEqual([2501n, 2500n]);
  });

  it('lines are cut in proportion: 50, 1200 and 200 within 1000', () => {
    const terms: CommissionTerms = {
      type: 'per_product',
      lines: [
        { skus: ['pro'], terms: percent('20') },
        { skus: ['cable'], terms: { type: 'flat', amount: '200' } },
      ],
      rest: percent('5'),
      caps: [{ per: 'order', amount: '1000' }],
    };
    const items = [
      { sku: 'pro', amount: 6000 },
      { sku: 'cable', amount: 3000 },
      { sku: 'help', amount: 1000 },
    ];
    // 34.48, 827.59 and 137.93: the two cents left go to the largest remainders.
    expect(paysByLine(terms, order(10000, 'USD', { items }))).toEqual([
      ['order', 34n],
      ['items:1', 828n],
      ['items:2', 138n],
    ]);
  });
});

describe('several partners', () => {
  it.each<[string, number, number[], number[]]>([
    ['thirds of 100.00', 100000, [1, 1, 1], [3334, 3333, 3333]],
    ['40 / 20 / 40', 10000, [400000, 200000, 400000], [400, 200, 400]],
    ['a cent among two', 10, [1, 1], [1, 0]],
    ['a weight of nothing', 10000, [1000000, 0], [1000, 0]],
    ['parts per million', 10000, [333334, 333333, 333333], [334, 333, 333]],
  ])('%s', (_name, amount, weights, answer) => {
    const parts = weights.map((_, index) => pays(percent('10'), order(amount), { share: { weights, index } }));
    expect(parts).toEqual(answer.map(BigInt));
  });

  it.each<[string, CommissionTerms]>([
    ['flat', { type: 'flat', amount: '1001' }],
    ['bounty', { type: 'bounty', amount: '1001' }],
    ['recurring', { type: 'recurring', amount: '1001' }],
    ['multiplier', { type: 'multiplier', factor: '1.001', of: { type: 'flat', amount: '1000' } }],
    ['bonus', { type: 'bonus', to: { type: 'flat', amount: '1000' }, amount: '1' }],
  ])('%s: 10.01 by three is 3.34, 3.34 and 3.33', (_name, terms) => {
    const parts = [0, 1, 2].map((index) => pays(terms, order(5000), { share: { weights: [1, 1, 1], index } }));
    expect(parts).toEqual([334n, 334n, 333n]);
  });
});

describe('stages of a release', () => {
  const line = (amount: number, currency = 'USD') =>
    computeLines({
      order: order(amount, currency),
      terms: { type: 'flat', amount: String(amount) },
      settings,
      timeZone: zone,
    })[0]!;
  const stage = (percentage: string, after: string) => ({ percent: percentage, after });

  it.each<[string, string, number, [string, string][], number[]]>([
    [
      'halves of 10.01',
      'USD',
      1001,
      [
        ['50', 'P0D'],
        ['50', 'P90D'],
      ],
      [501, 500],
    ],
    [
      'thirds',
      'EUR',
      1000,
      [
        ['33.3', 'P0D'],
        ['33.3', 'P1M'],
        ['33.4', 'P2M'],
      ],
      [333, 333, 334],
    ],
    [
      'a yen',
      'JPY',
      1,
      [
        ['50', 'P0D'],
        ['50', 'P30D'],
      ],
      [1, 0],
    ],
    [
      'dinar',
      'KWD',
      9999,
      [
        ['25', 'P0D'],
        ['75', 'P30D'],
      ],
      [2500, 7499],
    ],
    ['all at once', 'USD', 1001, [['100', 'P60D']], [1001]],
  ])('%s', (_name, currency, amount, stages, answer) => {
    const parts = stagesOf(
      line(amount, currency),
      stages.map(([percentage, after]) => stage(percentage, after)),
      { at, timeZone: zone },
    );
    expect(parts.map((part) => part.amount.amount)).toEqual(answer.map(BigInt));
  });

  it('are held until their time, and tell which part they are', () => {
    const parts = stagesOf(line(1001), [stage('50', 'P90D'), stage('50', 'P0D')], { at, timeZone: zone });
    expect(parts.map(({ component, stagedUntil }) => [component, stagedUntil?.toISOString()])).toEqual([
      ['base', undefined],
      ['stage-2', '2027-02-18T12:00:00.000Z'],
    ]);
    expect(parts[1]?.explanation.at(-1)).toMatchObject({ code: 'stage.of', params: { stage: 2, of: 2 } });
  });

  it('make a hundred', () => {
    expect(() => stagesOf(line(1001), [stage('50', 'P0D'), stage('49', 'P1D')], { at, timeZone: zone })).toThrow(
      expect.objectContaining({ code: 'bad_stages' }),
    );
  });
});

describe('claims on what is limited', () => {
  it.each<[string, Record<string, bigint>, string, number, number, number]>([
    ['all that is asked', {}, 'a', 300, 1000, 300],
    ['what is left', { x: 900n }, 'a', 300, 1000, 100],
    ['nothing where all is gone', { x: 1000n }, 'a', 300, 1000, 0],
    ['nothing where the limit was lowered below what is claimed', { x: 1000n }, 'a', 300, 500, 0],
    ['the same as before, asked again', { x: 900n, a: 100n }, 'a', 300, 1000, 100],
    ['never more than is asked now', { a: 100n }, 'a', 30, 1000, 30],
    ['a bounty', {}, 'a', 1, 1, 1],
    ['a bounty that another order had', { x: 1n }, 'a', 1, 1, 0],
  ])('grants %s', (_name, claims, id, wanted, limit, answer) => {
    expect(claim(claims, id, BigInt(wanted), BigInt(limit)).granted).toBe(BigInt(answer));
  });

  it('settles down, never up, and forgets nobody', () => {
    expect(settleClaims({ a: 100n, b: 50n }, { a: 60n })).toEqual({ a: 60n, b: 50n });
    expect(settleClaims({ a: 60n }, { a: 100n })).toEqual({ a: 60n });
    expect(settleClaims({ a: 60n }, { a: 0n })).toEqual({ a: 0n });
    const same = { a: 60n };
    expect(settleClaims(same, { a: 60n })).toBe(same);
    expect(claim(settleClaims({ a: 60n }, { a: 0n }), 'a', 60n, 100n).granted).toBe(0n);
  });

  it('names a document by what it limits and when', () => {
    const terms: CommissionTerms = {
      ...percent('10'),
      caps: [
        { per: 'order', amount: '1' },
        { per: 'partner', amount: '1' },
        { per: 'customer', period: 'lifetime', amount: '2' },
        { per: 'programme', period: 'quarter', amount: '3' },
      ],
    };
    const about = { rule: 'standard', customer: 'cus_1', at, timeZone: zone, currency: 'USD' };
    const spend = [
      { amount: '4', currency: 'USD' },
      { period: 'year', amount: '5', currency: 'EUR' },
    ] as const;
    expect(claimsLimits(terms, about, spend).map(({ key, limit }) => [key, limit])).toEqual([
      ['customer:cus_1:all:USD', 2n],
      ['rule:standard:2026-Q4:USD', 3n],
      ['programme:2026-11:USD', 4n],
    ]);
  });

  it('takes the smallest of several for the same', () => {
    const terms: CommissionTerms = {
      ...percent('10'),
      caps: [
        { per: 'partner', amount: '300' },
        { per: 'partner', period: 'month', amount: '100' },
        { per: 'partner', period: 'year', amount: '900' },
        { per: 'customer', amount: '50' },
        { per: 'customer', amount: '70' },
      ],
    };
    expect(partnerCaps(terms).map(({ amount }) => amount)).toEqual(['100', '900']);
    const about = { rule: 'r', customer: 'cus_1', at, timeZone: zone, currency: 'USD' };
    expect(claimsLimits(terms, about).map(({ limit }) => limit)).toEqual([50n]);
  });

  it('shows the cut in the sum and in words', () => {
    const lines = computeLines({ order: order(100000), terms: percent('10'), settings, timeZone: zone });
    const [line] = withinGrant(lines, 2500n, { per: 'customer', amount: '5000' });
    expect(line?.amount.amount).toBe(2500n);
    expect(line?.calculation.map(({ code, amount }) => [code, amount?.amount]).slice(-3)).toEqual([
      ['rate', 10000n],
      ['cap', -7500n],
      ['commission', 2500n],
    ]);
    expect(line?.explanation.at(-1)?.code).toBe('capped.customer');
    expect(withinGrant(lines, 10000n, { per: 'customer', amount: '5000' })).toBe(lines);
    expect(withinGrant(lines, 0n, { per: 'spend', amount: '5000' })[0]?.none?.code).toBe('capped.spend');
  });
});
