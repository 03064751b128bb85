import { describe, expect, it } from '@jest/globals';
import {
  approversNeeded,
  attemptKey,
  batchTransition,
  batchTransitions,
  derivedId,
  itemsHash,
  money,
  newPosition,
  payoutTransition,
  payoutTransitions,
  planBatch,
  type CommissionPosition,
  type Partner,
  type PlanInput,
} from '../src/index.js';
import { at, later, programme } from './build.js';

const partner = (name: string, over: Partial<PlanInput['partners'][number]> = {}): PlanInput['partners'][number] => ({
  id: derivedId('partner', programme, name),
  name,
  status: 'active',
  payout: {
    rail: 'sandbox',
    currency: 'USD',
    account: 'x',
    accountHash: 'x',
    changedAt: new Date('2026-01-01T00:00:00Z'),
  },
  ...over,
});
const position = (amount: bigint, currency = 'USD'): CommissionPosition => ({
  ...newPosition(currency),
  state: 'payable',
  open: money(amount, currency),
});
const item = (of: Pick<Partner, 'id'>, name: string, amount: bigint, since = at, currency = 'USD') => ({
  commission: derivedId('commission', programme, name),
  partner: of.id,
  position: position(amount, currency),
  since,
});
const settings: PlanInput['settings'] = {
  minimumPayout: { USD: '5000' },
  rounding: 'half_even',
  feesBorneBy: 'programme',
};
const plan = (partners: PlanInput['partners'], payable: PlanInput['payable'], over: Partial<PlanInput> = {}) =>
  planBatch({
    programme,
    batch: derivedId('batch', programme, 'B-2026-11'),
    currency: 'USD',
    cutoff: later(1),
    now: later(1),
    partners,
    payable,
    settings,
    day: '2026-11-20',
    rateFor: () => undefined,
    ...over,
  });

