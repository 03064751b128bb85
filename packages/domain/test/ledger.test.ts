import { describe, expect, it } from '@jest/globals';
import {
  appendJournal,
  decideAdjust,
  decideApproval,
  decideEarn,
  decideFailed,
  decideHold,
  decideImportPaid,
  decideLift,
  decidePaid,
  decideRefund,
  decideRelease,
  decideReserve,
  decideReturned,
  decideReview,
  decideSend,
  decideUnreserve,
  decideVolume,
  derivedId,
  itemsOf,
  lineCommission,
  money,
  partnerBalances,
  verifyChain,
  volumeBefore,
  type Commission,
  type Decision,
  type Hold,
  type Journal,
  type Order,
  type Positions,
  type SluiceEvent,
} from '../src/index.js';
import { act, at, Chain, commission, folded, later, partner, programme, told } from './build.js';

const timeZone = 'Europe/Berlin';
const batch = derivedId('batch', programme, 'b1');
const payoutId = (name: string) => derivedId('payout', programme, name, partner);
const window: Hold = { key: 'refund', kind: 'refund_window', since: at, until: later(60), openedBy: 'flow' };

type Step = (head: Journal | null, positions: Positions) => Decision;
const earn =
  (of: Commission, holds: Hold[] = []): Step =>
  (h, p) =>
    decideEarn(h, p, { ...act, commission: of, holds, timeZone });
const release =
  (of: Commission): Step =>
  (h, p) =>
    decideRelease(h, p, { ...act, commission: of.id });
const refund =
  (of: Commission, order: Order, cause = 'refund:o:r'): Step =>
  (h, p) =>
    decideRefund(h, p, { ...act, commission: of, order, cause, rounding: 'half_even' });
const reserve =
  (payout: string, ...items: Commission[]): Step =>
  (h, p) =>
    decideReserve(h, p, { ...act, payout: payoutId(payout), batch, currency: 'USD', items: items.map(({ id }) => id) });
const send =
  (payout: string): Step =>
  (h, p) =>
    decideSend(h, p, { ...act, payout: payoutId(payout), batch, items: itemsOf(p, payoutId(payout), 'reserved') });
const settlement = (payout: string) => ({ ...act, payout: payoutId(payout), batch, rail: 'sandbox', attempt: '1' });
const paid =
  (payout: string): Step =>
  (h, p) =>
    decidePaid(h, p, settlement(payout));
const failed =
  (payout: string): Step =>
  (h, p) =>
    decideFailed(h, p, settlement(payout));
const returned =
  (payout: string): Step =>
  (h, p) =>
    decideReturned(h, p, settlement(payout));

function chain(...steps: Step[]): Chain {
  const made = new Chain();
  for (const step of steps) made.post(step);
  return made;
}

const a = commission('a', 2000n);
const b = commission('b', 3000n);
const orderOf = (...events: SluiceEvent[]) => folded(told.paid('a', 10000), ...events);
const half = () => told.refunded('a', 're_half', 5000);
const full = () => told.refunded('a', 're_full', 10000);

function sane(made: Chain): void {
  expect(verifyChain(made.journals)).toEqual([]);
}

