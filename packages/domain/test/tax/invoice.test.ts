import { describe, expect, it } from '@jest/globals';
import type { CommissionId, VatScheme } from '../../src/index.js';
import { decideInvoice, type EarlierInvoice } from '../../src/vat/invoice.js';
import { recipientOf, supplierOf } from '../../src/vat/party.js';

const eur = (amount: bigint) => ({ amount, currency: 'EUR' });
const items = (of: Record<string, bigint>) =>
  Object.entries(of).map(([id, amount]) => ({ commission: `com_${id}` as CommissionId, amount: eur(amount) }));
const payout = (of: Record<string, bigint>, vat: bigint, rate = '19', scheme: VatScheme = 'standard') => ({
  amount: eur(Object.values(of).reduce((sum, amount) => sum + amount, 0n)),
  items: items(of),
  vat: { amount: eur(vat), rate, scheme },
});
const invoice = (number: string, of: Record<string, bigint>, more: Partial<EarlierInvoice> = {}): EarlierInvoice => ({
  number,
  scheme: 'standard',
  rate: '19',
  items: items(of),
  ...more,
});
const id = (name: string) => `com_${name}` as CommissionId;

describe('one supply is invoiced once', () => {
  const first = invoice('SB-1', { a: 10_000n, b: 5_000n });
  const reverse = invoice('SB-1', { a: 10_000n }, { scheme: 'reverse_charge', rate: '0' });

  it.each<
    [
      string,
      ReturnType<typeof payout>,
      EarlierInvoice[],
      CommissionId[],
      string | [bigint, bigint, string | undefined, Record<string, bigint>],
    ]
  >([
    [
      'the first payout',
      payout({ a: 10_000n, b: 5_000n }, 2_850n),
      [],
      [],
      [15_000n, 2_850n, undefined, { a: 10_000n, b: 5_000n }],
    ],
    ['the same again', payout({ a: 10_000n, b: 5_000n }, 2_850n), [first], [], 'SB-1'],
    [
      'the same with a new commission',
      payout({ a: 10_000n, b: 5_000n, c: 2_000n }, 3_230n),
      [first],
      [],
      [2_000n, 380n, 'adds SB-1', { c: 2_000n }],
    ],
    [
      'less of one, after a refund between',
      payout({ a: 8_000n, b: 5_000n }, 2_470n),
      [first],
      [],
      [-2_000n, -380n, 'adds SB-1', { a: -2_000n }],
    ],
    [
      'one of them is gone',
      payout({ a: 10_000n }, 1_900n),
      [first],
      [id('b')],
      [-5_000n, -950n, 'adds SB-1', { b: -5_000n }],
    ],
    ['one of them waits for a review', payout({ a: 10_000n }, 1_900n), [first], [], 'SB-1'],
    [
      'the third time, what was amended stays amended',
      payout({ a: 8_000n, b: 5_000n }, 2_470n),
      [first, invoice('SB-2', { a: -2_000n }, { amends: { number: 'SB-1', how: 'adds' } })],
      [],
      'SB-2',
    ],
    [
      'gone is said once',
      payout({ a: 10_000n }, 1_900n),
      [first, invoice('SB-2', { b: -5_000n }, { amends: { number: 'SB-1', how: 'adds' } })],
      [id('b')],
      'SB-1',
    ],
    [
      'another treatment since',
      payout({ a: 10_000n }, 1_900n),
      [reverse],
      [],
      [10_000n, 1_900n, 'replaces SB-1', { a: 10_000n }],
    ],
    [
      'what was replaced counts once',
      payout({ a: 10_000n }, 1_900n),
      [reverse, invoice('SB-2', { a: 10_000n }, { amends: { number: 'SB-1', how: 'replaces' } })],
      [],
      'SB-2',
    ],
    [
      'money of two payouts that came back, in one',
      payout({ a: 10_000n, b: 5_000n, d: 1_000n }, 3_040n),
      [first, invoice('SB-2', { d: 1_000n })],
      [],
      'SB-2',
    ],
    [
      'another partner’s invoice is none of these',
      payout({ x: 10_000n }, 1_900n),
      [first],
      [],
      [10_000n, 1_900n, undefined, { x: 10_000n }],
    ],
  ])('%s', (_name, of, before, gone, expected) => {
    const decided = decideInvoice(of, before, gone, 'half_even');
    if (typeof expected === 'string') return expect(decided).toEqual({ kind: 'kept', number: expected });
    const [base, vat, amends, said] = expected;
    expect(decided).toEqual({
      kind: 'issue',
      base: eur(base),
      vat: eur(vat),
      items: expect.arrayContaining(items(said)),
      ...(amends !== undefined && { amends: { how: amends.split(' ')[0], number: amends.split(' ')[1] } }),
    });
    expect('items' in decided && decided.items).toHaveLength(items(said).length);
  });
});

describe('both parties are named by name, postal address and VAT number, or nothing is written', () => {
  const company = { name: 'Halden GmbH', street: 'Weg 1', town: 'Berlin' };
  it.each([
    ['whole', { country: 'DE', number: 'DE136695976', company }, undefined],
    ['no address', { country: 'DE', number: 'DE136695976' }, 'address'],
    ['a street of blanks', { country: 'DE', number: 'DE136695976', company: { ...company, street: ' ' } }, 'address'],
    ['no number within the Union', { country: 'DE', company }, 'number'],
    ['no number outside', { country: 'US', company }, undefined],
  ] as const)('the programme: %s', (_name, settings, missing) => {
    const told = recipientOf(settings);
    expect(told.ok ? undefined : told.missing).toBe(missing);
  });
  it.each([
    ['whole', { street: 'Weg 1', town: 'Wien' }, undefined],
    ['no street', { town: 'Wien' }, 'address'],
    ['no town', { street: 'Weg 1' }, 'address'],
  ] as const)('the partner: %s', (_name, address, missing) => {
    const told = supplierOf({ name: 'Max', country: 'AT', status: 'business', number: 'ATU13585627', address });
    expect(told.ok ? undefined : told.missing).toBe(missing);
  });
});