describe('planning a batch', () => {
  const nora = partner('nora');

  it('adds up the payable commissions before the cutoff', () => {
    const planned = plan([nora], [item(nora, '1', 4000n), item(nora, '2', 1500n), item(nora, '3', 900n, later(1))]);
    expect(planned.payouts).toHaveLength(1);
    expect(planned.payouts[0]?.amount).toEqual(money(5500n, 'USD'));
    expect(planned.payouts[0]?.items).toHaveLength(2);
    expect(planned.total).toEqual(money(5500n, 'USD'));
    expect(plan([nora], [item(nora, '2', 1500n), item(nora, '1', 4000n)]).payouts[0]?.id).toBe(planned.payouts[0]?.id);
  });

  it('edge case: minimum carry-over', () => {
    expect(plan([nora], [item(nora, '1', 4999n)]).leftOut).toEqual([
      {
        partner: nora.id,
        amount: money(4999n, 'USD'),
        reason: {
          code: 'left_out.below_minimum',
          params: { amount: { amount: '4999', currency: 'USD' }, minimum: { amount: '5000', currency: 'USD' } },
        },
      },
    ]);
    expect(plan([nora], [item(nora, '1', 5000n)]).leftOut).toEqual([]);
  });

  it('edge case: negative carry-over', () => {
    const planned = plan([nora], [item(nora, '1', 1000n), item(nora, '2', -2500n)]);
    expect(planned.payouts).toEqual([]);
    expect(planned.leftOut[0]).toMatchObject({ amount: money(-1500n, 'USD'), reason: { code: 'left_out.negative' } });
    expect(plan([nora], [item(nora, '1', 9000n), item(nora, '2', -2500n)]).payouts[0]?.amount).toEqual(
      money(6500n, 'USD'),
    );
  });

  it.each([
    ['left_out.no_account', (({ payout: _payout, ...rest }) => rest)(nora), {}],
    ['left_out.status', { ...nora, status: 'paused' as const }, {}],
    ['left_out.no_rate', { ...nora, ...(nora.payout && { payout: { ...nora.payout, currency: 'EUR' } }) }, {}],
    // edge case: bank details changed before sending
    [
      'left_out.account_changed',
      { ...nora, ...(nora.payout && { payout: { ...nora.payout, changedAt: at } }) },
      { settings: { ...settings, payouts: { calendar: 'on_demand' as const, coolingDays: 7 } } },
    ],
    [
      'left_out.tax_form',
      nora,
      { standings: new Map([[nora.id, { leftOut: { code: 'left_out.tax_form', params: {} } }]]) },
    ],
    ['left_out.method', { ...nora, groupPayout: { methods: ['sepa'] } }, {}],
    ['left_out.rail_off', nora, { railsOff: new Set(['sandbox']) }],
  ])('%s', (code, of, over) => {
    const planned = plan([of], [item(nora, '1', 9000n)], over);
    expect(planned.payouts).toEqual([]);
    expect(planned.leftOut[0]?.reason.code).toBe(code);
    expect(planned.total.amount).toBe(0n);
  });

  const rateFor: PlanInput['rateFor'] = (from, to, date) => ({ from, to, rate: '0.9', source: 'ecb', date });
  const inEuro = { ...nora, ...(nora.payout && { payout: { ...nora.payout, currency: 'EUR' } }) };

  it.each<[string, bigint, Record<string, string>, Partial<PlanInput['partners'][number]>, string | undefined]>([
    ['minimum by the currency paid in', 10000n, { USD: '5000', EUR: '9001' }, {}, '9000 < 9001 EUR'],
    ['reached in the currency paid in', 10000n, { USD: '50000', EUR: '9000' }, {}, undefined],
    ['of the items where that currency has none', 4999n, { USD: '5000' }, {}, '4999 < 5000 USD'],
    [
      'of the group before the programme',
      10000n,
      { EUR: '1' },
      { groupPayout: { minimumPayout: { EUR: '9500' } } },
      '9000 < 9500 EUR',
    ],
  ])('%s', (_name, amount, minimumPayout, over, expected) => {
    const planned = plan([{ ...inEuro, ...over }], [item(nora, '1', amount)], {
      rateFor,
      settings: { ...settings, minimumPayout },
    });
    const { params } = planned.leftOut[0]?.reason ?? {};
    const of = (one: unknown) => one as { amount: string; currency: string };
    expect(
      params && `${of(params['amount']).amount} < ${of(params['minimum']).amount} ${of(params['minimum']).currency}`,
    ).toBe(expected);
    expect(planned.payouts.map(({ settlement }) => settlement?.pay)).toEqual(
      expected === undefined ? [money(9000n, 'EUR')] : [],
    );
  });

  it.each<[string, Partial<PlanInput>, 'weekly' | 'quarterly' | undefined, string]>([
    [
      'by the calendar, inside of a quarter',
      { schedule: 'calendar', day: '2026-11-25' },
      'quarterly',
      'left_out.not_due',
    ],
    ['by the calendar, at its begin', { schedule: 'calendar', day: '2026-10-25' }, 'quarterly', 'paid'],
    ['opened by a person', { day: '2026-11-25' }, 'quarterly', 'paid'],
    ['on a Monday, a group that is paid weekly', { schedule: 'weekly' }, 'weekly', 'paid'],
    ['on a Monday, anybody else', { schedule: 'weekly' }, undefined, 'not mentioned'],
  ])('%s: %j', (_name, over, frequency, expected) => {
    const of = { ...nora, groupPayout: { ...(frequency && { frequency }) } };
    const planned = plan([of], [item(nora, '1', 9000n)], over);
    const told = planned.leftOut[0]?.reason.code ?? (planned.payouts.length > 0 ? 'paid' : 'not mentioned');
    expect(told).toBe(expected);
  });

  it('says which payout that failed is sent again', () => {
    const before = derivedId('payout', programme, 'before');
    const once = item(nora, '1', 9000n);
    const again = { ...once, position: { ...once.position, past: [{ payout: before, by: 'returned' as const }] } };
    expect(plan([nora], [again]).payouts[0]?.resends).toBe(before);
    const taken = { ...once, position: { ...once.position, past: [{ payout: before, by: 'unreserve' as const }] } };
    expect(plan([nora], [taken]).payouts[0]?.resends).toBeUndefined();
  });

  it('edge case: a terminated partner is paid what was earned', () => {
    expect(plan([{ ...nora, status: 'terminated' }], [item(nora, '1', 9000n)]).payouts).toHaveLength(1);
  });

  it('does not mention partners without anything before the cutoff, nor other currencies', () => {
    expect(plan([nora], [item(nora, '1', 9000n, later(5)), item(nora, '2', 9000n, at, 'EUR')])).toMatchObject({
      payouts: [],
      leftOut: [],
    });
  });
});

