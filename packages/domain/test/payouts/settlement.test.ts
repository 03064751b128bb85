import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideEarn,
  decidePaid,
  decideRelease,
  decideReserve,
  decideReturned,
  decideSend,
  derivedId,
  itemsHash,
  money,
  moneyToJson,
  netOf,
  payOf,
  settleAgain,
  settlementOf,
  sumByCurrency,
  verifyChain,
  type FxRate,
  type PayoutSettlement,
  type SettlementInput,
} from '../../src/index.js';
import { act, Chain, commission } from '../build.js';

const day = '2026-11-20';
const rates: Record<string, string> = {
  'USD>EUR': '0.9216',
  'USD>JPY': '154.37',
  'USD>KWD': '0.30729',
  'JPY>USD': '0.006478',
};
const rateFor: SettlementInput['rateFor'] = (from, to): FxRate | undefined => {
  const rate = rates[`${from}>${to}`];
  return rate === undefined ? undefined : { from, to, rate, source: 'ecb', date: day };
};
const settings: SettlementInput['settings'] = { rounding: 'half_even', feesBorneBy: 'partner' };
const reason = { code: 'x', params: {} };
const vat = { rate: '19', scheme: 'standard' as const, reason };
const withholding = { rate: '30', reason };
const fee = (flat: string, percent?: string) => ({
  calendar: 'on_demand' as const,
  feesByRail: { sandbox: { flat: { USD: flat, JPY: flat }, ...(percent !== undefined && { percent }) } },
});

describe('what is sent for a payout', () => {
  /** amount, currency paid in, what applies, [vat, withheld, fee, net, pay], worked out by hand. */
  const cases: [string, string, string, Partial<SettlementInput>, (string | null)[]][] = [
    ['only tax withheld', '10000 USD', 'USD', { standing: { withholding } }, [null, '3000', null, '7000', '7000 USD']],
    ['VAT on top', '10000 USD', 'USD', { standing: { vat } }, ['1900', null, null, '11900', '11900 USD']],
    [
      'VAT at zero by reverse charge is said',
      '10000 USD',
      'USD',
      { standing: { vat: { ...vat, rate: '0', scheme: 'reverse_charge' } } },
      ['0', null, null, '10000', '10000 USD'],
    ],
    ['both', '12345 USD', 'USD', { standing: { vat, withholding } }, ['2346', '3704', null, '10987', '10987 USD']],
    [
      'half a cent to even, up',
      '150 USD',
      'USD',
      { standing: { withholding: { ...withholding, rate: '1' } } },
      [null, '2', null, '148', '148 USD'],
    ],
    [
      'half a cent to even, down',
      '250 USD',
      'USD',
      { standing: { withholding: { ...withholding, rate: '1' } } },
      [null, '2', null, '248', '248 USD'],
    ],
    [
      'a fee that the partner bears',
      '10000 USD',
      'USD',
      { settings: { ...settings, payouts: fee('250') } },
      [null, null, '250', '9750', '9750 USD'],
    ],
    [
      'a fee that the programme bears changes nothing for the partner',
      '10000 USD',
      'USD',
      { settings: { ...settings, feesBorneBy: 'programme', payouts: fee('250') } },
      [null, null, '250', '10000', '10000 USD'],
    ],
    [
      'a flat fee and a share',
      '10000 USD',
      'USD',
      { settings: { ...settings, payouts: fee('30', '2.9') } },
      [null, null, '320', '9680', '9680 USD'],
    ],
    ['into euros', '12345 USD', 'EUR', {}, [null, null, null, '12345', '11377 EUR']],
    ['into a currency without decimals', '12345 USD', 'JPY', {}, [null, null, null, '12345', '19057 JPY']],
    ['into a currency with three decimals', '12345 USD', 'KWD', {}, [null, null, null, '12345', '37935 KWD']],
    ['out of a currency without decimals', '100000 JPY', 'USD', {}, [null, null, null, '100000', '64780 USD']],
    [
      'everything at once: kept back first, converted once at the end',
      '12345 USD',
      'JPY',
      { standing: { vat, withholding }, settings: { ...settings, payouts: fee('250') } },
      ['2346', '3704', '250', '10737', '16575 JPY'],
    ],
    [
      'yen with a fee in yen',
      '100000 JPY',
      'JPY',
      { settings: { ...settings, payouts: fee('120') } },
      [null, null, '120', '99880', '99880 JPY'],
    ],
  ];

  it.each(cases)('%s', (_name, given, currency, over, [vatOf, withheld, feeIs, net, pay]) => {
    const settled = settlementOf({ amount: cash(given), currency, rail: 'sandbox', day, rateFor, settings, ...over });
    if (!settled.ok) throw new Error(settled.message);
    const { settlement } = settled;
    expect([
      settlement?.vat?.amount.amount.toString() ?? null,
      settlement?.withholding?.amount.amount.toString() ?? null,
      settlement?.fee?.amount.amount.toString() ?? null,
      settlement?.net.amount.toString(),
      settlement && `${settlement.pay.amount} ${settlement.pay.currency}`,
    ]).toEqual([vatOf, withheld, feeIs, net, pay]);
    expect(settlement?.conversion !== undefined).toBe(currency !== cash(given).currency);
  });

  it('is nothing of its own where the whole amount is paid in its own currency', () => {
    const plain = settlementOf({ amount: cash('100 USD'), currency: 'USD', rail: 'sandbox', day, rateFor, settings });
    expect(plain).toEqual({ ok: true, settlement: undefined });
    expect(payOf({ amount: cash('100 USD') })).toEqual(cash('100 USD'));
  });

  it('without a rate pays nobody, never unconverted', () => {
    expect(
      settlementOf({ amount: cash('100 USD'), currency: 'GBP', rail: 'sandbox', day, rateFor, settings }),
    ).toMatchObject({
      ok: false,
      code: 'no_rate',
      reason: { code: 'left_out.no_rate', params: { from: 'USD', to: 'GBP', day } },
    });
  });

  it.each([
    ['a fee that eats it up', '250 USD', 'USD', { settings: { ...settings, payouts: fee('250') } }],
    [
      'less than one unit of the other currency',
      '1 USD',
      'EUR',
      { rateFor: () => ({ from: 'USD', to: 'EUR', rate: '0.1', source: 'x', date: day }) },
    ],
    ['everything withheld', '100 USD', 'USD', { standing: { withholding: { ...withholding, rate: '100' } } }],
  ])('%s: carried over', (_name, given, currency, over: Partial<SettlementInput>) => {
    expect(
      settlementOf({ amount: cash(given), currency, rail: 'sandbox', day, rateFor, settings, ...over }),
    ).toMatchObject({ ok: false, code: 'nothing_left' });
  });

  it('what is left after a refund is settled again at the rates of before', () => {
    const first = settled('20000 USD', 'EUR', { standing: { vat, withholding } });
    const again = settleAgain(first, cash('10000 USD'), 'sandbox', settings);
    if (!again.ok) throw new Error(again.message);
    expect(again.settlement).toEqual(settled('10000 USD', 'EUR', { standing: { vat, withholding } }));
    expect(settleAgain(first, cash('0 USD'), 'sandbox', settings)).toMatchObject({ ok: false, code: 'nothing_left' });
  });
});

