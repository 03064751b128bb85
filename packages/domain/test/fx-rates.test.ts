import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert, convertedBase, convertedFacts, findRate, invert, money, type FxRate } from '../src/index.js';

const ecb = (to: string, rate: string, date = '2026-11-19'): FxRate => ({ from: 'EUR', to, rate, date, source: 'ecb' });
const day = '2026-11-19';
const told = [ecb('USD', '1.0845'), ecb('JPY', '169.30'), ecb('KWD', '0.33315'), ecb('GBP', '0.8312')];
const rateOf = (rates: readonly FxRate[], from: string, to: string, on = day, settings = {}) => {
  const found = findRate(rates, { from, to, day: on, settings });
  return found.ok ? found.rate : found.code;
};

describe('the rate of a day', () => {
  it.each([
    ['as it was told', 'EUR', 'USD', '1.0845', 'ecb'],
    ['turned round: 1 ÷ 1.0845', 'USD', 'EUR', '0.922083909635777', 'ecb, turned round (1 EUR = 1.0845 USD)'],
    [
      'crossed over the euro: 1.0845 ÷ 169.30',
      'JPY',
      'USD',
      '0.00640578854105139',
      'ecb, crossed over EUR (1 EUR = 169.30 JPY, 1 EUR = 1.0845 USD)',
    ],
    [
      'into three decimals: 0.33315 ÷ 0.8312',
      'GBP',
      'KWD',
      '0.400806063522618',
      'ecb, crossed over EUR (1 EUR = 0.8312 GBP, 1 EUR = 0.33315 KWD)',
    ],
  ])('%s', (_name, from, to, rate, source) => {
    expect(rateOf(told, from, to)).toEqual({ from, to, rate, source, date: day });
  });

  it('is the newest that is not after the day', () => {
    const rates = [
      ecb('USD', '1.01', '2026-11-16'),
      ecb('USD', '1.03', '2026-11-20'),
      ecb('USD', '1.02', '2026-11-18'),
    ];
    expect(rateOf(rates, 'EUR', 'USD')).toMatchObject({ rate: '1.02', date: '2026-11-18' });
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-20')).toMatchObject({ rate: '1.03' });
  });

  it('may be as old as the programme says, and no day older', () => {
    const rates = [ecb('USD', '1.01', '2026-11-12')];
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-19')).toMatchObject({ rate: '1.01' });
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-20')).toBe('no_rate');
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-14', { maxAgeDays: 1 })).toBe('no_rate');
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-13', { maxAgeDays: 1 })).toMatchObject({ rate: '1.01' });
    expect(rateOf(rates, 'EUR', 'USD', '2026-11-12', { maxAgeDays: 0 })).toMatchObject({ rate: '1.01' });
  });

  it('crosses only what is of one day, over the base that is set', () => {
    const apart = [ecb('USD', '1.08', '2026-11-18'), ecb('JPY', '169', '2026-11-19')];
    expect(rateOf(apart, 'JPY', 'USD')).toBe('no_rate');
    const overUsd: FxRate[] = ['JPY', 'CHF'].map((to, i) => ({
      from: 'USD',
      to,
      rate: ['150', '0.9'][i]!,
      date: day,
      source: 'import:r.csv',
    }));
    expect(rateOf(overUsd, 'JPY', 'CHF')).toBe('no_rate');
    expect(rateOf(overUsd, 'JPY', 'CHF', day, { base: 'USD' })).toMatchObject({ rate: '0.006' });
  });

  it('of the earlier telling where two tell of one day, and a told one before a cross', () => {
    const mine: FxRate = { from: 'JPY', to: 'USD', rate: '0.0065', date: day, source: 'manual:Ada' };
    expect(rateOf([...told, mine], 'JPY', 'USD')).toEqual(mine);
    expect(rateOf([{ ...mine, rate: '0.0066' }, mine], 'JPY', 'USD')).toMatchObject({ rate: '0.0066' });
  });

  it('says what is missing and where to add it', () => {
    const found = findRate(told, { from: 'CHF', to: 'USD', day });
    expect(found).toMatchObject({
      ok: false,
      code: 'no_rate',
      message: expect.stringMatching(/CHF to USD for 2026-11-19.*Settings → Rates/),
    });
  });

  it('turned round and used differs from the exact quotient by no minor unit', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 11n), fc.integer({ min: 100_000, max: 9_000_000 }), (amount, micro) => {
        const rate = ecb('USD', `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`);
        const back = convert(money(amount, 'USD'), invert(rate), 'floor').to.amount;
        const exact = (amount * 1_000_000n) / BigInt(micro);
        const off = back - exact;
        expect(off === 0n || (off === -1n && (amount * 1_000_000n) % BigInt(micro) === 0n)).toBe(true);
      }),
    );
  });
});

describe('an order in another currency', () => {
  const rate: FxRate = { from: 'JPY', to: 'USD', rate: '0.0064', date: day, source: 'ecb' };

  it('has its base converted once, after it is summed up, with a line that says how', () => {
    const base = { base: money(30_003, 'JPY'), calculation: [{ code: 'net' as const, amount: money(30_003, 'JPY') }] };
    expect(convertedBase(base, { rate, rounding: 'half_even' })).toEqual({
      base: money(19_202, 'USD'),
      calculation: [
        { code: 'net', amount: money(30_003, 'JPY') },
        {
          code: 'converted',
          amount: money(19_202, 'USD'),
          rate: '0.0064',
          params: { from: { amount: '30003', currency: 'JPY' }, rate: '0.0064', source: 'ecb', date: day },
        },
      ],
      conversion: { from: money(30_003, 'JPY'), to: money(19_202, 'USD'), rate: '0.0064', source: 'ecb', date: day },
    });
    expect(convertedBase(base, undefined)).toEqual(base);
  });

  it('tells rules its money in the programme’s currency, and leaves everything else', () => {
    const data = {
      order: {
        amount: { amount: '1000', currency: 'JPY' },
        items: [{ sku: 'a', amount: { amount: '500', currency: 'JPY' } }],
      },
      note: { amount: 'many', currency: 'JPY' },
      fee: { amount: '7', currency: 'EUR' },
      list: [1, null, 'JPY'],
    };
    expect(convertedFacts(data, { rate, rounding: 'half_even' })).toEqual({
      ...data,
      order: {
        amount: { amount: '640', currency: 'USD' },
        items: [{ sku: 'a', amount: { amount: '320', currency: 'USD' } }],
      },
    });
  });
});