describe('a commission’s way to pay', () => {
  it('earn, hold, lift, review, approve, release, reserve, send, paid', () => {
    const made = chain(earn(a, [window]));
    expect(made.balance('partner:held')).toBe(2000n);
    expect(made.ask(release(a))).toBe('hold_open');
    made.post((h, p) => decideReview(h, p, { ...act, commission: a.id }));
    expect(made.ask((h, p) => decideLift(h, p, { ...act, commission: a.id, key: 'refund' }))).toBe('hold_not_due');
    made.post((h, p) => decideLift(h, p, { ...act, at: later(60), commission: a.id, key: 'refund' }));
    expect(made.ask(release(a))).toBe('not_approved');
    made.post((h, p) => decideApproval(h, p, { ...act, commission: a.id, outcome: 'approve' }));
    made.post(release(a));
    made.post(reserve('p1', a));
    expect(made.balance('partner:in_transit')).toBe(2000n);
    made.post(send('p1'));
    made.post(paid('p1'));
    expect(partnerBalances(made.head)).toEqual([
      {
        currency: 'USD',
        held: money(0n, 'USD'),
        payable: money(0n, 'USD'),
        inTransit: money(0n, 'USD'),
        paid: money(2000n, 'USD'),
      },
    ]);
    expect(made.positions[a.id]).toMatchObject({ state: 'paid', payout: payoutId('p1'), approval: 'approved' });
    expect(made.journals.map(({ kind }) => kind)).toEqual([
      'earn',
      'review',
      'lift',
      'approve',
      'release',
      'reserve',
      'send',
      'paid',
    ]);
    sane(made);
  });

  it('every step a second time does nothing', () => {
    const steps: Step[] = [
      earn(a, [window]),
      (h, p) => decideHold(h, p, { ...act, commission: a.id, hold: { ...window, key: 'tax', kind: 'tax_form' } }),
      (h, p) => decideLift(h, p, { ...act, commission: a.id, key: 'tax', early: true }),
      (h, p) => decideReview(h, p, { ...act, commission: a.id }),
      (h, p) => decideApproval(h, p, { ...act, commission: a.id, outcome: 'approve' }),
      (h, p) => decideLift(h, p, { ...act, at: later(60), commission: a.id, key: 'refund' }),
      release(a),
      reserve('p1', a),
      send('p1'),
      paid('p1'),
      returned('p1'),
    ];
    const made = new Chain();
    for (const [index, step] of steps.entries()) {
      expect(made.post(step).length).toBeGreaterThan(0);
      for (const before of steps.slice(0, index + 1)) {
        // A send told again after the money came back is the one thing that must not pass quietly.
        if (before === steps[8] && index === 10) expect(made.ask(before)).toBe('items_changed');
        else if (before === steps[9] && index === 10) expect(made.ask(before)).toBe('not_sent');
        else expect(made.post(before)).toEqual([]);
      }
    }
    sane(made);
  });

  it('rejected by a person, it is gone for good', () => {
    const made = chain(earn(a, [window]));
    made.post((h, p) => decideReview(h, p, { ...act, commission: a.id }));
    made.post((h, p) => decideApproval(h, p, { ...act, commission: a.id, outcome: 'reject' }));
    expect(made.balance('partner:held')).toBe(0n);
    expect(made.balance('expense:commission')).toBe(0n);
    expect(made.ask((h, p) => decideApproval(h, p, { ...act, commission: a.id, outcome: 'approve' }))).toBe(
      'already_decided',
    );
    expect(made.ask(release(a))).toBe('rejected');
    expect(made.post(refund(a, orderOf(full())))).toEqual([]);
    sane(made);
  });

  it('zero earns nothing, negative is refused', () => {
    expect(new Chain().post(earn(commission('z', 0n)))).toEqual([]);
    expect(new Chain().ask(earn(commission('n', -1n)))).toBe('not_positive');
  });
});

describe('edge case: refund before, during and after payout', () => {
  it('while held: reduced, and rejected when nothing is left', () => {
    const made = chain(earn(a, [window]), refund(a, orderOf(half())));
    expect(made.balance('partner:held')).toBe(1000n);
    made.post(refund(a, orderOf(half(), told.refunded('a', 're_2', 5000))));
    expect(made.positions[a.id]).toMatchObject({
      state: 'rejected',
      open: money(0n, 'USD'),
      reversed: money(2000n, 'USD'),
    });
    expect(made.ask(release(a))).toBe('rejected');
    sane(made);
  });

  it('edge case: hold release racing a refund: whoever is second decides from what the first left', () => {
    const order = orderOf(half());
    const first = chain(earn(a), release(a), refund(a, order));
    const second = chain(earn(a), refund(a, order), release(a));
    for (const made of [first, second]) {
      expect(made.balance('partner:payable')).toBe(1000n);
      expect(made.balance('partner:held')).toBe(0n);
      sane(made);
    }
  });

  it('while reserved: its item leaves the payout, the others stay', () => {
    const made = chain(earn(a), earn(b), release(a), release(b), reserve('p1', a, b));
    const stale = itemsOf(made.positions, payoutId('p1'), 'reserved');
    expect(made.post(refund(a, orderOf(half()))).map(({ kind }) => kind)).toEqual(['unreserve', 'reduce']);
    expect(made.positions[a.id]).toMatchObject({ state: 'payable', open: money(1000n, 'USD') });
    expect(itemsOf(made.positions, payoutId('p1'))).toEqual([{ commission: b.id, amount: money(3000n, 'USD') }]);
    expect(made.ask((h, p) => decideSend(h, p, { ...act, payout: payoutId('p1'), batch, items: stale }))).toBe(
      'items_changed',
    );
    made.post(send('p1'));
    sane(made);
  });

  it('a crash between unreserve and reduce: deciding again goes on from there', () => {
    const made = chain(earn(a), release(a), reserve('p1', a));
    const decision = refund(a, orderOf(full()))(made.head, made.positions);
    if (!decision.ok) throw new Error(decision.code);
    const [first] = decision.journals;
    if (!first) throw new Error('nothing decided');
    made.journals.push(appendJournal(made.head, first));
    expect(made.post(refund(a, orderOf(full()))).map(({ kind }) => kind)).toEqual(['reduce']);
    expect(made.post(refund(a, orderOf(full())))).toEqual([]);
    sane(made);
  });

  it('after pay: a negative line, and the paid commission stays as it is', () => {
    const made = chain(earn(a), release(a), reserve('p1', a), send('p1'), paid('p1'));
    const [journal] = made.post(refund(a, orderOf(half())));
    expect(journal?.kind).toBe('claw_back');
    expect(made.positions[a.id]).toMatchObject({
      state: 'paid',
      worth: money(2000n, 'USD'),
      reversed: money(1000n, 'USD'),
    });
    expect(made.balance('partner:payable')).toBe(-1000n);
    const line = journal && lineCommission(a, journal);
    expect(line).toMatchObject({ amount: money(-1000n, 'USD'), reverses: a.id, reason: { code: 'clawback.refund' } });
    expect(line && made.positions[line.id]).toMatchObject({ state: 'payable', open: money(-1000n, 'USD') });
    expect(made.post(refund(a, orderOf(half())))).toEqual([]);
    sane(made);
  });

  it('after send, before the rail has answered: a negative line too', () => {
    const made = chain(earn(a), release(a), reserve('p1', a), send('p1'), refund(a, orderOf(full())));
    expect(made.journals.at(-1)?.kind).toBe('claw_back');
    made.post(failed('p1'));
    expect(made.balance('partner:payable')).toBe(0n);
    sane(made);
  });

  it('edge case: refund before its order: earned, then reduced at once', () => {
    const order = folded(full(), told.paid('a', 10000));
    const made = chain(earn(a), refund(a, order));
    expect(made.positions[a.id]?.state).toBe('rejected');
    sane(made);
  });
});

