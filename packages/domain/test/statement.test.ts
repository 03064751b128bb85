import { describe, expect, it } from '@jest/globals';
import {
  buildStatement,
  decideEarn,
  decidePaid,
  decideRefund,
  decideRelease,
  decideReserve,
  decideSend,
  derivedId,
  itemsOf,
  lineCommission,
  money,
  renderExplanation,
  type CommissionId,
  type Commission,
  type Journal,
} from '../src/index.js';
import { act, at, Chain, commission, folded, later, partner, programme, told } from './build.js';

describe('a partial refund after pay is a negative line of the next statement', () => {
  // 10 % of 144.00 twice refunded by half: the portal's −$14.40 for an order of 288.00
  const of = commission('ord_86120', 2880n);
  const payout = derivedId('payout', programme, 'p1');
  const batch = derivedId('batch', programme, 'b1');
  const chain = new Chain();
  chain.post((h, p) => decideEarn(h, p, { ...act, commission: of, holds: [], timeZone: 'UTC' }));
  chain.post((h, p) => decideRelease(h, p, { ...act, commission: of.id }));
  chain.post((h, p) => decideReserve(h, p, { ...act, payout, batch, currency: 'USD', items: [of.id] }));
  chain.post((h, p) => decideSend(h, p, { ...act, payout, batch, items: itemsOf(p, payout) }));
  chain.post((h, p) => decidePaid(h, p, { ...act, payout, batch, rail: 'sandbox', attempt: '1' }));
  const paidUntil = chain.journals.length;
  const order = folded(told.paid('ord_86120', 28800), told.refunded('ord_86120', 're_1', 14400));
  const [clawback] = chain.post((h, p) =>
    decideRefund(h, p, {
      ...act,
      at: later(60),
      commission: of,
      order,
      cause: 'refund:ord_86120:re_1',
      rounding: 'half_even',
    }),
  );
  const line = lineCommission(of, clawback as Journal) as Commission;
  const commissions: Record<CommissionId, Commission> = { [of.id]: of, [line.id]: line };
  const statement = (number: number, from: number, to: number) =>
    buildStatement({
      programme,
      partner,
      number,
      currency: 'USD',
      before: chain.journals[from - 1] ?? null,
      journals: chain.journals.slice(from, to),
      commissions,
      from: at,
      to: later(100),
      createdAt: later(100),
    });

  it('first: the order and its payout', () => {
    const first = statement(1, 0, paidUntil);
    expect(first.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ['commission', 2880n],
      ['payout', -2880n],
    ]);
    expect([first.opening, first.closing]).toEqual([money(0n, 'USD'), money(0n, 'USD')]);
    expect(first.lines.flatMap(({ explanation }) => renderExplanation(explanation, 'en'))).toEqual([
      'Order ord_86120 of 20 Nov 2026.',
      '10\u202f% of $288.00.',
      'Paid out, 1 item.',
    ]);
  });

  it('then: the negative line, carried over', () => {
    const next = statement(2, paidUntil, chain.journals.length);
    expect(next.lines).toHaveLength(1);
    expect(next.lines[0]).toMatchObject({ kind: 'clawback', amount: money(-1440n, 'USD'), commission: line.id });
    expect(next.closing).toEqual(money(-1440n, 'USD'));
    expect(renderExplanation(next.lines[0]?.explanation ?? [], 'de')).toEqual([
      'Bestellung ord_86120 wurde ganz oder teilweise erstattet, darum gehen $14,40 zurück.',
    ]);
  });

  it('edge case: a gap in the journals is an error, never a wrong sum', () => {
    expect(() => statement(2, paidUntil - 1, paidUntil - 1)).not.toThrow();
    expect(() =>
      buildStatement({
        programme,
        partner,
        number: 2,
        currency: 'USD',
        before: null,
        journals: chain.journals.slice(1),
        commissions,
        from: at,
        to: at,
        createdAt: at,
      }),
    ).toThrow(expect.objectContaining({ code: 'gap' }));
  });
});
