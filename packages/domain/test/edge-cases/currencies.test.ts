import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildStatement,
  computeCommission,
  convert,
  countedConversion,
  decideEarn,
  decideRefund,
  decideRelease,
  foldOrder,
  money,
  orderBase,
  renderCalculationLine,
  verifyChain,
  type Commission,
  type FxRate,
  type Order,
  type ProgrammeSettings,
} from '../../src/index.js';
import { act, at, Chain, commission, event, later, partner, programme } from '../build.js';

type Settings = Pick<ProgrammeSettings, 'base' | 'rounding' | 'recurringMonths'>;
const settings: Settings = { base: 'net', rounding: 'half_even', recurringMonths: 12 };
const terms = { type: 'percent', rate: '15' } as const;
const cash = (amount: number | bigint, currency: string) => ({ amount: String(amount), currency });
const rateTo = (to: string, from: string, rate: string, date = '2026-11-20'): FxRate => ({
  from,
  to,
  rate,
  date,
  source: 'ecb',
});

function paid(currency: string, amount: number, tax: number): Order {
  const data = { order: { id: 'o', amount: cash(amount, currency), tax: cash(tax, currency) }, customer: { id: 'c' } };
  return foldOrder(null, event('order.paid', data));
}

/** What compute_commission makes of an order: the base converted by the rate of the order's day. */
function computed(order: Order, rate: FxRate, of: Partial<Commission> = {}) {
  const exchanged = { ...order, exchange: { rate, rounding: settings.rounding } };
  const answer = computeCommission({ order: exchanged, terms, settings, timeZone: 'UTC' });
  const conversion = countedConversion(exchanged, terms, settings);
  const { amount, base, calculation } = answer;
  return commission('o', 1n, rate.to, { amount, base, calculation, terms, ...(conversion && { conversion }), ...of });
}

function earned(order: Order, rate: FxRate): { chain: Chain; one: Commission } {
  const one = computed(order, rate);
  const chain = new Chain();
  chain.post((h, p) => decideEarn(h, p, { ...act, commission: one, holds: [], timeZone: 'UTC' }));
  return { chain, one };
}

const refunded = (order: Order, id: string, amount: number | bigint, when = later(10)) =>
  foldOrder(
    order,
    event(
      'order.refunded',
      { order: { id: 'o' }, refund: { id, amount: cash(amount, order.paid!.amount.currency) } },
      when,
    ),
  );
const weigh = (chain: Chain, one: Commission, order: Order, cause: string) =>
  chain.post((h, p) =>
    decideRefund(h, p, { ...act, at: later(20), commission: one, order, cause, rounding: settings.rounding }),
  );

