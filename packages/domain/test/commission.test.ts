import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  computeCommission,
  type CommissionTerms,
  type ComputeInput,
  type JsonObject,
  type RoundingMode,
} from '../src/index.js';
import { at, event, folded } from './build.js';

const zone = 'Europe/Berlin';
const settings = { base: 'net', rounding: 'half_even', recurringMonths: 12 } as const;

function order(amount: string, currency = 'USD', more: JsonObject = {}, when = at) {
  return folded(
    event('order.paid', { order: { id: 'o1', amount: { amount, currency }, ...more }, customer: { id: 'c1' } }, when),
  );
}

function compute(input: Partial<ComputeInput> & Pick<ComputeInput, 'order' | 'terms'>) {
  return computeCommission({ settings, timeZone: zone, ...input });
}

const percent = (rate: string): CommissionTerms => ({ type: 'percent', rate });
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('edge case: flat v percent compared as money; zero- and three-decimal currencies', () => {
  const rows: [string, string, string, JsonObject, CommissionTerms, RoundingMode, bigint][] = [
    ['gold, net of 19 % tax', '245140', 'USD', { tax: usd('39140') }, percent('20'), 'half_even', 41200n],
    [
      'net of tax and shipping',
      '10000',
      'USD',
      { tax: usd('1597'), shipping: usd('500') },
      percent('10'),
      'half_even',
      790n,
    ],
    ['the same, upwards', '10000', 'USD', { tax: usd('1597'), shipping: usd('500') }, percent('10'), 'up', 791n],
    [
      'gross by the rule',
      '10000',
      'USD',
      { tax: usd('1597') },
      { type: 'percent', rate: '10', base: 'gross' },
      'half_even',
      1000n,
    ],
    [
      'margin by the rule',
      '10000',
      'USD',
      { margin: usd('2500') },
      { type: 'percent', rate: '10', base: 'margin' },
      'half_even',
      250n,
    ],
    ['a rate of zero', '10000', 'USD', {}, percent('0'), 'half_even', 0n],
    ['a rate of 100', '9999', 'USD', {}, percent('100'), 'half_even', 9999n],
    ['yen', '999', 'JPY', {}, percent('12.5'), 'half_even', 125n],
    ['dinar', '1250', 'KWD', {}, percent('15'), 'half_even', 188n],
    ['dinar, downwards', '1250', 'KWD', {}, percent('15'), 'down', 187n],
    [
      'flat is minor units of the order’s currency',
      '10000',
      'USD',
      {},
      { type: 'flat', amount: '500' },
      'half_even',
      500n,
    ],
    ['flat 500 yen are not 5.00', '10000', 'JPY', {}, { type: 'flat', amount: '500' }, 'half_even', 500n],
    ['flat more than the order is still flat', '100', 'USD', {}, { type: 'flat', amount: '500' }, 'half_even', 500n],
  ];
  it.each(rows)('%s', (_name, amount, currency, more, terms, rounding, answer) => {
    const computed = compute({ order: order(amount, currency, more), terms, settings: { ...settings, rounding } });
    expect(computed.amount).toEqual({ amount: answer, currency });
  });

  it('shows the sum line by line', () => {
    const { calculation } = compute({ order: order('245140', 'USD', { tax: usd('39140') }), terms: percent('20') });
    expect(calculation.map(({ code, amount }) => [code, amount?.amount])).toEqual([
      ['customer_paid', 245140n],
      ['tax', -39140n],
      ['net', 206000n],
      ['rate', 41200n],
      ['commission', 41200n],
    ]);
  });
});

describe('edge case: zero or negative base pays nothing', () => {
  it.each([
    ['a trial', '0', {}],
    ['all tax', '1900', { tax: usd('1900') }],
    ['a credit', '-500', {}],
    ['more shipping than goods', '500', { shipping: usd('600') }],
  ])('%s', (_name, amount, more) => {
    for (const terms of [percent('20'), { type: 'flat', amount: '500' }] as const) {
      const computed = compute({ order: order(amount, 'USD', more), terms });
      expect(computed.amount.amount).toBe(0n);
      expect(computed.none?.code).toBe('none.base');
    }
  });

  it('none says why', () => {
    const computed = compute({ order: order('10000'), terms: { type: 'none', reason: 'Employees earn nothing.' } });
    expect(computed.none).toEqual({ code: 'none.rule', params: { reason: 'Employees earn nothing.' } });
  });

  it('a shell and a missing margin are errors, not amounts', () => {
    expect(() => compute({ order: { externalId: 'o1' }, terms: percent('10') })).toThrow(
      expect.objectContaining({ code: 'not_paid' }),
    );
    expect(() => compute({ order: order('100'), terms: { type: 'percent', rate: '10', base: 'margin' } })).toThrow(
      expect.objectContaining({ code: 'no_margin' }),
    );
  });
});

