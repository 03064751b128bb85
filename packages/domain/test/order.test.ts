import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  foldOrder,
  mergeOrders,
  money,
  orderNames,
  takenBack,
  targetOf,
  type Order,
  type SluiceEvent,
} from '../src/index.js';
import { at, event, folded, later, told } from './build.js';

const earned = money(2000n, 'USD');
const target = (...events: SluiceEvent[]) => targetOf(earned, folded(...events), 'half_even').amount;

/** Everything but the id, which is that of the first telling's document, whichever came first. */
const shape = ({ id: _id, ...order }: Order) => order;

describe('edge case: one payment told by three Stripe events', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const session = event(
    'order.paid',
    {
      order: { id: 'cs_1', aliases: ['in_1', 'pi_1'], amount: usd('11900') },
      customer: { id: 'cus_1', email: 'Ada@Example.com ' },
      attribution: { clickId: 'clk_1' },
    },
    at,
  );
  const invoice = event(
    'order.paid',
    {
      order: { id: 'in_1', aliases: ['pi_1', 'ch_1'], amount: usd('11900'), tax: usd('1900'), kind: 'new' },
      customer: { id: 'cus_1' },
    },
    later(1),
  );
  const again = event(
    'order.paid',
    { order: { id: 'in_1', aliases: ['pi_1'], amount: usd('11900'), tax: usd('1900') }, customer: { id: 'cus_1' } },
    later(2),
  );

  it('is one order with every name and what each telling knew', () => {
    const order = folded(invoice, again, session);
    expect(order.externalId).toBe('cs_1');
    expect(order.aliases).toEqual(['ch_1', 'in_1', 'pi_1']);
    expect(order.paid).toMatchObject({
      amount: money(11900n, 'USD'),
      tax: money(1900n, 'USD'),
      attribution: { clickId: 'clk_1' },
      customer: { email: 'ada@example.com' },
    });
    expect(order.events).toHaveLength(3);
  });

  it('is found by any name', () => {
    expect(orderNames(invoice)).toEqual(['in_1', 'pi_1', 'ch_1']);
    expect(orderNames(event('partner.activity', {}))).toEqual([]);
  });

  it('joins two documents once an event names both', () => {
    const shell = folded(told.refunded('ch_1', 're_1', 5950));
    const paid = folded(session, invoice);
    const merged = mergeOrders(paid, shell);
    expect(merged.id).toBe(paid.id);
    expect(targetOf(earned, merged, 'half_even').amount).toBe(1000n);
    expect(shape({ ...mergeOrders(shell, paid), rev: 0 })).toEqual(shape({ ...merged, rev: 0 }));
  });

  it('keeps no IP address without a keyed hash', () => {
    const withIp = event('order.paid', {
      order: { id: 'o', amount: usd('1') },
      customer: { id: 'c' },
      context: { ip: '192.0.2.1', ipCountry: 'DE', userAgent: 'x' },
    });
    expect(foldOrder(null, withIp).paid?.context).toEqual({ ipCountry: 'DE' });
    expect(foldOrder(null, withIp, { hashIp: () => 'h' }).paid?.context).toEqual({ ipCountry: 'DE', ipHash: 'h' });
    expect(
      JSON.stringify(foldOrder(null, withIp, { hashIp: () => 'h' }), (_k, v) =>
        typeof v === 'bigint' ? String(v) : v,
      ),
    ).not.toContain('192.0.2.1');
  });
});

