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

describe('an order in another currency', () => {
  it('says on its line both amounts, the rate and its day', () => {
    const conversion = {
      from: money(28_800n, 'EUR'),
      to: money(31_234n, 'USD'),
      rate: '1.0845',
      source: 'ecb',
      date: '2026-11-20',
    };
    const of = { ...commission('ord_eur', 3123n), conversion };
    const chain = new Chain();
    chain.post((h, p) => decideEarn(h, p, { ...act, commission: of, holds: [], timeZone: 'UTC' }));
    chain.post((h, p) => decideRelease(h, p, { ...act, commission: of.id }));
    const [line] = buildStatement({
      programme,
      partner,
      number: 1,
      currency: 'USD',
      before: null,
      journals: chain.journals,
      commissions: { [of.id]: of },
      from: at,
      to: at,
      createdAt: at,
    }).lines;
    expect(line?.conversion).toEqual(conversion);
    expect(renderExplanation(line?.explanation ?? [], 'en').at(-1)).toBe(
      'Converted from €288.00 to $312.34 at 1.0845 (European Central Bank, 20 Nov 2026).',
    );
  });
});

describe('a payout with VAT, withholding, a fee and another currency is told part by part', () => {
  const payout = derivedId('payout', programme, 'settled');
  const usd = (amount: bigint) => money(amount, 'USD');
  const conversion = {
    from: usd(11_400n),
    to: money(10_511n, 'EUR'),
    rate: '0.922',
    source: 'ecb',
    date: '2026-11-19',
  };
  const settlement = {
    vat: {
      amount: usd(1_900n),
      rate: '19',
      scheme: 'standard' as const,
      reason: { code: 'statement.vat', params: {} },
    },
    withholding: { amount: usd(400n), rate: '4', reason: { code: 'statement.withholding', params: {} } },
    fee: { amount: usd(100n), borneBy: 'partner' as const },
    net: usd(11_400n),
    pay: money(10_511n, 'EUR'),
    conversion,
  };
  const journal = (seq: number, kind: Journal['kind'], postings: Journal['postings'], owes: bigint): Journal => ({
    id: derivedId('journal', programme, String(seq)),
    programme,
    partner,
    seq,
    at,
    kind,
    cause: `payout:${payout}:1`,
    commissions: [],
    payout,
    postings,
    balancesAfter: { 'partner:payable|USD': owes },
    counters: {},
    actor: 'test',
    ...(kind === 'failed' ? {} : { conversion }),
  });
  const postings = (sign: bigint): Journal['postings'] => [
    { account: sign > 0n ? 'partner:in_transit' : 'partner:payable', amount: -10_000n * sign, currency: 'USD' },
    { account: 'withholding', amount: 400n * sign, currency: 'USD' },
    { account: 'fees', amount: 100n * sign, currency: 'USD' },
    { account: 'vat', amount: -1_900n * sign, currency: 'USD' },
    { account: 'fx', amount: 11_400n * sign, currency: 'USD' },
    { account: 'fx', amount: -10_511n * sign, currency: 'EUR' },
    { account: 'cash:sepa', amount: 10_511n * sign, currency: 'EUR' },
  ];
  const built = (journals: Journal[], how = settlement as object) =>
    buildStatement({
      programme,
      partner,
      number: 1,
      currency: 'USD',
      before: journal(0, 'release', [], 10_000n),
      journals,
      commissions: {},
      settlements: { [payout]: how as typeof settlement },
      from: at,
      to: at,
      createdAt: at,
    }).lines.map(({ kind, amount }) => [kind, amount.amount]);

  it('adds up to what left the account, and its return takes each part back', () => {
    const paid = [
      ['vat', 1_900n],
      ['withholding', -400n],
      ['fee', -100n],
      ['payout', -11_400n],
    ];
    expect(built([journal(1, 'paid', postings(1n), 0n)])).toEqual(paid);
    expect(built([journal(1, 'returned', postings(-1n), 10_000n)])).toEqual(
      paid.map(([kind, amount]) => [kind === 'payout' ? 'payout_returned' : kind, -(amount as bigint)]),
    );
  });

  it('a fee that the programme bears is none of the partner’s, and VAT of nothing is said', () => {
    const free: Journal['postings'] = [
      { account: 'partner:in_transit', amount: -10_000n, currency: 'USD' },
      { account: 'cash:sepa', amount: 10_150n, currency: 'USD' },
      { account: 'fees', amount: -150n, currency: 'USD' },
    ];
    const reverse = { ...settlement, vat: { ...settlement.vat, amount: usd(0n), scheme: 'reverse_charge' as const } };
    expect(built([journal(1, 'paid', free, 0n)], reverse)).toEqual([
      ['vat', 0n],
      ['payout', -10_000n],
    ]);
  });

  it('says both amounts, the rate and its day', () => {
    const [line] = buildStatement({
      programme,
      partner,
      number: 1,
      currency: 'USD',
      before: journal(0, 'release', [], 10_000n),
      journals: [journal(1, 'paid', postings(1n), 0n)],
      commissions: {},
      from: at,
      to: at,
      createdAt: at,
    }).lines.slice(-1);
    expect(line?.conversion).toEqual(conversion);
    expect(renderExplanation(line?.explanation ?? [], 'en').join(' ')).toContain(
      'Converted from $114.00 to €105.11 at 0.922 (European Central Bank, 19 Nov 2026).',
    );
    expect(renderExplanation(line?.explanation ?? [], 'de').join(' ')).toContain(
      'Umgerechnet von $114,00 in €105,11 zum Kurs 0,922 (Europäische Zentralbank, 19. Nov. 2026).',
    );
  });
});
