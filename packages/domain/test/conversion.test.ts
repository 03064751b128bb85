import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert, convertAgain, money } from '../src/index.js';

const ecb = { source: 'ecb', date: '2026-11-20' };

describe('converting money', () => {
  it.each([
    ['100.00 EUR at 1.0845', 10_000, 'EUR', 'USD', '1.0845', 10_845],
    ['1.00 EUR at 162.35 into yen, which has no decimals: 162.35 → 162', 100, 'EUR', 'JPY', '162.35', 162],
    ['1,000 yen at 0.0061595 into euro: 6.1595 → 6.16', 1_000, 'JPY', 'EUR', '0.0061595', 616],
    ['10.00 USD at 0.3075 into dinar, which has three: 3.075', 1_000, 'USD', 'KWD', '0.3075', 3_075],
    ['1.234 KWD at 3.252 into USD: 4.012968 → 4.01', 1_234, 'KWD', 'USD', '3.252', 401],
    ['the exact middle to the even cent: 0.125 → 0.12', 25, 'EUR', 'USD', '0.5', 12],
    ['a debt keeps its sign: −0.135 → −0.14', -27, 'EUR', 'USD', '0.5', -14],
  ] as const)('%s', (_name, amount, from, to, rate, expected) => {
    const conversion = convert(money(amount, from), { from, to, rate, ...ecb }, 'half_even');
    expect(conversion).toEqual({ from: money(amount, from), to: money(expected, to), rate, ...ecb });
  });

  it('refuses another currency and a rate of nothing', () => {
    const rate = { from: 'EUR', to: 'USD', rate: '1.1', ...ecb };
    expect(() => convert(money(1, 'GBP'), rate, 'half_even')).toThrow(/GBP/);
    expect(() => convert(money(1, 'EUR'), { ...rate, rate: '0.0' }, 'half_even')).toThrow(/not a rate/);
    expect(() => convert(money(1, 'EUR'), { ...rate, rate: '1,1' }, 'half_even')).toThrow(/not a decimal/);
  });

  it('takes the whole back as it was, whatever the rate is now', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 1, max: 10 ** 9 }), (amount, millionths) => {
        const rate = `${Math.floor(millionths / 1e6)}.${String(millionths % 1e6).padStart(6, '0')}`;
        const before = convert({ amount, currency: 'EUR' }, { from: 'EUR', to: 'USD', rate, ...ecb }, 'half_even');
        expect(convertAgain(before.from, before, 'half_even').to).toEqual(before.to);
      }),
    );
  });
});
