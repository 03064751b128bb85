import { describe, expect, it } from '@jest/globals';
import {
  bonusCommission,
  bonusHolds,
  buildStatement,
  decideEarn,
  derivedId,
  goalReached,
  isBonus,
  money,
  renderExplanation,
  type Goal,
  type Order,
} from '../src/index.js';

const at = new Date('2026-11-20T10:00:00Z');
const partner = derivedId('partner', 'demo', 'nora');
const input = {
  programme: 'demo',
  partner,
  amount: money(5000, 'USD'),
  reason: 'Autumn challenge',
  cause: ['run_1', 'bonus', '1'],
  flow: { key: 're-engagement', version: 2, hash: 'abc' },
  run: derivedId('run', 'demo', '1'),
  at,
};

describe('a bonus', () => {
  it('is the same commission for the same cause, and another for another partner, step or visit', () => {
    const { id } = bonusCommission(input);
    expect(bonusCommission({ ...input, at: new Date(0), amount: money(1, 'USD') }).id).toBe(id);
    const other = derivedId('partner', 'demo', 'kestrel');
    expect(bonusCommission({ ...input, partner: other }).id).not.toBe(id);
    expect(bonusCommission({ ...input, cause: ['run_1', 'bonus', '2'] }).id).not.toBe(id);
  });

  it('is earned like any commission, with its hold, and adds nothing to the month’s volume', () => {
    const commission = bonusCommission(input);
    expect(isBonus(commission)).toBe(true);
    const holds = bonusHolds(at, 'P30D', 'Europe/Berlin', 'flow');
    expect(holds).toMatchObject([{ kind: 'staged', until: new Date('2026-12-20T10:00:00Z') }]);
    const decision = decideEarn(
      null,
      {},
      {
        programme: 'demo',
        partner,
        at,
        actor: 'flow',
        commission,
        holds,
        timeZone: 'Europe/Berlin',
      },
    );
    expect(decision).toMatchObject({ ok: true });
    const [journal] = decision.ok ? decision.journals : [];
    expect(journal).toMatchObject({ kind: 'earn', postings: [{ amount: -5000n }, { amount: 5000n }] });
    expect(journal?.counterDeltas).toBeUndefined();
    expect(bonusHolds(at, 'P0D', 'Europe/Berlin', 'flow')).toEqual([]);
  });

  it('explains itself in both languages, with what was reached', () => {
    const { part } = goalReached({ kind: 'referrals', count: 3 }, { referrals: 4, orders: [] });
    const { explanation } = bonusCommission({ ...input, reached: part });
    expect(renderExplanation(explanation, 'en')).toEqual([
      'A bonus of $50.00: Autumn challenge',
      '4 of 3 referrals reached.',
    ]);
    expect(renderExplanation(explanation, 'de')).toEqual([
      'Ein Bonus von $50,00: Autumn challenge',
      '4 von 3 Empfehlungen erreicht.',
    ]);
  });

  it('stands on a statement with its reason, not as an order', () => {
    const commission = bonusCommission(input);
    const statement = buildStatement({
      programme: 'demo',
      partner,
      number: 1,
      currency: 'USD',
      before: null,
      journals: [
        {
          id: derivedId('journal', 'x'),
          programme: 'demo',
          partner,
          seq: 1,
          at,
          kind: 'release',
          cause: 'release',
          commissions: [{ id: commission.id, delta: 0n, currency: 'USD', state: 'payable' }],
          postings: [
            { account: 'partner:held', amount: -5000n, currency: 'USD' },
            { account: 'partner:payable', amount: 5000n, currency: 'USD' },
          ],
          balancesAfter: { 'partner:payable|USD': 5000n },
          counters: {},
          actor: 'flow',
        },
      ],
      commissions: { [commission.id]: commission },
      from: at,
      to: at,
      createdAt: at,
    });
    expect(statement.lines[0]?.explanation.map(({ code }) => code)).toEqual(['bonus.for']);
  });
});

function order(id: string, amount: number, more: Partial<Order> = {}, currency = 'USD'): Order {
  const of = (figure: number) => money(figure, currency);
  return {
    id: derivedId('order', 'demo', id),
    programme: 'demo',
    account: 'api',
    externalId: id,
    aliases: [],
    paid: {
      at,
      receivedAt: at,
      amount: of(amount),
      tax: of(0),
      shipping: of(0),
      discount: of(0),
      items: [],
      kind: 'new',
      customer: { id: derivedId('customer', id), externalId: id },
      attribution: {},
      context: {},
    },
    refunds: {},
    disputes: {},
    events: [],
    rev: 1,
    ...more,
  };
}

const refunded = (amount: number): Partial<Order> => ({
  refunds: { r1: { id: 'r1', at, amount: money(amount, 'USD'), status: 'succeeded' } },
});

describe('a goal', () => {
  const orders = (count: number): Goal => ({ kind: 'orders', count });
  const revenue = (amount: number): Goal => ({ kind: 'revenue', revenue: money(amount, 'USD') });
  it.each([
    ['as many orders', orders(2), [order('1', 100), order('2', 100)], true],
    ['one order short', orders(2), [order('1', 100)], false],
    ['an order that was taken back in whole', orders(2), [order('1', 100), order('2', 100, refunded(100))], false],
    ['an order that was taken back in part', orders(2), [order('1', 100), order('2', 100, refunded(40))], true],
    ['as much revenue', revenue(200), [order('1', 100), order('2', 100)], true],
    ['revenue less a refund', revenue(200), [order('1', 100), order('2', 100, refunded(1))], false],
    ['revenue in another currency', revenue(200), [order('1', 100), order('2', 100, {}, 'EUR')], false],
  ])('with %s', (_name, goal, folded, reached) =>
    expect(goalReached(goal, { referrals: 0, orders: folded }).reached).toBe(reached),
  );
});