describe('tiers by the month’s volume', () => {
  const tiers = [
    { from: '0', rate: '10' },
    { from: '100000', rate: '15' },
    { from: '500000', rate: '20' },
  ];
  it.each([
    // whole: the rate that the volume with this order reaches, on the whole order
    ['whole', 0n, '50000', 5000n],
    ['whole', 0n, '99999', 10000n], // 9999.9 → 10000
    ['whole', 0n, '100000', 15000n],
    ['whole', 90000n, '20000', 3000n],
    ['whole', 499999n, '1', 0n], // 0.2 → 0
    ['whole', 480000n, '40000', 8000n],
    // graduated: each slice at its own rate
    ['graduated', 0n, '50000', 5000n],
    ['graduated', 90000n, '20000', 2500n], // 10000 × 10 % + 10000 × 15 %
    ['graduated', 0n, '600000', 90000n], // 10000 + 60000 + 20000
    ['graduated', 99995n, '10', 1n], // 0.5 + 0.75 = 1.25 rounded once
    ['graduated', 99997n, '5', 1n], // 0.3 + 0.3 = 0.6 rounded once, not 0 + 0
  ] as const)('%s from %s: %s earns %s', (mode, before, amount, answer) => {
    const terms: CommissionTerms = { type: 'tiered', mode, measure: 'month_volume', tiers };
    expect(
      compute({ order: order(amount), terms, counted: { volume: { month: before }, orders: {} } }).amount.amount,
    ).toBe(answer);
  });

  it('slices of a graduated month add up to the month in one order, give or take a rounding each', () => {
    const terms: CommissionTerms = { type: 'tiered', mode: 'graduated', measure: 'month_volume', tiers };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 8 }), (amounts) => {
        let before = 0n;
        let sum = 0n;
        for (const amount of amounts) {
          sum += compute({ order: order(String(amount)), terms, counted: { volume: { month: before }, orders: {} } })
            .amount.amount;
          before += BigInt(amount);
        }
        const whole = compute({ order: order(String(before)), terms, counted: { volume: { month: 0n }, orders: {} } })
          .amount.amount;
        const off = sum - whole;
        expect(off <= BigInt(amounts.length) && -off <= BigInt(amounts.length)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('needs the volume, and a tier that begins low enough', () => {
    const terms: CommissionTerms = {
      type: 'tiered',
      mode: 'whole',
      measure: 'month_volume',
      tiers: [{ from: '100', rate: '10' }],
    };
    expect(() => compute({ order: order('10'), terms })).toThrow(expect.objectContaining({ code: 'no_volume' }));
    expect(() => compute({ order: order('10'), terms, counted: { volume: { month: 0n }, orders: {} } })).toThrow(
      expect.objectContaining({ code: 'bad_tiers' }),
    );
  });
});

describe('edge case: recurring cap in month n and n + 1', () => {
  const anchor = new Date('2026-01-31T12:00:00Z');
  it.each([
    ['month 2, at the end of February', '2026-02-28T12:00:00Z', 1000n],
    ['month 12', '2026-12-31T12:00:00Z', 1000n],
    ['month 13', '2027-01-31T12:00:00Z', 0n],
    ['month 13 told some hours early', '2027-01-30T23:30:00Z', 0n],
  ])('%s', (_name, when, answer) => {
    const renewal = order('10000', 'USD', { kind: 'renewal' }, new Date(when));
    expect(compute({ order: renewal, terms: percent('10'), anchor }).amount.amount).toBe(answer);
  });

  it('says which month it is, and why nothing is earned after the last', () => {
    const month = (when: string) =>
      compute({
        order: order('10000', 'USD', { kind: 'renewal' }, new Date(when)),
        terms: percent('10'),
        anchor,
      }).explanation.at(-1);
    expect(month('2026-04-30T12:00:00Z')).toEqual({ code: 'renewal.month', params: { month: 4, months: 12 } });
    expect(month('2027-01-31T12:00:00Z')).toEqual({ code: 'none.recurring_cap', params: { month: 13, months: 12 } });
  });

  it('counts renewals only: a new order years later earns', () => {
    expect(
      compute({ order: order('10000', 'USD', {}, new Date('2029-01-01T12:00:00Z')), terms: percent('10'), anchor })
        .amount.amount,
    ).toBe(1000n);
  });
});

describe('shared orders', () => {
  it('parts add up to the whole commission', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 5 }),
        (amount, weights) => {
          const one = { order: order(String(amount)), terms: percent('12.5') };
          const parts = weights.map((_, index) => compute({ ...one, share: { weights, index } }).amount.amount);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(compute(one).amount.amount);
        },
      ),
      { numRuns: 50 },
    );
  });
});
