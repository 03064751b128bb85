import { describe, expect, it } from '@jest/globals';
import { money, takenBack, type Order, type OrderRefund } from '../src/index.js';

const usd = (amount: string) => money(amount, 'USD');
const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const total = (id: string, amount: string, day: number): OrderRefund => ({
  id,
  at: at(day),
  amount: usd(amount),
  status: 'succeeded',
  cumulative: true,
});
const order = (...refunds: OrderRefund[]): Pick<Order, 'paid' | 'refunds' | 'disputes'> => ({
  paid: { amount: usd('10000') } as NonNullable<Order['paid']>,
  refunds: Object.fromEntries(refunds.map((refund) => [refund.id, refund])),
  disputes: {},
});

describe('running totals of refunds', () => {
  it.each([
    ['one charge', [total('ch_a:total', '3000', 3)], '3000'],
    [
      'an order paid by two charges: their totals add up',
      [total('ch_a:total', '3000', 3), total('ch_b:total', '2000', 4)],
      '5000',
    ],
    ['never more than was paid', [total('ch_a:total', '8000', 3), total('ch_b:total', '8000', 4)], '10000'],
  ])('%s', (_name, refunds, expected) => {
    expect(takenBack(order(...refunds))).toEqual(usd(expected));
  });

  it('contains refunds that are told one by one as well', () => {
    const single: OrderRefund = { id: 're_1', at: at(3), amount: usd('3000'), status: 'succeeded' };
    expect(takenBack(order(total('ch_a:total', '3000', 3), single))).toEqual(usd('3000'));
  });
});
