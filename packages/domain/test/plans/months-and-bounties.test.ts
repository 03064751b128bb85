import { describe, expect, it } from '@jest/globals';
import type { CommissionTerms } from '../../src/index.js';
import { order, pays, why } from './plan.js';

const day = (text: string) => new Date(`${text}T12:00:00Z`);

describe('recurring', () => {
  const rate: CommissionTerms = { type: 'recurring', rate: '20', months: 12 };
  const renewal = (on: string, amount = 5000, currency = 'USD') =>
    order(amount, currency, { kind: 'renewal', at: day(on) });

  it.each<[string, CommissionTerms, string, string, number]>([
    ['edge case: recurring cap in month n: the twelfth', rate, '2025-11-20', '2026-10-20', 1000],
    ['edge case: recurring cap in month n + 1: the thirteenth', rate, '2025-11-20', '2026-11-20', 0],
    ['two days before it is due', rate, '2025-11-20', '2026-11-18', 1000],
    ['a day early counts as due, and so as the thirteenth', rate, '2025-11-20', '2026-11-19', 0],
    ['the first payment', rate, '2026-11-20', '2026-11-20', 1000],
    ['months of its own: the third of three', { ...rate, months: 3 }, '2026-09-20', '2026-11-20', 1000],
    ['months of its own: the fourth of three', { ...rate, months: 3 }, '2026-08-20', '2026-11-20', 0],
    ['longer than the programme pays renewals', { ...rate, months: 24 }, '2025-01-20', '2026-11-20', 1000],
    [
      'the programme’s months unless it says otherwise',
      { type: 'recurring', rate: '20' },
      '2025-11-20',
      '2026-11-20',
      0,
    ],
    ['edge case: leap day: 31 January, then 29 February', { ...rate, months: 1 }, '2024-01-31', '2024-02-29', 0],
    ['edge case: month end: 31 January, then 28 February', { ...rate, months: 2 }, '2025-01-31', '2025-02-28', 1000],
    ['an amount a payment', { type: 'recurring', amount: '700', months: 12 }, '2026-01-20', '2026-11-20', 700],
  ])('%s', (_name, terms, anchor, on, answer) => {
    expect(pays(terms, renewal(on), { anchor: day(anchor) })).toBe(BigInt(answer));
  });

  it.each([
    ['JPY', 980, 196],
    ['KWD', 9999, 2000], // 1999.8
    ['EUR', 999, 200], // 199.8
  ])('%s %d pays %d', (currency, amount, answer) => {
    expect(pays(rate, renewal('2026-11-20', amount, currency), { anchor: day('2026-06-20') })).toBe(BigInt(answer));
  });

  it.each([
    ['the subscription is new, the customer is not', 'first_order', '2026-10-01', '2025-01-01', 0],
    ['the same, counted from the subscription', 'subscription', '2026-10-01', '2025-01-01', 1000],
    ['both are new', 'first_order', '2026-10-01', '2026-10-01', 1000],
  ] as const)('anchor: %s', (_name, anchor, subscription, first, answer) => {
    const dates = { anchor: day(subscription), firstOrder: day(first) };
    expect(pays({ ...rate, anchor }, renewal('2026-11-20'), dates)).toBe(BigInt(answer));
  });

  it('says which month it is, and when it is over', () => {
    expect(why(rate, renewal('2026-10-20'), { anchor: day('2025-11-20') })).toEqual([
      'terms.percent',
      'recurring.month',
    ]);
    expect(why(rate, renewal('2026-11-20'), { anchor: day('2025-11-20') })).toEqual(['none.recurring_cap']);
  });

  it('other terms keep the programme’s months', () => {
    const percent: CommissionTerms = { type: 'percent', rate: '20' };
    expect(pays(percent, renewal('2026-10-20'), { anchor: day('2025-11-20') })).toBe(1000n);
    expect(pays(percent, renewal('2026-11-20'), { anchor: day('2025-11-20') })).toBe(0n);
  });

  it('needs a rate or an amount', () => {
    expect(() => pays({ type: 'recurring' }, order(100))).toThrow(expect.objectContaining({ code: 'bad_terms' }));
  });
});

describe('a bounty', () => {
  it.each([
    ['USD', '5000'],
    ['EUR', '2500'],
    ['JPY', '3000'],
    ['KWD', '12345'],
  ])('in %s is %s whatever the order, and once for a customer', (currency, amount) => {
    const terms: CommissionTerms = { type: 'bounty', amount };
    expect(pays(terms, order(100, currency))).toBe(BigInt(amount));
    expect(pays(terms, order(9999999, currency))).toBe(BigInt(amount));
    expect(pays(terms, order(100, currency), { bountyPaid: true })).toBe(0n);
    expect(why(terms, order(100, currency), { bountyPaid: true })).toEqual(['none.bounty']);
  });

  it('is not paid for a trial', () => {
    expect(pays({ type: 'bounty', amount: '5000' }, order(0))).toBe(0n);
  });

  it('with a rate on every order: the bounty once, the rate always', () => {
    const terms: CommissionTerms = { type: 'bonus', to: { type: 'bounty', amount: '5000' }, rate: '10' };
    expect(pays(terms, order(2000))).toBe(5200n);
    expect(pays(terms, order(2000), { bountyPaid: true })).toBe(200n);
  });
});