describe('reversals never exceed what was earned', () => {
  const states: [string, Step[]][] = [
    ['held', [earn(a)]],
    ['payable', [earn(a), release(a)]],
    ['reserved', [earn(a), release(a), reserve('p1', a)]],
    ['sent', [earn(a), release(a), reserve('p1', a), send('p1')]],
    ['paid', [earn(a), release(a), reserve('p1', a), send('p1'), paid('p1')]],
  ];
  const net = (made: Chain) => -made.balance('expense:commission');

  it.each(states)('edge case: two partial refunds, then a full one, while %s', (_state, steps) => {
    const made = chain(...steps);
    const events: SluiceEvent[] = [];
    const left = ['a', 'b', 'c'].map((id, index) => {
      events.push(told.refunded('a', id, index < 2 ? 2500 : 10000));
      made.post(refund(a, orderOf(...events), `refund:a:${id}`));
      return net(made);
    });
    expect(left).toEqual([1500n, 1000n, 0n]);
    sane(made);
  });

  it.each(states)('edge case: dispute + refund in both orders, while %s', (_state, steps) => {
    const dispute = told.dispute('a', 'dp', 10000, 'opened');
    for (const events of [
      [full(), dispute],
      [dispute, full()],
    ]) {
      const made = chain(...steps);
      for (const [index] of events.entries())
        made.post(refund(a, orderOf(...events.slice(0, index + 1)), `cause:${index}`));
      expect(net(made)).toBe(0n);
      sane(made);
    }
  });

  it.each(states)('edge case: won dispute told twice restores once, while %s', (_state, steps) => {
    const made = chain(...steps);
    const opened = told.dispute('a', 'dp', 10000, 'opened');
    const won = told.dispute('a', 'dp', 10000, 'won', later(9));
    const wonAgain = told.dispute('a', 'dp', 10000, 'won', later(10));
    const cause = 'dispute:a:dp';
    made.post(refund(a, orderOf(opened), cause));
    expect(net(made)).toBe(0n);
    made.post(refund(a, orderOf(opened, won), cause));
    made.post(refund(a, orderOf(opened, won), cause));
    made.post(refund(a, orderOf(opened, won, wonAgain), cause));
    expect(net(made)).toBe(2000n);
    sane(made);
  });

  it('a telling of the order older than one weighed before decides nothing', () => {
    const made = chain(earn(a), release(a));
    const older = orderOf(half());
    const newer = orderOf(half(), told.refunded('a', 're_half', 5000, { status: 'failed' }, later(5)));
    made.post(refund(a, newer));
    expect(made.post(refund(a, older))).toEqual([]);
    expect(made.balance('partner:payable')).toBe(2000n);
    sane(made);
  });

  it('a refund that fails and succeeds after all acts each time', () => {
    const made = chain(earn(a), release(a));
    const steps = [
      half(),
      told.refunded('a', 're_half', 5000, { status: 'failed' }, later(5)),
      told.refunded('a', 're_half', 5000, {}, later(6)),
    ];
    const left = steps.map((_, index) => {
      made.post(refund(a, orderOf(...steps.slice(0, index + 1)), 'refund:a:re_half'));
      return made.balance('partner:payable');
    });
    expect(left).toEqual([1000n, 2000n, 1000n]);
    sane(made);
  });

  it('clawed back after pay, then the payment returns, then the rest is refunded', () => {
    const made = chain(
      earn(a),
      release(a),
      reserve('p1', a),
      send('p1'),
      paid('p1'),
      refund(a, orderOf(half())),
      returned('p1'),
    );
    expect(made.balance('partner:payable')).toBe(1000n);
    made.post(refund(a, orderOf(half(), told.refunded('a', 're_2', 5000)), 'refund:a:re_2'));
    expect(made.balance('partner:payable')).toBe(0n);
    sane(made);
  });
});

