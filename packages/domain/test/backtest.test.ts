import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  computeByFacts,
  computeCommission,
  derivedId,
  emptyTally,
  mergeTallies,
  orderOfFacts,
  partnerSums,
  PartnerPass,
  Ranking,
  Tallying,
  type BacktestOutcome,
  type BacktestRow,
  type BacktestTally,
  type CommissionTerms,
  type JsonObject,
  type PartnerSum,
} from '../src/index.js';

const at = new Date('2026-08-20T12:00:00Z');

function row(given: Partial<BacktestRow> & Pick<BacktestRow, 'before' | 'after'>): BacktestRow {
  return {
    commission: derivedId('commission', 'c'),
    order: derivedId('order', 'o'),
    orderExternalId: 'o1',
    partner: derivedId('partner', 'nora'),
    tier: 'gold',
    at,
    currency: 'USD',
    recorded: 0n,
    ...given,
  };
}

const paid = (amount: bigint, branch = '/if/1'): BacktestOutcome => ({ amount, branch });
const failed: BacktestOutcome = { fault: { code: 'fact_missing', pointer: '/if/0', message: 'It is not there.' } };

function tallyOf(rows: readonly BacktestRow[]): BacktestTally {
  const tallying = new Tallying();
  for (const one of rows) tallying.add(one);
  return tallying.tally();
}

const outcome = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ amount: fc.bigInt(-1000n, 10n ** 15n), branch: fc.constantFrom('/if/1', '/if/3') }),
  },
  fc.record({
    fault: fc.record({
      code: fc.constantFrom('fact_missing', 'overflow'),
      pointer: fc.constantFrom('/if/0', '/if/2'),
      message: fc.constant('A sentence.'),
    }),
  }),
);
const rows = fc.array(
  fc
    .record({
      before: outcome,
      after: outcome,
      tier: fc.constantFrom('gold', 'silver', '__proto__'),
      currency: fc.constantFrom('USD', 'EUR'),
      recorded: fc.bigInt(0n, 10n ** 15n),
      partner: fc.integer({ min: 0, max: 30 }).map((number) => derivedId('partner', String(number))),
    })
    .map(row),
  { maxLength: 60 },
);

describe('a tally', () => {
  it('adds up per currency, tier and branch, and leaves rows with an error out of the sums', () => {
    const tally = tallyOf([
      row({ before: paid(100n), after: paid(120n, '/if/3'), recorded: 90n }),
      row({ before: paid(50n), after: paid(50n), tier: 'silver', recorded: 50n }),
      row({ before: paid(7n), after: failed, recorded: 7n }),
      row({ before: paid(5n), after: paid(4n), currency: 'EUR', recorded: 5n }),
    ]);
    expect(tally).toMatchObject({ orders: 4, changed: 2, same: 1, errors: 1, withoutFacts: 0 });
    expect(tally.sums).toEqual([
      { currency: 'EUR', before: 5n, after: 4n, recorded: 5n },
      { currency: 'USD', before: 150n, after: 170n, recorded: 140n },
    ]);
    expect(tally.tiers.map(({ key, orders, changed, errors }) => [key, orders, changed, errors])).toEqual([
      ['gold', 3, 2, 1],
      ['silver', 1, 0, 0],
    ]);
    expect(tally.branches.after.map(({ key, orders }) => [key, orders])).toEqual([
      ['/if/1', 2],
      ['/if/3', 1],
    ]);
    expect(tally.faults).toEqual([
      { side: 'after', code: 'fact_missing', pointer: '/if/0', message: 'It is not there.', orders: 1 },
    ]);
  });

  it('is the same however the rows were cut into chunks and the chunks grouped', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(60), { maxLength: 6 }), (all, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
        const chunks = places.slice(1).map((end, index) => tallyOf(all.slice(places[index], end)));
        const whole = tallyOf(all);
        expect(chunks.reduce(mergeTallies, emptyTally())).toEqual(whole);
        expect(chunks.reduceRight((sum, chunk) => mergeTallies(chunk, sum), emptyTally())).toEqual(whole);
        expect(mergeTallies(whole, emptyTally())).toEqual(whole);
        expect(whole.orders).toBe(whole.changed + whole.same + whole.errors);
      }),
    );
  });
});