describe('edge case: amount changes after approval', () => {
  const payouts = [
    {
      id: derivedId('payout', 'x', '1'),
      partner: derivedId('partner', 'n'),
      currency: 'USD',
      amount: money(30n, 'USD'),
      items: [
        { commission: derivedId('commission', '1'), amount: money(10n, 'USD') },
        { commission: derivedId('commission', '2'), amount: money(20n, 'USD') },
      ],
    },
    {
      id: derivedId('payout', 'x', '2'),
      partner: derivedId('partner', 'm'),
      currency: 'USD',
      amount: money(5n, 'USD'),
      items: [{ commission: derivedId('commission', '3'), amount: money(5n, 'USD') }],
    },
  ];
  const hash = itemsHash(payouts);

  it('any order of payouts and items has the same hash', () => {
    expect(itemsHash(payouts.map((payout) => ({ ...payout, items: [...payout.items].reverse() })).reverse())).toBe(
      hash,
    );
  });

  it.each<[string, (payout: (typeof payouts)[0]) => Partial<(typeof payouts)[0]>]>([
    ['amount', () => ({ amount: money(31n, 'USD') })],
    [
      'an item’s amount',
      ({ items }) => ({ items: items.map((i) => ({ ...i, amount: money(i.amount.amount + 1n, 'USD') })) }),
    ],
    ['an item gone', ({ items }) => ({ items: items.slice(1) })],
    ['another partner', () => ({ partner: derivedId('partner', 'z') })],
    ['another currency', () => ({ currency: 'EUR' })],
  ])('%s: another hash', (_name, change) => {
    expect(
      itemsHash(payouts.map((payout, index) => (index === 0 ? { ...payout, ...change(payout) } : payout))),
    ).not.toBe(hash);
  });

  it('voids the approval, and after sending nothing changes', () => {
    expect(batchTransition('approved', 'change')).toEqual({ ok: true, state: 'awaiting_approval' });
    expect(batchTransition('sending', 'change')).toMatchObject({ ok: false, code: 'not_possible' });
    expect(payoutTransition('sent', 'cancel')).toMatchObject({ ok: false });
  });
});

describe('states', () => {
  it('only the approved is sent, only what was sent is paid, and the end is the end', () => {
    const from = (table: Record<string, Partial<Record<string, string>>>, act: string) =>
      Object.keys(table).filter((state) => table[state]?.[act]);
    expect(from(batchTransitions, 'send')).toEqual(['approved']);
    expect(from(batchTransitions, 'approve')).toEqual(['awaiting_approval']);
    expect(from(payoutTransitions, 'send')).toEqual(['approved']);
    expect(from(payoutTransitions, 'paid')).toEqual(['sending', 'sent', 'paid']);
    expect(from(payoutTransitions, 'returned')).toEqual(['sending', 'sent', 'paid', 'returned']);
    expect(Object.keys(payoutTransitions.cancelled)).toEqual([]);
  });

  it.each([
    [499999n, 'USD', 1],
    [500000n, 'USD', 2],
    [1n, 'EUR', 2],
  ])('%s %s needs %s', (amount, currency, needed) => {
    expect(
      approversNeeded(money(amount, currency), { secondApproverFrom: { USD: '500000' }, rounding: 'half_even' }),
    ).toBe(needed);
  });

  it.each([
    [454544n, 'EUR', 1],
    [454546n, 'EUR', 2],
    [740000n, 'JPY', 1],
    [750000n, 'JPY', 2],
  ])('%s %s, converted, needs %s', (amount, currency, needed) => {
    const rates: Record<string, string> = { EUR: '1.1', JPY: '0.0067' };
    const rateTo = (to: string) => ({ from: currency, to, rate: rates[currency]!, source: 'ecb', date: '2026-11-20' });
    const of = { secondApproverFrom: { USD: '500000' }, rounding: 'half_even' } as const;
    expect(approversNeeded(money(amount, currency), of, rateTo)).toBe(needed);
  });

  it('the key stays the same within a generation', () => {
    expect(attemptKey(derivedId('payout', 'x'), 1)).toBe(`${derivedId('payout', 'x')}/1`);
  });
});
