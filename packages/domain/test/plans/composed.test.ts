import { describe, expect, it } from '@jest/globals';
import type { CommissionTerms, PlainTerms } from '../../src/index.js';
import { order, pays, paysByLine, why, type Told } from './plan.js';

const percent = (rate: string): PlainTerms => ({ type: 'percent', rate });

describe('multipliers', () => {
  it.each<[string, CommissionTerms, string, number, number]>([
    ['1.5 × 10 % of 9.99: 149.85', { type: 'multiplier', factor: '1.5', of: percent('10') }, 'USD', 999, 150],
    ['2 × a flat amount', { type: 'multiplier', factor: '2', of: { type: 'flat', amount: '500' } }, 'USD', 999, 1000],
    ['half: 62.4375 yen', { type: 'multiplier', factor: '0.5', of: percent('12.5') }, 'JPY', 999, 62],
    ['rounded once: 3 × 0.5 is 1.5', { type: 'multiplier', factor: '3', of: percent('12.5') }, 'EUR', 4, 2],
    [
      'a third decimal: 1.333 × 1 dinar',
      { type: 'multiplier', factor: '1.333', of: percent('10') },
      'KWD',
      10000,
      1333,
    ],
    [
      'of a multiplier',
      { type: 'multiplier', factor: '2', of: { type: 'multiplier', factor: '1.25', of: percent('10') } },
      'USD',
      1000,
      250,
    ],
    ['of nothing', { type: 'multiplier', factor: '2', of: { type: 'none', reason: 'staff' } }, 'USD', 1000, 0],
  ])('%s', (_name, terms, currency, amount, answer) => {
    expect(pays(terms, order(amount, currency))).toBe(BigInt(answer));
  });
});

describe('bonuses on top of other terms', () => {
  const bonus = (more: object, to: PlainTerms = percent('10')): CommissionTerms => ({ type: 'bonus', to, ...more });
  it.each<[string, CommissionTerms, string, number, Told, number]>([
    ['an amount, always', bonus({ amount: '500' }), 'USD', 1000, {}, 600],
    ['an amount from 500.00 on, at it', bonus({ amount: '500', above: '50000' }), 'USD', 50000, {}, 5500],
    ['an amount from 500.00 on, below it: 4999.9', bonus({ amount: '500', above: '50000' }), 'USD', 49999, {}, 5000],
    ['it is the base that counts', bonus({ amount: '500', above: '50000' }), 'USD', 59500, { tax: 9500 }, 5500],
    ['a rate: 10 % + 2.5 % of 1.01, 12.625', bonus({ rate: '2.5' }), 'USD', 101, {}, 13],
    ['an amount and a rate', bonus({ amount: '100', rate: '5' }), 'EUR', 1000, {}, 250],
    ['yen', bonus({ amount: '500', above: '10000' }), 'JPY', 10000, {}, 1500],
    ['on top of nothing', bonus({ amount: '500' }, { type: 'none', reason: 'launch' }), 'USD', 1000, {}, 500],
    [
      'times a factor: 2 × (10 % + 5.00)',
      { type: 'multiplier', factor: '2', of: { type: 'bonus', to: percent('10'), amount: '500' } },
      'USD',
      1000,
      {},
      1200,
    ],
  ])('%s', (_name, terms, currency, amount, told, answer) => {
    expect(pays(terms, order(amount, currency, told))).toBe(BigInt(answer));
  });

  it('says why there is more', () => {
    expect(why(bonus({ amount: '500', above: '100' }), order(1000))).toEqual(['terms.percent', 'terms.bonus']);
    expect(why(bonus({ amount: '500', above: '9999' }), order(1000))).toEqual(['terms.percent']);
  });
});

describe('terms by product', () => {
  const terms: CommissionTerms = {
    type: 'per_product',
    lines: [
      { skus: ['pro'], terms: percent('20') },
      { categories: ['hardware'], terms: { type: 'flat', amount: '100', per: 'item' } },
    ],
    rest: percent('5'),
  };
  const pro = { sku: 'pro', category: 'software', amount: 6000 };
  const cable = { sku: 'cable', category: 'hardware', quantity: 2, amount: 3000 };
  const help = { sku: 'help', amount: 1000 };
  const all = [pro, cable, help];

  it.each<[string, number, Told, [string, number][]]>([
    [
      'each item by its own',
      10000,
      { items: all },
      [
        ['order', 50],
        ['items:1', 1200],
        ['items:2', 200],
      ],
    ],
    [
      'a discount is shared in proportion: 900, 5400, 2700',
      9000,
      { items: all },
      [
        ['order', 45],
        ['items:1', 1080],
        ['items:2', 200],
      ],
    ],
    [
      'a cent more goes to the largest remainder: 6000.6 of the first',
      10001,
      { items: all },
      [
        ['order', 50],
        ['items:1', 1200],
        ['items:2', 200],
      ],
    ],
    [
      'of the net',
      11900,
      { items: all, tax: 1900 },
      [
        ['order', 50],
        ['items:1', 1200],
        ['items:2', 200],
      ],
    ],
    [
      'only what is there',
      6000,
      { items: [pro] },
      [
        ['order', 0],
        ['items:1', 1200],
      ],
    ],
    ['only the rest', 1000, { items: [help] }, [['order', 50]]],
    ['no items told: all is the rest', 10000, {}, [['order', 500]]],
    ['free items alone: all is the rest', 500, { items: [{ sku: 'pro', amount: 0 }] }, [['order', 25]]],
    [
      'the same product twice is one line',
      12000,
      { items: [pro, pro] },
      [
        ['order', 0],
        ['items:1', 2400],
      ],
    ],
  ])('%s', (_name, amount, told, answer) => {
    expect(paysByLine(terms, order(amount, 'USD', told))).toEqual(answer.map(([key, minor]) => [key, BigInt(minor)]));
  });

  it('the first line that names an item has it', () => {
    const both: CommissionTerms = {
      type: 'per_product',
      lines: [
        { categories: ['software'], terms: percent('30') },
        { skus: ['pro'], terms: percent('20') },
      ],
      rest: percent('5'),
    };
    expect(paysByLine(both, order(6000, 'USD', { items: [pro] }))).toEqual([
      ['order', 0n],
      ['items:1', 1800n],
    ]);
  });

  it('yen and margin', () => {
    const told = { items: all, margin: 2000 };
    // The margin in proportion: 200, 1200, 600.
    const margin: CommissionTerms = {
      type: 'per_product',
      lines: [{ skus: ['pro'], terms: { type: 'percent', rate: '20', base: 'margin' } }],
      rest: { type: 'percent', rate: '5', base: 'margin' },
    };
    expect(paysByLine(margin, order(10000, 'JPY', told))).toEqual([
      ['order', 40n],
      ['items:1', 240n],
    ]);
  });

  it('edge case: two orders at once crossing a graduated tier: lines of one order count on from one another', () => {
    const graduated: PlainTerms = {
      type: 'tiered',
      mode: 'graduated',
      measure: 'volume',
      tiers: [
        { from: '0', rate: '10' },
        { from: '5000', rate: '20' },
      ],
    };
    const both: CommissionTerms = {
      type: 'per_product',
      lines: [{ skus: ['pro'], terms: graduated }],
      rest: graduated,
    };
    // The rest is 0 … 4000 at 10 %, the line 4000 … 10000: 1000 at 10 % and 5000 at 20 %.
    expect(paysByLine(both, order(10000, 'USD', { items: all }), { before: {} })).toEqual([
      ['order', 400n],
      ['items:1', 1100n],
    ]);
  });
});