describe('partners', () => {
  it('one look after the other finds what one sum over everything finds, whatever a look may hold', () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (chunks, hold) => {
        const lists = chunks.map(partnerSums);
        const found: PartnerSum[] = [];
        for (let after: string | undefined = ''; after !== undefined;) {
          const pass: PartnerPass = new PartnerPass(after, hold);
          for (const list of lists) pass.add(list);
          const { sums, next } = pass.read();
          found.push(...sums);
          after = next;
        }
        const key = ({ partner, currency }: PartnerSum) => `${partner} ${currency}`;
        const sorted = (sums: PartnerSum[]) =>
          sums.map(({ tier: _, ...sum }) => sum).sort((a, b) => (key(a as PartnerSum) < key(b as PartnerSum) ? -1 : 1));
        expect(sorted(found)).toEqual(sorted(partnerSums(chunks.flat())));
      }),
    );
  });

  it('the ranking keeps the most at each end by currency, and counts all', () => {
    const ranking = new Ranking(2);
    const sum = (name: string, delta: bigint, currency = 'USD'): PartnerSum => ({
      partner: derivedId('partner', name),
      currency,
      tier: 'gold',
      orders: 1,
      changed: 1,
      before: 100n,
      after: 100n + delta,
    });
    for (const one of [sum('a', 5n), sum('b', -3n), sum('c', 9n), sum('d', 7n), sum('e', 0n), sum('f', 1n, 'EUR')])
      ranking.take(one);
    const { gaining, losing, gainers, losers } = ranking.read();
    expect([gaining, losing]).toEqual([4, 1]);
    expect(gainers.map(({ currency, after }) => [currency, after])).toEqual([
      ['EUR', 101n],
      ['USD', 109n],
      ['USD', 107n],
    ]);
    expect(losers.map(({ after }) => after)).toEqual([97n]);
  });
});

describe('an amount by stored facts', () => {
  const facts: JsonObject = {
    partner: { tier: 'gold', type: 'agency' },
    order: { amount: 11900, net: 10000, tax: 1900, shipping: 0, kind: 'renewal', month: 5 },
    history: { monthVolume: 90000, orderCount: 3 },
    asOf: at.getTime(),
  };
  const rest = { externalId: 'o1', at, currency: 'USD' };
  const settings = { base: 'net', rounding: 'half_even', recurringMonths: 12 } as const;
  const usd = (amount: bigint) => ({ amount, currency: 'USD' });
  const told = (margin: bigint) => ({ amount: usd(11900n), tax: usd(1900n), shipping: usd(0n), margin: usd(margin) });
  const pay = (terms: CommissionTerms, given: JsonObject = facts, margin?: bigint) =>
    computeByFacts(orderOfFacts(given, { ...rest, ...(margin !== undefined && { stored: told(margin) }) })!, terms, {
      settings,
      timeZone: 'Europe/Berlin',
    }).amount.amount;

  it.each<[string, CommissionTerms, bigint]>([
    ['percent of net', { type: 'percent', rate: '20' }, 2000n],
    ['percent of gross', { type: 'percent', rate: '10', base: 'gross' }, 1190n],
    ['flat', { type: 'flat', amount: '750' }, 750n],
    ['none', { type: 'none', reason: 'paused' }, 0n],
    [
      'tiered by the volume before it',
      {
        type: 'tiered',
        mode: 'graduated',
        measure: 'month_volume',
        tiers: [
          { from: '0', rate: '10' },
          { from: '95000', rate: '20' },
        ],
      },
      500n + 1000n,
    ],
  ])('%s', (_name, terms, amount) => {
    expect(pay(terms)).toBe(amount);
  });

  it('takes the margin from the order, and stops where it tells none', () => {
    const terms: CommissionTerms = { type: 'percent', rate: '10', base: 'margin' };
    expect(pay(terms, facts, 2500n)).toBe(250n);
    expect(() => pay(terms)).toThrow('no margin');
  });

  it('ends renewals by the month that the facts name', () => {
    const late = { ...facts, order: { ...(facts['order'] as JsonObject), month: 13 } };
    expect(pay({ type: 'percent', rate: '20' }, late)).toBe(0n);
  });

  it('shares as the order was shared', () => {
    const order = orderOfFacts(facts, rest)!;
    const terms: CommissionTerms = { type: 'flat', amount: '100' };
    const share = { weights: [333_333, 666_667], index: 0 };
    const whole = { settings, timeZone: 'UTC', share };
    expect(computeByFacts(order, terms, whole).amount).toEqual(
      computeCommission({ order: order.order, terms, ...whole }).amount,
    );
  });

  it.each<[string, JsonObject]>([
    ['no facts', {}],
    ['no order', { partner: { tier: 'gold' } }],
    ['an amount that is no number', { order: { amount: '11900', tax: 0, shipping: 0, kind: 'new', month: 1 } }],
    ['a kind of its own', { order: { amount: 1, tax: 0, shipping: 0, kind: 'gift', month: 1 } }],
  ])('%s: nothing can be computed', (_name, given) => {
    expect(orderOfFacts(given, rest)).toBeUndefined();
  });
});
