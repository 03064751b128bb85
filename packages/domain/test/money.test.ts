import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  allocate,
  compareMoney,
  decimalText,
  divideRounded,
  DomainError,
  formatMoney,
  formatRate,
  minorToDecimal,
  money,
  moneyToJson,
  multiplyRate,
  parseDecimal,
  parseMoney,
  percentOf,
  subtract,
  type RoundingMode,
} from '../src/index.js';

/** Worked by hand: amount in minor units, percent, and the answer of every mode. */
const modes: RoundingMode[] = ['half_even', 'half_up', 'half_down', 'up', 'down', 'ceil', 'floor'];
const percentCases: [string, bigint, string, string, bigint[]][] = [
  // 206000 × 20 % = 41200 exactly: no mode has anything to decide
  ['the approvals example', 206000n, 'USD', '20', [41200n, 41200n, 41200n, 41200n, 41200n, 41200n, 41200n]],
  // 27733 × 15 % = 4159.95
  ['the portal example', 27733n, 'USD', '15', [4160n, 4160n, 4160n, 4160n, 4159n, 4160n, 4159n]],
  // 250 × 1 % = 2.5
  ['an exact middle, even below', 250n, 'USD', '1', [2n, 3n, 2n, 3n, 2n, 3n, 2n]],
  // 350 × 1 % = 3.5
  ['an exact middle, odd below', 350n, 'USD', '1', [4n, 4n, 3n, 4n, 3n, 4n, 3n]],
  // −250 × 1 % = −2.5
  ['a negative middle', -250n, 'USD', '1', [-2n, -3n, -2n, -3n, -2n, -2n, -3n]],
  // −275 × 1 % = −2.75
  ['negative past the middle', -275n, 'USD', '1', [-3n, -3n, -3n, -3n, -2n, -2n, -3n]],
  // 999 yen × 12.5 % = 124.875
  ['yen, no decimals', 999n, 'JPY', '12.5', [125n, 125n, 125n, 125n, 124n, 125n, 124n]],
  // 4 yen × 12.5 % = 0.5
  ['half a yen', 4n, 'JPY', '12.5', [0n, 1n, 0n, 1n, 0n, 1n, 0n]],
  // 1.250 dinar × 0.1 % = 1.25 fils
  ['dinar, three decimals', 1250n, 'KWD', '0.1', [1n, 1n, 1n, 2n, 1n, 2n, 1n]],
  // 1 × 33.333333 % = 0.33333333
  ['a long rate', 1n, 'EUR', '33.333333', [0n, 0n, 0n, 1n, 0n, 1n, 0n]],
];

describe('percentOf rounds once, in each named mode', () => {
  const rows = percentCases.flatMap(([name, amount, currency, rate, answers]) =>
    modes.map((mode, index): [string, RoundingMode, bigint, string, string, bigint] => [
      name,
      mode,
      amount,
      currency,
      rate,
      answers[index] ?? 0n,
    ]),
  );
  it.each(rows)('%s, %s', (_name, mode, amount, currency, rate, answer) => {
    expect(percentOf(money(amount, currency), rate, mode)).toEqual({ amount: answer, currency });
  });

  it('keeps every digit of amounts beyond 2^53', () => {
    expect(percentOf(money(90071992547409931n, 'USD'), '50', 'down').amount).toBe(45035996273704965n);
  });

  it('multiplies by a factor', () => {
    expect(multiplyRate(money(1000n, 'EUR'), '1.19', 'half_even').amount).toBe(1190n);
  });
});

describe('allocate: parts always add up to the whole', () => {
  it.each([
    ['100.00 by three', 10000n, [1, 1, 1], [3334n, 3333n, 3333n]],
    ['100.00 by three, given back', -10000n, [1, 1, 1], [-3334n, -3333n, -3333n]],
    ['one cent by two', 1n, [1, 1], [1n, 0n]],
    ['40/20/40 of 0.99', 99n, [40, 20, 40], [40n, 20n, 39n]],
    ['a weight of zero', 7n, [0, 1, 2], [0n, 2n, 5n]],
    ['the larger remainder first', 10n, [3, 3, 1], [4n, 4n, 2n]],
  ])('%s', (_name, amount, weights, parts) => {
    expect(allocate(money(amount, 'USD'), weights).map((part) => part.amount)).toEqual(parts);
  });

  it('holds for any amount and weights', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 }).filter((weights) => weights.some((w) => w > 0)),
        (amount, weights) => {
          const parts = allocate({ amount, currency: 'USD' }, weights);
          expect(parts.reduce((sum, part) => sum + part.amount, 0n)).toBe(amount);
          const total = BigInt(weights.reduce((a, b) => a + b, 0));
          for (const [index, part] of parts.entries()) {
            // no part is a whole unit away from its exact share
            const off = part.amount * total - amount * BigInt(weights[index] ?? 0);
            expect((off < 0n ? -off : off) < total).toBe(true);
          }
        },
      ),
    );
  });

  it.each([[[]], [[0, 0]], [[-1, 2]]])('refuses weights %j', (weights) => {
    expect(() => allocate(money(1n, 'USD'), weights)).toThrow(DomainError);
  });
});