describe('payouts on the chain', () => {
  const ready = () => chain(earn(a), earn(b), release(a), release(b));

  it('edge case: two batches racing for one payable: one gets it', () => {
    const made = ready();
    made.post(reserve('p1', a));
    expect(made.ask(reserve('p2', a, b))).toBe('not_payable');
    expect(made.post(reserve('p1', a))).toEqual([]);
    made.post(reserve('p2', b));
    sane(made);
  });

  it('edge case: payout failure, return, re-send: the money is there again for a later payout', () => {
    const made = ready();
    for (const step of [reserve('p1', a, b), send('p1'), failed('p1')]) made.post(step);
    expect(made.balance('partner:payable')).toBe(5000n);
    expect(made.ask(paid('p1'))).toBe('not_sent');
    expect(made.post(failed('p1'))).toEqual([]);
    for (const step of [reserve('p2', a, b), send('p2'), paid('p2'), returned('p2')]) made.post(step);
    expect(made.balance('cash:sandbox')).toBe(0n);
    expect(made.post(returned('p2'))).toEqual([]);
    for (const step of [reserve('p3', a, b), send('p3'), paid('p3')]) made.post(step);
    expect(made.balance('cash:sandbox')).toBe(5000n);
    expect(made.ask(failed('p3'))).toBe('not_sent');
    sane(made);
  });

  it('a return told before the payment posts both', () => {
    const made = ready();
    for (const step of [reserve('p1', a), send('p1')]) made.post(step);
    expect(made.post(returned('p1')).map(({ kind }) => kind)).toEqual(['paid', 'returned']);
    sane(made);
  });

  it('is not paid before it was sent', () => {
    const made = ready();
    made.post(reserve('p1', a));
    expect(made.ask(paid('p1'))).toBe('not_sent');
  });

  it('edge case: negative carry-over: a payout of nothing or less cannot be reserved', () => {
    const made = chain(earn(a), release(a), reserve('p1', a), send('p1'), paid('p1'), refund(a, orderOf(full())));
    const line = Object.keys(made.positions).find((id) => id !== a.id);
    const items = [line as Commission['id']];
    expect(
      made.ask((h, p) => decideReserve(h, p, { ...act, payout: payoutId('p2'), batch, currency: 'USD', items })),
    ).toBe('not_positive');
    made.post(earn(b));
    made.post(release(b));
    made.post((h, p) =>
      decideReserve(h, p, { ...act, payout: payoutId('p2'), batch, currency: 'USD', items: [...items, b.id] }),
    );
    expect(made.balance('partner:in_transit')).toBe(1000n);
    // The positive item leaves: what is left would be negative, so the payout is taken apart.
    made.post((h, p) => decideUnreserve(h, p, { ...act, payout: payoutId('p2'), batch, items: [b.id], cause: 'edit' }));
    expect(itemsOf(made.positions, payoutId('p2'))).toEqual([]);
    expect(made.balance('partner:payable')).toBe(1000n);
    sane(made);
  });

  it('mixes no currencies', () => {
    const euro = commission('e', 500n, 'EUR');
    const made = chain(earn(euro), release(euro));
    expect(made.ask(reserve('p1', euro))).toBe('other_currency');
  });

  it('history is imported as paid, adjustments have a reason', () => {
    const made = ready();
    made.post((h, p) => decideImportPaid(h, p, { ...act, commissions: [a.id], cause: 'import:2026-09' }));
    expect(made.balance('cash:import')).toBe(2000n);
    expect(
      made.post((h, p) => decideImportPaid(h, p, { ...act, commissions: [a.id], cause: 'import:2026-09' })),
    ).toEqual([]);
    const line = derivedId('commission', programme, 'adjust', '1');
    const adjust = { ...act, line, amount: money(-700n, 'USD'), cause: 'adjust:1' };
    expect(made.ask((h, p) => decideAdjust(h, p, adjust))).toBe('reason_missing');
    made.post((h, p) => decideAdjust(h, p, { ...adjust, reason: { code: 'note', params: { text: 'agreed' } } }));
    expect(made.balance('partner:payable')).toBe(2300n);
    sane(made);
  });
});

