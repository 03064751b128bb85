import { describe, expect, it } from '@jest/globals';
import type { CommissionTerms, CountedPeriod } from '../../src/index.js';
import { order, pays, why, zone } from './plan.js';

type Mode = 'whole' | 'graduated';

const steps = [
  { from: '0', rate: '10' },
  { from: '100000', rate: '15' },
  { from: '500000', rate: '20' },
];
const byVolume = (mode: Mode, period?: CountedPeriod, tiers = steps): CommissionTerms => ({
  type: 'tiered',
  mode,
  measure: 'volume',
  tiers,
  ...(period && { period }),
});

/** November 400.00, October 500.00, March 3,000.00, and the December before 10,000.00. */
const before = {
  'month_volume:2026-11:USD': 40000n,
  'month_volume:2026-10:USD': 50000n,
  'month_volume:2026-03:USD': 300000n,
  'month_volume:2025-12:USD': 1000000n,
  'month_volume:2026-11:JPY': 9500n,
};

describe('by volume: month 400.00, quarter 900.00, year 3,900.00, ever 13,900.00 before', () => {
  it.each<[Mode, CountedPeriod, number, number]>([
    ['whole', 'month', 20000, 2000], // 60000 reached: 10 %
    ['whole', 'quarter', 20000, 3000], // 110000: 15 %
    ['whole', 'year', 20000, 3000], // 410000: 15 %
    ['whole', 'lifetime', 20000, 4000], // 1410000: 20 %
    ['graduated', 'month', 20000, 2000], // all below 100000
    ['graduated', 'quarter', 20000, 2500], // 10000 × 10 % + 10000 × 15 %
    ['graduated', 'year', 20000, 3000],
    ['graduated', 'lifetime', 20000, 4000],
    ['whole', 'month', 120000, 18000], // 160000: 15 %
    ['whole', 'quarter', 120000, 18000], // 210000: 15 %
    ['whole', 'year', 120000, 24000], // 510000: 20 %
    ['whole', 'lifetime', 120000, 24000],
    ['graduated', 'month', 120000, 15000], // 60000 × 10 % + 60000 × 15 %
    ['graduated', 'quarter', 120000, 17500], // 10000 × 10 % + 110000 × 15 %
    ['graduated', 'year', 120000, 18500], // 110000 × 15 % + 10000 × 20 %
    ['graduated', 'lifetime', 120000, 24000],
    ['whole', 'month', 60000, 9000], // exactly 100000: the step begins there
    ['graduated', 'month', 60000, 6000], // the last cent below it
    ['graduated', 'month', 60001, 6000], // 6000 + 0.15
    ['graduated', 'month', 660000, 106000], // 60000 × 10 % + 400000 × 15 % + 200000 × 20 %
  ])('%s, %s, an order of %d pays %d', (mode, period, amount, answer) => {
    expect(pays(byVolume(mode, period), order(amount), { before })).toBe(BigInt(answer));
  });

  it.each<[string, CommissionTerms, string, number, number]>([
    ['a month where nothing is said', byVolume('whole'), 'USD', 120000, 18000],
    [
      'terms as they were first written',
      { type: 'tiered', mode: 'whole', measure: 'month_volume', tiers: steps },
      'USD',
      120000,
      18000,
    ],
    ['another currency has a volume of its own', byVolume('whole', 'lifetime'), 'EUR', 20000, 2000],
    [
      'yen, graduated: 500 × 5 % + 500 × 10 %',
      byVolume('graduated', 'month', [
        { from: '0', rate: '5' },
        { from: '10000', rate: '10' },
      ]),
      'JPY',
      1000,
      75,
    ],
    [
      'yen, whole: 10500 reached',
      byVolume('whole', 'month', [
        { from: '0', rate: '5' },
        { from: '10000', rate: '10' },
      ]),
      'JPY',
      1000,
      100,
    ],
    ['dinar: 92.55', byVolume('graduated', 'year', [{ from: '0', rate: '7.5' }]), 'KWD', 1234, 93],
    ['steps in any order', byVolume('whole', 'month', [steps[2]!, steps[0]!, steps[1]!]), 'USD', 120000, 18000],
  ])('%s', (_name, terms, currency, amount, answer) => {
    expect(pays(terms, order(amount, currency), { before })).toBe(BigInt(answer));
  });

  it.each([
    ['half_even', 1],
    ['half_up', 1],
    ['half_down', 1],
    ['up', 2],
    ['down', 1],
    ['ceil', 2],
    ['floor', 1],
  ] as const)('slices are rounded once together: 0.5 + 0.75 = 1.25, %s', (rounding, answer) => {
    const state = { 'month_volume:2026-11:USD': 99995n };
    expect(pays(byVolume('graduated'), order(10), { before: state, rounding })).toBe(BigInt(answer));
  });

  it('edge case: late event across a period: the month is that of the programme’s time zone', () => {
    const told = order(10, 'USD', { at: new Date('2026-10-31T23:30:00Z') }); // 00:30 on 1 November in Berlin
    const state = { 'month_volume:2026-11:USD': 100000n };
    expect(pays(byVolume('whole'), told, { before: state, timeZone: zone })).toBe(2n); // 15 %: 1.5
    expect(pays(byVolume('whole'), told, { before: state, timeZone: 'UTC' })).toBe(1n); // 10 %
  });

  it('needs to know the volume, and a step to begin with', () => {
    expect(() => pays(byVolume('whole'), order(10))).toThrow(expect.objectContaining({ code: 'no_volume' }));
    expect(() =>
      pays(byVolume('whole', 'year'), order(10), { counted: { volume: { month: 0n }, orders: {} } }),
    ).toThrow(expect.objectContaining({ code: 'no_volume' }));
    const late = byVolume('graduated', 'month', [{ from: '5', rate: '10' }]);
    expect(() => pays(late, order(10), { before: {} })).toThrow(expect.objectContaining({ code: 'bad_tiers' }));
  });
});

describe('by the number of orders: 2 this month, 7 this quarter, 11 this year and ever', () => {
  const state = { 'month_orders:2026-11': 2n, 'month_orders:2026-10': 5n, 'month_orders:2026-02': 4n };
  const byOrders = (mode: Mode, period: CountedPeriod): CommissionTerms => ({
    type: 'tiered',
    mode,
    measure: 'orders',
    period,
    tiers: [
      { from: '0', rate: '10' },
      { from: '3', rate: '15' },
      { from: '10', rate: '20' },
    ],
  });
  it.each<[Mode, CountedPeriod, number]>([
    ['whole', 'month', 1500], // the third order reaches 3
    ['graduated', 'month', 1000], // the third order lies between 2 and 3
    ['whole', 'quarter', 1500], // 8
    ['graduated', 'quarter', 1500],
    ['whole', 'year', 2000], // 12
    ['graduated', 'year', 2000],
    ['whole', 'lifetime', 2000],
    ['graduated', 'lifetime', 2000],
  ])('%s, %s pays %d', (mode, period, answer) => {
    expect(pays(byOrders(mode, period), order(10000), { before: state })).toBe(BigInt(answer));
    expect(why(byOrders(mode, period), order(10000), { before: state })).toEqual(['terms.tiered_orders']);
  });
});