describe('what is taken back', () => {
  it('edge case: refund before its order makes a shell, and counts once the order is there', () => {
    const refund = told.refunded('o1', 're_1', 4000);
    const shell = folded(refund);
    expect(shell.paid).toBeUndefined();
    expect(targetOf(earned, shell, 'half_even')).toEqual(earned);
    expect(target(refund, told.paid('o1', 10000))).toBe(1200n);
  });

  it('edge case: two partial refunds, then a full one', () => {
    const events = [
      told.paid('o1', 10000),
      told.refunded('o1', 're_1', 2500),
      told.refunded('o1', 're_2', 2500),
      told.refunded('o1', 're_3', 5000),
    ];
    expect(events.map((_, index) => target(...events.slice(0, index + 1)))).toEqual([2000n, 1500n, 1000n, 0n]);
  });

  it('edge case: dispute + refund in both orders debits once', () => {
    const paid = told.paid('o1', 10000);
    const refund = told.refunded('o1', 're_1', 10000);
    const dispute = told.dispute('o1', 'dp_1', 10000, 'opened');
    expect(target(paid, refund, dispute)).toBe(0n);
    expect(target(paid, dispute, refund)).toBe(0n);
    expect(takenBack(folded(paid, dispute, refund))).toEqual(money(10000n, 'USD'));
  });

  it('edge case: won dispute told twice restores once, and not what was refunded besides', () => {
    const paid = told.paid('o1', 10000);
    const opened = told.dispute('o1', 'dp_1', 10000, 'opened');
    const won = told.dispute('o1', 'dp_1', 10000, 'won', later(60));
    const wonAgain = told.dispute('o1', 'dp_1', 10000, 'won', later(61));
    expect(target(paid, opened)).toBe(0n);
    expect(target(paid, opened, won)).toBe(2000n);
    expect(target(paid, won, opened, wonAgain)).toBe(2000n);
    expect(target(paid, opened, told.refunded('o1', 're_1', 5000), won, wonAgain)).toBe(1000n);
  });

  it('a closed dispute never opens again, even if its opening is told with a later time', () => {
    const paid = told.paid('o1', 10000);
    const won = told.dispute('o1', 'dp_1', 10000, 'won', later(60));
    const opened = told.dispute('o1', 'dp_1', 10000, 'opened', later(90));
    expect(target(paid, won, opened)).toBe(2000n);
    expect(target(paid, opened, won)).toBe(2000n);
  });

  it('a failed refund is no refund, in any order of telling', () => {
    const paid = told.paid('o1', 10000);
    const made = told.refunded('o1', 're_1', 4000);
    const failed = told.refunded('o1', 're_1', 4000, { status: 'failed' }, later(60));
    expect(target(paid, made, failed)).toBe(2000n);
    expect(target(failed, made, paid)).toBe(2000n);
  });

  it('a running total contains the refunds told one by one', () => {
    const paid = told.paid('o1', 10000);
    const one = told.refunded('o1', 're_1', 2500);
    const total = told.refunded('o1', 'total', 5000, { cumulative: true }, later(1));
    expect(target(paid, one, total)).toBe(1000n);
    expect(target(paid, total, one, told.refunded('o1', 're_2', 2500, {}, later(2)))).toBe(1000n);
    const failed = told.refunded('o1', 're_1', 2500, { status: 'failed' }, later(3));
    expect(target(paid, total, one, failed)).toBe(1500n);
  });

  it('prorates exactly and rounds once', () => {
    // 20.00 × (100.00 − 33.33) ÷ 100.00 = 13.334
    expect(target(told.paid('o1', 10000), told.refunded('o1', 're_1', 3333))).toBe(1333n);
    // three thirds of an odd cent: the last refund takes all that is left
    const odd = money(1n, 'USD');
    const order = folded(told.paid('o1', 3), told.refunded('o1', 'a', 1), told.refunded('o1', 'b', 1));
    expect(targetOf(odd, order, 'half_even').amount).toBe(0n);
  });

  it('a refund in another currency is an error that parks, never an amount', () => {
    const euro = event('order.refunded', {
      order: { id: 'o1' },
      refund: { id: 'r', amount: { amount: '100', currency: 'EUR' } },
    });
    expect(() => target(told.paid('o1', 10000), euro)).toThrow(expect.objectContaining({ code: 'currency_mismatch' }));
  });
});

describe('folding does not depend on the order of arrival', () => {
  const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
  const name = fc.constantFrom('in_1', 'pi_1', 'ch_1');
  const when = fc.integer({ min: 0, max: 5 }).map(later);
  const amount = fc.integer({ min: 1, max: 10_000 });
  const anyEvent: fc.Arbitrary<(index: number) => SluiceEvent> = fc.oneof(
    fc.tuple(name, name, amount, when, fc.nat(500)).map(
      ([id, alias, paid, time, tax]) =>
        (index: number) =>
          event(
            'order.paid',
            { order: { id, aliases: [alias], amount: usd(paid), tax: usd(tax) }, customer: { id: 'c' } },
            time,
            `x${index}`,
          ),
    ),
    fc.tuple(name, fc.constantFrom('r1', 'r2'), amount, when, fc.constantFrom('succeeded', 'failed'), fc.boolean()).map(
      ([id, refund, sum, time, status, cumulative]) =>
        (index: number) =>
          event(
            'order.refunded',
            { order: { id }, refund: { id: refund, amount: usd(sum), status, cumulative } },
            time,
            `x${index}`,
          ),
    ),
    fc.tuple(name, fc.constantFrom('d1', 'd2'), amount, when, fc.constantFrom('opened', 'won', 'lost' as const)).map(
      ([id, dispute, sum, time, what]) =>
        (index: number) =>
          event(`dispute.${what}`, { order: { id }, dispute: { id: dispute, amount: usd(sum) } }, time, `x${index}`),
    ),
  );
  const eventsAndShuffle = fc.array(anyEvent, { minLength: 1, maxLength: 8 }).chain((makers) => {
    const events = makers.map((make, index) => make(index));
    return fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 }),
    );
  });

  it('under shuffles and doubles', () => {
    fc.assert(
      fc.property(eventsAndShuffle, ([events, shuffled]) => {
        expect(shape(folded(...shuffled))).toEqual(shape(folded(...events)));
      }),
      { numRuns: 300 },
    );
  });

  it('edge case: the same event 100 times changes nothing after the first', () => {
    const paid = told.paid('o1', 10000);
    const once = foldOrder(null, paid);
    let order = once;
    for (let i = 0; i < 100; i++) order = foldOrder(order, paid);
    expect(order).toBe(once);
  });

  it('never takes back more than was paid, nor less than nothing', () => {
    fc.assert(
      fc.property(eventsAndShuffle, fc.bigInt({ min: 0n, max: 10n ** 6n }), ([events], sum) => {
        const left = targetOf(money(sum, 'USD'), folded(...events), 'half_even').amount;
        expect(left >= 0n && left <= sum).toBe(true);
      }),
    );
  });

  it('refuses events that tell of no order', () => {
    expect(() => foldOrder(null, event('click', {}))).toThrow(expect.objectContaining({ code: 'not_an_order' }));
    expect(() => foldOrder(null, event('order.linked', { order: {} }))).toThrow(
      expect.objectContaining({ code: 'not_an_order' }),
    );
  });
});
