import { describe, expect, it } from '@jest/globals';
import { dataSchemaOf } from '@sluice/contracts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const paid = { order: { id: '1001', amount: usd('245140'), tax: usd('39140') }, customer: { id: 'c1' } };

function pointers(type: string, data: unknown): string[] {
  const parsed = dataSchemaOf(type)?.safeParse(data);
  return !parsed || parsed.success ? [] : parsed.error.issues.map((issue) => `/${issue.path.join('/')}`);
}

describe('event data at the door', () => {
  it.each<[string, string, unknown, string[]]>([
    ['a paid order', 'order.paid', paid, []],
    ['unknown fields are kept', 'order.paid', { ...paid, plan: { seats: 4 } }, []],
    [
      'an amount as a number',
      'order.paid',
      { ...paid, order: { ...paid.order, amount: { amount: 1999, currency: 'USD' } } },
      ['/order/amount/amount'],
    ],
    [
      'an amount below zero',
      'order.paid',
      { ...paid, order: { ...paid.order, amount: usd('-1') } },
      ['/order/amount/amount'],
    ],
    [
      'a currency that is none',
      'order.paid',
      { ...paid, order: { ...paid.order, amount: { amount: '1', currency: 'ZZZ' } } },
      expect.arrayContaining(['/order/amount/currency']) as unknown as string[],
    ],
    [
      'tax in another currency',
      'order.paid',
      { ...paid, order: { ...paid.order, tax: { amount: '1', currency: 'EUR' } } },
      ['/order/tax/currency'],
    ],
    ['no customer', 'order.paid', { order: paid.order }, ['/customer']],
    ['a refund without an amount', 'order.refunded', { order: { id: '1' }, refund: { id: 'r' } }, ['/refund/amount']],
    [
      'a zero-decimal currency',
      'order.paid',
      { ...paid, order: { id: '1', amount: { amount: '1200', currency: 'JPY' } } },
      [],
    ],
    ['a type nobody knows takes anything', 'custom.thing', { any: 1 }, []],
    ['an inherited name is no type', 'constructor', {}, []],
  ])('%s', (_name, type, data, expected) => {
    expect(pointers(type, data)).toEqual(expected);
  });
});
