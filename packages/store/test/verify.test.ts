import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  buildStatement,
  derivedId,
  type Commission,
  type CommissionId,
  type NewJournal,
  type Posting,
} from '@sluice/domain';
import { rebuild, relayOnce, verify, type RailRecord, type Store } from '../src/index.js';
import { demo, dropAndClose, earns, freshStore, partner, programme, releases, serverName } from './support.js';

const server = await serverName();
const now = new Date('2026-12-24T12:00:00Z');
const id: CommissionId = derivedId('commission', 'one');
const payout = derivedId('payout', 'one');
const batch = derivedId('batch', 'one');
const key = `${payout}/1`;
const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const rail: RailRecord[] = [{ key, payout, amount: { amount: '900', currency: 'USD' }, state: 'paid' }];

function moves(
  kind: 'reserve' | 'send' | 'paid',
  state: 'reserved' | 'sent' | 'paid',
  from?: string,
  to?: string,
): NewJournal {
  const postings = from && to ? [posting(from, -900n), posting(to, 900n)] : [];
  const entry = { id, delta: 0n, currency: 'USD', state };
  return {
    ...earns('one', 0n),
    id: derivedId('journal', kind),
    kind,
    cause: `payout:${payout}`,
    payout,
    batch,
    commissions: [entry],
    postings,
  };
}

function posting(account: string, amount: bigint): Posting {
  return { account: account as Posting['account'], amount, currency: 'USD' };
}

const commission: Commission = {
  id,
  programme,
  partner,
  referral: derivedId('referral', 'one'),
  order: derivedId('order', 'one'),
  orderExternalId: 'in_1',
  customer: derivedId('customer', 'one'),
  lineKey: 'order',
  component: 'base',
  amount: usd(900n),
  base: usd(900n),
  terms: { type: 'flat', amount: '900' },
  rule: { key: 'r', version: 1, hash: 'h' },
  facts: {},
  trace: [],
  explanation: [],
  calculation: [],
  event: derivedId('event', 'one'),
  occurredAt: new Date('2026-11-01T10:00:00Z'),
  createdAt: new Date('2026-11-01T10:00:00Z'),
};

