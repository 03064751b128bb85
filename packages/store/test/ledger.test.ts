import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  derivedId,
  verifyChain,
  type Commission,
  type CommissionId,
  type Journal,
  type NewJournal,
  type PartnerId,
} from '@sluice/domain';
import type { Decide, Store } from '../src/index.js';
import { balance, demo, dropAndClose, earns, freshStore, partner, programme, releases, serverName } from './support.js';

const server = await serverName();

/** Appends the journals, whatever the head: an id that is there already is read back by the ledger. */
const always =
  (...journals: NewJournal[]): Decide =>
  () => ({ ok: true, journals });

/** Releases a commission if it is held as of the head. */
const releaseIfHeld =
  (name: string, amount: bigint, of: PartnerId = partner): Decide =>
  (_head, positions) => {
    const state = positions[derivedId('commission', name)]?.state;
    return state === 'held' ? { ok: true, journals: [releases(name, amount, of)] } : { ok: true, journals: [] };
  };

function commission(name: string, amount: bigint, of: PartnerId = partner): Commission {
  const money = { amount, currency: 'USD' };
  return {
    id: derivedId('commission', name),
    programme,
    partner: of,
    referral: derivedId('referral', name),
    order: derivedId('order', name),
    orderExternalId: name,
    customer: derivedId('customer', name),
    lineKey: 'order',
    component: 'base',
    amount: money,
    base: money,
    terms: { type: 'flat', amount: '1' },
    rule: { key: 'r', version: 1, hash: 'h' },
    facts: { 'a.b': 1 },
    trace: [],
    explanation: [],
    calculation: [],
    event: derivedId('event', name),
    occurredAt: new Date('2026-11-01T10:00:00Z'),
    createdAt: new Date('2026-11-01T10:00:00Z'),
  };
}