describe('edge case: zero- and three-decimal currencies', () => {
  // order in its currency: amount, tax · rate · base and commission in the programme's currency, worked out by hand
  it.each<[string, string, number, number, string, string, bigint, bigint]>([
    ['yen to dollars: 30,000 × 0.0064 = 192.00; 15 % = 28.80', 'JPY', 33_000, 3_000, 'USD', '0.0064', 19_200n, 2_880n],
    [
      'yen, a rate that rounds: 30,001 × 0.0064058 = 192.1804… → 192.18; 15 % = 28.827 → 28.83',
      'JPY',
      30_001,
      0,
      'USD',
      '0.0064058',
      19_218n,
      2_883n,
    ],
    [
      'dinar to dollars: 12.345 × 3.2521 = 40.1471… → 40.15; 15 % = 6.0225 → 6.02',
      'KWD',
      12_345,
      0,
      'USD',
      '3.2521',
      4_015n,
      602n,
    ],
    [
      'dollars to dinar: 100.00 × 0.30749 = 30.749; 15 % = 4.61235 → 4.612',
      'USD',
      11_900,
      1_900,
      'KWD',
      '0.30749',
      30_749n,
      4_612n,
    ],
    [
      'dollars to yen: 10.01 × 156.4 = 1,565.564 → 1,566; 15 % = 234.9 → 235',
      'USD',
      1_001,
      0,
      'JPY',
      '156.4',
      1_566n,
      235n,
    ],
    [
      'euro to dollars: 2,060.00 × 1.0845 = 2,234.07; 15 % = 335.1105 → 335.11',
      'EUR',
      245_140,
      39_140,
      'USD',
      '1.0845',
      223_407n,
      33_511n,
    ],
  ])('%s', (_name, from, amount, tax, to, rate, base, expected) => {
    const one = computed(paid(from, amount, tax), rateTo(to, from, rate));
    expect(one.base).toEqual(money(base, to));
    expect(one.amount).toEqual(money(expected, to));
    expect(one.conversion).toEqual({
      from: money(amount - tax, from),
      to: money(base, to),
      rate,
      source: 'ecb',
      date: '2026-11-20',
    });
  });

  it('the conversion stands on the earn journal, and says itself as a line of the sum', () => {
    const { chain, one } = earned(paid('JPY', 33_000, 3_000), rateTo('USD', 'JPY', '0.0064'));
    expect(chain.head?.conversion).toEqual(one.conversion);
    const line = one.calculation.find(({ code }) => code === 'converted')!;
    expect(renderCalculationLine(line, 'en')).toBe('¥30,000 × 0.0064, rate of 20 Nov 2026 (European Central Bank)');
    expect(renderCalculationLine(line, 'de')).toBe(
      '¥30.000 × 0,0064, Kurs vom 20. Nov. 2026 (Europäische Zentralbank)',
    );
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('an order in the programme’s own currency has none', () => {
    const order = paid('USD', 10_000, 0);
    expect(orderBase(order, 'net')).not.toHaveProperty('conversion');
    expect(
      computeCommission({ order, terms, settings, timeZone: 'UTC' }).calculation.map(({ code }) => code),
    ).not.toContain('converted');
  });
});

describe('edge case: a refund goes back at the original rate, whatever the rate is by then', () => {
  it('half of 33,000 yen: half of $28.80, although the yen has doubled meanwhile', () => {
    const order = paid('JPY', 33_000, 3_000);
    const { chain, one } = earned(order, rateTo('USD', 'JPY', '0.0064'));
    const half = refunded(order, 'r1', 16_500);
    weigh(chain, one, half, 'refund:o:r1');
    expect(chain.balance('partner:held')).toBe(1_440n);
    const all = refunded(half, 'r2', 16_500, later(11));
    weigh(chain, one, all, 'refund:o:r2');
    expect(chain.balance('partner:held')).toBe(0n);
    // What it would be at the rate of the refund's day: another amount, which is not asked for.
    expect(convert(money(15_000, 'JPY'), rateTo('USD', 'JPY', '0.0128'), 'half_even').to.amount).toBe(19_200n);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('any partial refunds that end in a full one take back exactly what was earned, in any currency, at any rate', () => {
    const currencies = fc.constantFrom('JPY', 'KWD', 'EUR', 'CLF', 'INR');
    const rates = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(
        currencies,
        rates,
        fc.integer({ min: 100, max: 10 ** 8 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 5 }),
        (from, [digits, places], amount, percents) => {
          const rate = rateTo('USD', from, scaled(digits, places));
          let order = paid(from, amount, 0);
          const { chain, one } = earned(order, rate);
          fc.pre(one.amount.amount > 0n);
          let left = amount;
          for (const [index, percent] of [...percents, 100].entries()) {
            const part = percent === 100 ? left : Math.floor((left * percent) / 100);
            left -= part;
            order = refunded(order, `r${index}`, part, later(index));
            weigh(chain, one, order, `refund:o:r${index}`);
            const taken = (one.amount.amount * BigInt(amount - left)) / BigInt(amount);
            const off = one.amount.amount - chain.balance('partner:held') - taken;
            expect(off >= 0n && off <= 1n).toBe(true);
          }
          expect(chain.balance('partner:held')).toBe(0n);
          expect(verifyChain(chain.journals)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is a line of the statement in the programme’s currency', () => {
    const order = paid('KWD', 12_345, 0);
    const { chain, one } = earned(order, rateTo('USD', 'KWD', '3.2521'));
    chain.post((h, p) => decideRelease(h, p, { ...act, commission: one.id }));
    weigh(chain, one, refunded(order, 'r1', 12_345), 'refund:o:r1');
    const statement = buildStatement({
      programme,
      partner,
      number: 1,
      currency: 'USD',
      before: null,
      journals: chain.journals,
      commissions: { [one.id]: one },
      from: at,
      to: later(60),
      createdAt: later(60),
    });
    expect(statement.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['commission', money(602, 'USD')],
      ['clawback', money(-602, 'USD')],
    ]);
    expect(statement.lines[0]?.calculation?.map(({ code }) => code)).toContain('converted');
  });
});

function scaled(digits: number, places: number): string {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}