describe('edge case: two orders at once crossing a tier', () => {
  it('claims the volume before it computes, so that a retry reads its own figure back', () => {
    const made = new Chain();
    const claim = (name: string, amount: bigint) =>
      made.post(() =>
        decideVolume({
          ...act,
          commission: commission(name, 1n).id,
          base: money(amount, 'USD'),
          occurredAt: at,
          timeZone,
        }),
      )[0];
    const first = claim('x', 60000n);
    const second = claim('y', 60000n);
    const before = (journal: Journal | undefined) =>
      journal && volumeBefore(journal, money(60000n, 'USD'), at, timeZone);
    expect([before(first), before(second), before(first)]).toEqual([0n, 60000n, 0n]);
    expect(first?.id).not.toBe(second?.id);
    made.post(
      earn(
        commission('x', 6000n, 'USD', { terms: { type: 'tiered', mode: 'whole', measure: 'month_volume', tiers: [] } }),
      ),
    );
    expect(made.head?.counters['month_volume:2026-11:USD']).toBe(120000n);
    sane(made);
  });
});

describe('verifyChain finds what is wrong', () => {
  const good = chain(earn(a), release(a), reserve('p1', a), send('p1'), paid('p1')).journals;
  const spoil = (index: number, change: (journal: Journal) => Partial<Journal>) =>
    good.map((journal, i) => (i === index ? { ...journal, ...change(journal) } : journal));
  const codes = (journals: Journal[]) => [...new Set(verifyChain(journals).map(({ code }) => code))].sort();

  it.each<[string, Journal[], string[]]>([
    ['a missing journal', good.filter((_, index) => index !== 1), ['balances_differ', 'commissions_differ', 'gap']],
    [
      'a changed amount',
      spoil(0, ({ postings }) => ({ postings: postings.map((p, i) => (i ? { ...p, amount: 1n } : p)) })),
      ['balances_differ', 'commissions_differ', 'negative_held', 'unbalanced'],
    ],
    ['changed balances', spoil(2, () => ({ balancesAfter: {} })), ['balances_differ']],
    ['a doubled id', spoil(1, () => ({ id: good[0]?.id ?? 'jrn_x' })), ['doubled_id']],
    [
      'a state that no posting follows',
      spoil(1, ({ commissions }) => ({ commissions: commissions.map((c) => ({ ...c, delta: 5n })) })),
      ['commissions_differ'],
    ],
    [
      'another partner’s journal',
      spoil(4, () => ({ partner: derivedId('partner', programme, 'other') })),
      ['wrong_chain'],
    ],
  ])('%s', (_name, journals, expected) => {
    expect(codes(journals)).toEqual(expected);
  });
});

describe('appendJournal refuses what must never be written', () => {
  const base = {
    id: derivedId('journal', 'x'),
    programme,
    partner,
    at,
    kind: 'adjust',
    cause: 'x',
    commissions: [],
    actor: 'x',
  } as const;
  it.each([
    ['unbalanced', [{ account: 'partner:payable', amount: 1n, currency: 'USD' }]],
    [
      'unbalanced',
      [
        { account: 'partner:payable', amount: 1n, currency: 'USD' },
        { account: 'expense:commission', amount: -1n, currency: 'EUR' },
      ],
    ],
    [
      'negative_held',
      [
        { account: 'partner:held', amount: -1n, currency: 'USD' },
        { account: 'expense:commission', amount: 1n, currency: 'USD' },
      ],
    ],
    [
      'negative_in_transit',
      [
        { account: 'partner:in_transit', amount: -1n, currency: 'USD' },
        { account: 'cash:x', amount: 1n, currency: 'USD' },
      ],
    ],
  ] as const)('%s', (code, postings) => {
    expect(() => appendJournal(null, { ...base, commissions: [], postings: [...postings] })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('lets payable be negative: it is carried over', () => {
    const postings = [
      { account: 'partner:payable', amount: -1n, currency: 'USD' },
      { account: 'adjustment', amount: 1n, currency: 'USD' },
    ] as const;
    expect(appendJournal(null, { ...base, commissions: [], postings: [...postings] }).seq).toBe(1);
  });
});