describe('rounding is exact for any fraction', () => {
  it('stays within one unit, on the side that the mode names', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.constantFrom(...modes),
        (n, d, mode) => {
          const off = divideRounded(n, d, mode) * d - n;
          expect((off < 0n ? -off : off) < d).toBe(true);
          if (mode.startsWith('half')) expect(2n * (off < 0n ? -off : off) <= d).toBe(true);
          if (mode === 'ceil') expect(off >= 0n).toBe(true);
          if (mode === 'floor') expect(off <= 0n).toBe(true);
        },
      ),
    );
  });
});

describe('money as text', () => {
  it.each([
    [128420n, 'USD', 'en', '$1,284.20'],
    [-1440n, 'USD', 'en', '\u2212$14.40'],
    [128420n, 'EUR', 'de', '€1.284,20'],
    [1200n, 'JPY', 'en', '¥1,200'],
    [1250n, 'KWD', 'en', 'KWD 1.250'],
    [5n, 'KWD', 'en', 'KWD 0.005'],
    [0n, 'USD', 'en', '$0.00'],
    [123456789012n, 'CHF', 'de', 'CHF 1.234.567.890,12'],
  ] as const)('%s %s (%s) reads %s', (amount, currency, locale, text) => {
    expect(formatMoney(money(amount, currency), locale)).toBe(text);
  });

  it('shows the code where currencies mix and the sign of a difference', () => {
    expect(formatMoney(money(990n, 'USD'), 'en', { code: true })).toBe('USD 9.90');
    expect(formatMoney(money(990n, 'USD'), 'en', { sign: true })).toBe('+$9.90');
  });

  it('writes rates with a narrow space', () => {
    expect(formatRate('12.50')).toBe('12.5\u202f%');
    expect(formatRate('12.5', 'de')).toBe('12,5\u202f%');
  });

  it.each([
    [1999n, 'USD', '19.99'],
    [-5n, 'USD', '-0.05'],
    [7n, 'JPY', '7'],
    [1n, 'BHD', '0.001'],
  ])('%s %s is %s in a file', (amount, currency, text) => {
    expect(minorToDecimal(money(amount, currency))).toBe(text);
  });
});

describe('money at the edge', () => {
  it('survives JSON', () => {
    expect(parseMoney(moneyToJson(money(-(10n ** 17n), 'USD')))).toEqual(money(-(10n ** 17n), 'USD'));
  });

  it.each([
    [{ amount: 1999, currency: 'USD' }, 'bad_money'],
    [{ amount: '19.99', currency: 'USD' }, 'bad_money'],
    [{ amount: '1e3', currency: 'USD' }, 'bad_money'],
    [{ amount: '', currency: 'USD' }, 'bad_money'],
    [{ amount: '1', currency: 'usd' }, 'unknown_currency'],
    [{ amount: '1', currency: 'XAU' }, 'unknown_currency'],
    [{ amount: '1', currency: 'constructor' }, 'unknown_currency'],
    [null, 'bad_money'],
  ])('refuses %j with %s', (value, code) => {
    expect(() => parseMoney(value)).toThrow(expect.objectContaining({ code }));
  });

  it('never mixes currencies', () => {
    for (const reckon of [add, subtract, compareMoney]) {
      expect(() => reckon(money(1n, 'USD'), money(1n, 'EUR'))).toThrow(
        expect.objectContaining({ code: 'currency_mismatch' }),
      );
    }
  });

  it.each([
    ['12.50', '12.5'],
    ['0.0', '0'],
    ['-0.10', '-0.1'],
    ['007', '007'],
  ])('decimal %s is %s', (text, plain) => {
    expect(decimalText(parseDecimal(text))).toBe(plain === '007' ? '7' : plain);
  });

  it.each(['', '.5', '5.', '1e2', '1,5', ' 1', 'NaN', '+1'])('"%s" is no decimal', (text) => {
    expect(() => parseDecimal(text)).toThrow(expect.objectContaining({ code: 'bad_decimal' }));
  });
});