describe(`the ledger on ${server}`, () => {
  let store: Store;
  let others: Store[];
  beforeAll(async () => {
    store = await freshStore();
    const database = store.native().databaseName;
    others = await Promise.all([freshStore({ database }), freshStore({ database })]);
    await store.programmes.insertOrRead(demo);
  });
  afterAll(async () => {
    await Promise.all(others.map((other) => other.close()));
    await dropAndClose(store);
  });

  it('keeps the chain gapless and the balances right under 100 parallel posts of two kinds from three connections', async () => {
    const all = [store, ...others];
    const names = Array.from({ length: 50 }, (_, n) => `race${n}`);
    const touching = (name: string) => ({ commissions: [derivedId('commission', name)] });
    await Promise.all(
      names.flatMap((name, n) => {
        const one = all[n % 3] ?? store;
        const two = all[(n + 1) % 3] ?? store;
        const earn = one.ledger.post(programme, partner, touching(name), always(earns(name, BigInt(n + 1))));
        const release = earn.then(() =>
          two.ledger.post(programme, partner, touching(name), releaseIfHeld(name, BigInt(n + 1))),
        );
        return [earn, release];
      }),
    );
    const journals = await store.ledger.journals(programme, partner);
    expect(journals.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect(verifyChain(journals)).toEqual([]);
    const head = await store.ledger.head(programme, partner);
    expect(balance(head, 'partner:payable')).toBe(1275n);
    expect(balance(head, 'partner:held')).toBe(0n);
  });

  it('does the same thing once, however often it is asked at once', async () => {
    const of = derivedId('partner', 'same');
    const posts = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        ([store, ...others][n % 3] ?? store).ledger.post(
          programme,
          of,
          { commissions: [derivedId('commission', 'same')] },
          always(earns('same', 500n, of)),
        ),
      ),
    );
    expect(posts.every((post) => post.ok && post.journals[0]?.seq === 1)).toBe(true);
    expect(posts.reduce((sum, post) => sum + (post.ok ? post.appended : 0), 0)).toBe(1);
    expect(await store.ledger.journals(programme, of)).toHaveLength(1);
  });

  it('decides from the head: of two that race for one commission one moves it', async () => {
    const of = derivedId('partner', 'two');
    const id: CommissionId = derivedId('commission', 'two');
    await store.ledger.post(programme, of, { commissions: [id] }, always(earns('two', 900n, of)));
    const reserveBy =
      (batch: string): Decide =>
      (_head, positions) => {
        if (positions[id]?.state !== 'held') return { ok: false, code: 'not_held', message: 'It is not held.' };
        const journal = releases('two', 900n, of);
        return { ok: true, journals: [{ ...journal, id: derivedId('journal', batch) }] };
      };
    const results = await Promise.all(
      ['a', 'b'].map((batch, n) =>
        ([store, ...others][n] ?? store).ledger.post(programme, of, { commissions: [id] }, reserveBy(batch)),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: 'not_held' });
    expect(balance(await store.ledger.head(programme, of), 'partner:payable')).toBe(900n);
  });

  it('refuses a journal that would leave held money below zero, and writes nothing', async () => {
    const of = derivedId('partner', 'below');
    await expect(
      store.ledger.post(programme, of, { commissions: [] }, always(releases('below', 1n, of))),
    ).rejects.toMatchObject({ code: 'negative_held' });
    expect(await store.ledger.head(programme, of)).toBeNull();
  });

  it('brings the commission’s projection along, and never back', async () => {
    const of = derivedId('partner', 'projected');
    const name = 'projected';
    const id: CommissionId = derivedId('commission', name);
    await store.commissions.insertOrRead(commission(name, 700n, of));
    expect(await store.commissions.list(programme, { partner: of, state: 'new' })).toMatchObject({ data: [{ id }] });
    await store.ledger.post(programme, of, { commissions: [id] }, always(earns(name, 700n, of)));
    await store.ledger.post(programme, of, { commissions: [id] }, releaseIfHeld(name, 700n, of));
    expect((await store.commissions.need(programme, id)).position).toMatchObject({ state: 'payable', seq: 2 });
    await store.ledger.post(programme, of, { commissions: [id] }, always(earns(name, 700n, of)));
    const stored = await store.commissions.need(programme, id);
    expect(stored.position).toMatchObject({ state: 'payable', seq: 2, open: { amount: 700n, currency: 'USD' } });
    expect(stored.facts).toEqual({ 'a.b': 1 });
    expect(await store.commissions.totals(programme, { partner: of })).toEqual([
      { state: 'payable', currency: 'USD', count: 1, amount: { amount: 700n, currency: 'USD' } },
    ]);
    const payable = await store.commissions.payable(programme, 'USD', new Date('2026-11-02T00:00:00Z'), [of]);
    expect(payable.map((each) => each.id)).toEqual([id]);
    expect(await store.commissions.payablePartners(programme, 'USD')).toContain(of);
    expect(await store.commissions.payable(programme, 'USD', new Date('2026-10-01T00:00:00Z'), [of])).toEqual([]);
  });

  it('catches a projection up that a kill after the journal has left behind', async () => {
    const of = derivedId('partner', 'cut');
    const id: CommissionId = derivedId('commission', 'cut');
    await store.commissions.insertOrRead(commission('cut', 100n, of));
    const dying = await freshStore({
      database: store.native().databaseName,
      failpoint: (name) => {
        if (name === 'ledger.earn.after') throw new Error('killed');
      },
    });
    await expect(
      dying.ledger.post(programme, of, { commissions: [id] }, always(earns('cut', 100n, of))),
    ).rejects.toThrow('killed');
    await dying.close();
    expect((await store.commissions.need(programme, id)).position).toBeUndefined();
    // Decides from the head that nothing is left to be done.
    await store.ledger.post(programme, of, { commissions: [id] }, () => ({ ok: true, journals: [] }));
    expect((await store.commissions.need(programme, id)).position).toMatchObject({ state: 'held', seq: 1 });
  });

  it('adds up: every account over all partners is zero per currency', async () => {
    const [usd] = await store.ledger.trialBalance(programme);
    expect(usd?.sum).toBe(0n);
    expect(usd?.accounts.find(({ account }) => account === 'partner:payable')?.balance).toBe(1275n + 900n + 700n);
  });

  it('answers a stretch of the chain by sequence', async () => {
    const stretch = await store.ledger.journals(programme, partner, 10, 12);
    expect(stretch.map(({ seq }: Journal) => seq)).toEqual([10, 11, 12]);
  });
});