describe('the ledger of a settlement', () => {
  it('posts cash, tax, VAT, fee and exchange as worked out by hand, and takes all of it back when it comes back', () => {
    const settlement = settled('12345 USD', 'JPY', {
      standing: { vat, withholding },
      settings: { ...settings, payouts: fee('250') },
    });
    const { chain, input } = sent(12345n, settlement);
    chain.post((head, positions) => decidePaid(head, positions, input));
    const balances = () =>
      [
        'cash:sandbox|JPY',
        'fx|JPY',
        'fx|USD',
        'withholding|USD',
        'vat|USD',
        'fees|USD',
        'partner:in_transit|USD',
        'partner:payable|USD',
      ].map((key) => Number(chain.head?.balancesAfter[key] ?? 0n));
    expect(balances()).toEqual([16575, -16575, 10737, 3704, -2346, 250, 0, 0]);
    expect(chain.head?.conversion?.to).toEqual(money(16575n, 'JPY'));
    expect(verifyChain(chain.journals)).toEqual([]);
    expect(chain.post((head, positions) => decidePaid(head, positions, input))).toEqual([]);
    chain.post((head, positions) => decideReturned(head, positions, input));
    expect(balances()).toEqual([0, 0, 0, 0, 0, 0, 0, 12345]);
    expect(chain.head?.conversion).toEqual(settlement?.conversion);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('a fee that the programme bears leaves by the rail beside the payment', () => {
    const settlement = settled('10000 USD', 'USD', {
      settings: { ...settings, feesBorneBy: 'programme', payouts: fee('250') },
    });
    const { chain, input } = sent(10000n, settlement);
    chain.post((head, positions) => decidePaid(head, positions, input));
    expect([chain.balance('cash:sandbox'), chain.balance('fees')]).toEqual([10250n, -250n]);
    expect(verifyChain(chain.journals)).toEqual([]);
  });

  it('refuses to post a settlement of other items', () => {
    const { chain, input } = sent(9999n, settled('10000 USD', 'EUR', {}));
    expect(() => chain.post((head, positions) => decidePaid(head, positions, input))).toThrow('not that of items');
  });

  it('adds up and balances for any amount, rates and fee', () => {
    const percent = fc.integer({ min: 0, max: 9999 }).map((hundredths) => (hundredths / 100).toFixed(2));
    fc.assert(
      fc.property(
        fc.record({
          amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
          currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
          vat: fc.option(percent, { nil: undefined }),
          withholding: fc.option(percent, { nil: undefined }),
          flat: fc.integer({ min: 0, max: 5000 }),
          feesBorneBy: fc.constantFrom('programme' as const, 'partner' as const),
          rounding: fc.constantFrom('half_even' as const, 'half_up' as const, 'down' as const, 'ceil' as const),
        }),
        ({ amount, currency, vat: vatRate, withholding: rate, flat, feesBorneBy, rounding }) => {
          const total = money(amount, 'USD');
          const result = settlementOf({
            amount: total,
            currency,
            rail: 'sandbox',
            day,
            rateFor,
            standing: {
              ...(vatRate !== undefined && { vat: { ...vat, rate: vatRate } }),
              ...(rate !== undefined && { withholding: { ...withholding, rate } }),
            },
            settings: { rounding, feesBorneBy, payouts: fee(String(flat)) },
          });
          if (!result.ok) return expect(result.reason.code).toBe('left_out.nothing_left');
          const { settlement } = result;
          if (settlement) expect(netOf(total, settlement)).toEqual(settlement.net);
          const { chain, input } = sent(amount, settlement);
          const [paid] = chain.post((head, positions) => decidePaid(head, positions, input));
          expect(Object.values(sumByCurrency(paid!)).every((sum) => sum === 0n)).toBe(true);
          const pay = payOf({ amount: total, settlement });
          const borne = settlement?.fee?.borneBy === 'programme' ? settlement.fee.amount.amount : 0n;
          const beside = pay.currency === 'USD' ? borne : 0n;
          expect(chain.balance('cash:sandbox', pay.currency)).toBe(pay.amount + beside);
          expect(verifyChain(chain.journals)).toEqual([]);
          chain.post((head, positions) => decideReturned(head, positions, input));
          const left = Object.entries(chain.head!.balancesAfter).filter(([, value]) => value !== 0n);
          expect(left.map(([key]) => key).sort()).toEqual(['expense:commission|USD', 'partner:payable|USD']);
          expect(verifyChain(chain.journals)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the hash of what is approved', () => {
  const payout = {
    id: derivedId('payout', 'x', '1'),
    partner: derivedId('partner', 'n'),
    currency: 'USD',
    amount: cash('12345 USD'),
    items: [],
    payee: { account: 'secret', accountHash: 'a', holder: 'Nora' },
  };
  const settlement = settled('12345 USD', 'EUR', { standing: { withholding } })!;
  const hash = itemsHash([{ ...payout, settlement }]);

  it.each<[string, object]>([
    ['the account', { payee: { ...payout.payee, accountHash: 'b' } }],
    ['the rate', { settlement: { ...settlement, conversion: { ...settlement.conversion, rate: '0.93' } } }],
    ['what is paid', { settlement: { ...settlement, pay: money(1n, 'EUR') } }],
    [
      'what is withheld',
      { settlement: { ...settlement, withholding: { ...settlement.withholding, amount: money(1n, 'USD') } } },
    ],
    ['no settlement', { settlement: undefined }],
  ])('%s: another hash', (_name, over) => {
    expect(itemsHash([{ ...payout, settlement, ...over }])).not.toBe(hash);
  });
});

function cash(text: string) {
  const [amount = '', currency = ''] = text.split(' ');
  return money(BigInt(amount), currency);
}

function settled(amount: string, currency: string, over: Partial<SettlementInput>): PayoutSettlement {
  const result = settlementOf({ amount: cash(amount), currency, rail: 'sandbox', day, rateFor, settings, ...over });
  if (!result.ok || !result.settlement)
    throw new Error(`No settlement of ${JSON.stringify(moneyToJson(cash(amount)))}.`);
  return result.settlement;
}

/** A chain in which a payout of one commission has been sent. */
function sent(amount: bigint, settlement: PayoutSettlement | undefined) {
  const chain = new Chain();
  const one = commission('c1', amount);
  chain.post((head, positions) => decideEarn(head, positions, { ...act, commission: one, holds: [], timeZone: 'UTC' }));
  chain.post((head, positions) => decideRelease(head, positions, { ...act, commission: one.id }));
  const payout = derivedId('payout', 'p');
  const batch = derivedId('batch', 'b');
  chain.post((head, positions) =>
    decideReserve(head, positions, { ...act, payout, batch, currency: 'USD', items: [one.id] }),
  );
  chain.post((head, positions) =>
    decideSend(head, positions, { ...act, payout, batch, items: [{ commission: one.id, amount: one.amount }] }),
  );
  return { chain, input: { ...act, payout, batch, rail: 'sandbox', attempt: `${payout}/1`, settlement } };
}