describe(`sluice verify and rebuild on ${server}`, () => {
  let store: Store;
  beforeAll(async () => {
    store = await freshStore();
  });
  afterAll(() => dropAndClose(store));

  /** One commission that went all the way: earned, released, reserved, sent, paid, stated. */
  beforeEach(async () => {
    for (const { model } of store.database.collections.values()) await model.deleteMany({});
    const fresh = await freshStore({ database: store.native().databaseName });
    await store.close();
    store = fresh;
    await store.programmes.insertOrRead(demo, { audit: { action: 'programme.created', actor: { id: 'usr_a' } } });
    await store.rules.publish(programme, 'r', {
      title: 'R',
      hash: 'h',
      kind: 'commission',
      facts: { id: 'commission', version: 1 },
      logic: '{}',
      outcome: 'commission_terms',
      cases: [],
      layout: {},
      comments: {},
      makers: ['usr_a'],
      publishedBy: 'usr_b',
    });
    await store.commissions.insertOrRead(commission);
    const journals = [
      earns('one', 900n),
      releases('one', 900n),
      moves('reserve', 'reserved', 'partner:payable', 'partner:in_transit'),
      moves('send', 'sent'),
      moves('paid', 'paid', 'partner:in_transit', 'cash:sandbox'),
    ];
    for (const journal of journals)
      await store.ledger.post(
        programme,
        partner,
        { commissions: [id], out: ({ kind }) => ({ audit: { action: `commission.${kind}`, actor: { id: 'test' } } }) },
        () => ({ ok: true, journals: [journal] }),
      );
    await store.payouts.insertOrRead({
      id: payout,
      programme,
      batch,
      partner,
      currency: 'USD',
      amount: usd(900n),
      items: [{ commission: id, amount: usd(900n) }],
      rail: 'sandbox',
      state: 'paid',
      attempts: [{ key, generation: 1, at: now, outcome: 'paid' }],
      createdAt: now,
    });
    await store.statements.insertOrRead(
      buildStatement({
        programme,
        partner,
        number: 1,
        currency: 'USD',
        before: null,
        journals: await store.ledger.journals(programme, partner),
        commissions: { [id]: commission },
        from: new Date('2026-11-01T00:00:00Z'),
        to: now,
        payout,
        createdAt: now,
      }),
    );
    while ((await relayOnce(store)) > 0);
  });

  const codes = async (railRecords: RailRecord[] = rail, at = now) =>
    [...new Set((await verify(store, { railRecords, now: at })).map(({ code }) => code))].sort();
  const tamper = (collection: string, filter: object, set: object) =>
    store.native().collection(collection).updateOne(filter, { $set: set });

  it('finds nothing wrong in books that are right', async () => {
    expect(await verify(store, { railRecords: rail, now })).toEqual([]);
  });

  it('finds a journal that was changed, and one that is gone', async () => {
    await tamper('journals', { seq: 2 }, { 'postings.0.amount': -901n });
    expect(await codes()).toEqual(expect.arrayContaining(['balances_differ', 'unbalanced']));
    await store.native().collection('journals').deleteOne({ seq: 2 });
    expect(await codes()).toEqual(expect.arrayContaining(['gap']));
  });

  it('finds a decision whose rule version is not the one that is published', async () => {
    await store.decisions.insertOrRead({
      id: derivedId('decision', 'one'),
      programme,
      kind: 'tier',
      subject: { kind: 'partner', id: partner },
      cause: 'review',
      rule: { key: 'r', version: 1, hash: 'h' },
      facts: {},
      outcome: { tier: 'gold', reason: 'x' },
      explanation: [],
      trace: [],
      asOf: now,
      createdAt: now,
    });
    expect(await codes()).toEqual([]);
    await tamper('decisions', {}, { 'rule.version': 2 });
    expect(await codes()).toEqual(['rule_missing']);
    await tamper('decisions', {}, { 'rule.version': 1 });
    await tamper('commissions', {}, { 'rule.hash': 'other' });
    expect(await codes()).toEqual(['rule_differs']);
  });

  it('finds a commission whose stored position is not its journals’, and rebuild puts it right', async () => {
    await tamper('commissions', {}, { 'position.state': 'payable', state: 'payable' });
    expect(await codes()).toEqual(['projection_differs']);
    expect(await rebuild(store)).toEqual({ commissions: 1, orders: 0, referrals: 0 });
    expect(await codes()).toEqual([]);
    expect((await store.commissions.list(programme, { state: 'paid' })).data).toHaveLength(1);
  });

  it('finds a commission that never came into the ledger', async () => {
    await store.commissions.insertOrRead({ ...commission, id: derivedId('commission', 'lost') });
    expect(await codes()).toEqual(['not_posted']);
  });

  it.each<[string, RailRecord[], string]>([
    ['has no such payment', [], 'not_at_rail'],
    ['paid twice', [...rail, { ...rail[0], key: `${payout}/2` } as RailRecord], 'paid_twice'],
    ['paid another amount', [{ ...rail[0], amount: { amount: '901', currency: 'USD' } } as RailRecord], 'rail_amount'],
    ['paid what we never sent', [...rail, { ...rail[0], key: 'pay_unknown/1' } as RailRecord], 'unknown_payment'],
  ])('holds payouts against the rail: it %s', async (_what, records, code) => {
    const second = { key: `${payout}/2`, generation: 2, at: now, outcome: 'unknown' as const };
    if (code === 'paid_twice') await store.payouts.recordAttempt(programme, payout, second);
    expect(await codes(records)).toEqual([code]);
  });

  it('finds a payout that says otherwise than the ledger and the rail', async () => {
    await tamper('payouts', {}, { state: 'failed' });
    expect(await codes()).toEqual(['paid_differs', 'paid_unseen']);
  });

  it('finds a statement that does not add up', async () => {
    await tamper('statements', {}, { 'opening.amount': 5n });
    expect(await codes()).toEqual(['statement_ledger', 'statement_sum']);
  });

  it('finds held money whose holds are over', async () => {
    const late: CommissionId = derivedId('commission', 'late');
    await store.commissions.insertOrRead({ ...commission, id: late });
    const until = new Date('2026-12-01T00:00:00Z');
    const hold = {
      key: 'window',
      kind: 'refund_window' as const,
      since: commission.occurredAt,
      until,
      openedBy: 'flow',
    };
    const earn = earns('late', 10n);
    const journal = { ...earn, commissions: earn.commissions.map((entry) => ({ ...entry, hold })) };
    await store.ledger.post(programme, partner, { commissions: [late] }, () => ({ ok: true, journals: [journal] }));
    expect(await codes(rail, new Date(until.getTime() - 1000))).toEqual([]);
    expect(await codes()).toEqual(['hold_overdue']);
  });

  it('finds an audit entry that was changed, also with a hash of its own, and one that is gone', async () => {
    await tamper('audit', { seq: 2 }, { 'actor.id': 'usr_mallory' });
    expect(await codes()).toEqual(['audit_changed']);
    await tamper('audit', { seq: 2 }, { hash: 'f'.repeat(64) });
    expect(await codes()).toEqual(['audit_broken', 'audit_changed']);
    await store.native().collection('audit').deleteOne({ seq: 2 });
    expect(await codes()).toEqual(['audit_gap']);
  });

  it('finds what should have been relayed, dispatched and started long ago', async () => {
    const old = new Date('2026-12-01T00:00:00Z');
    await store.events.insert(programme, {
      programme,
      source: 'api',
      sourceId: 'old',
      type: 'order.paid',
      version: 1,
      occurredAt: old,
      receivedAt: old,
      data: {},
    });
    await store.admissions.admit(programme, {
      flow: { key: 'f', version: 1, hash: 'h' },
      subject: { kind: 'order', id: 'ord_1' },
      run: derivedId('run', 'old'),
      input: {},
      admittedAt: old,
    });
    expect(await codes()).toEqual(['not_dispatched', 'not_started']);
    await tamper('programmes', {}, { relay: 'due', pending: [{ id: 'aud_x', at: old, kind: 'audit', body: '{}' }] });
    expect(await codes()).toEqual(['not_dispatched', 'not_relayed', 'not_started']);
  });
});
