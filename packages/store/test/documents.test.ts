import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type JsonObject, type SluiceEvent } from '@sluice/domain';
import type { NewEvent, Store } from '../src/index.js';
import { dropAndClose, freshStore, partner, programme, serverName } from './support.js';

const server = await serverName();

describe(`documents on ${server}`, () => {
  let store: Store;
  beforeAll(async () => {
    store = await freshStore();
  });
  afterAll(() => dropAndClose(store));

  const paid = (sourceId: string, data: JsonObject = { order: { id: sourceId } }): NewEvent => ({
    programme,
    source: 'api',
    sourceId,
    type: 'order.paid',
    version: 1,
    occurredAt: new Date('2026-11-01T10:00:00Z'),
    receivedAt: new Date('2026-11-01T10:00:01Z'),
    data,
    correlations: [`order:${sourceId}`],
  });

  it('gives JSON back as it was: dots, dollars, empty objects, nulls, deep nesting', async () => {
    const data: JsonObject = {
      'a.b': { $set: 1, '': null },
      $where: [],
      empty: {},
      $bigint: '5',
      only: { $date: 'x' },
      unicode: 'ä\u0000\u2028',
      number: 0.1,
    };
    const { event } = await store.events.insert(programme, paid('odd', data));
    expect((await store.events.get(programme, event.id))?.data).toEqual(data);
  });

  it('keeps money beyond 2^53 exact', async () => {
    const huge = 9_007_199_254_740_993n;
    const id = derivedId('payout', 'huge');
    await store.payouts.insertOrRead({
      id,
      programme,
      batch: derivedId('batch', 'huge'),
      partner,
      currency: 'USD',
      amount: { amount: huge, currency: 'USD' },
      items: [{ commission: derivedId('commission', 'x'), amount: { amount: -1n, currency: 'USD' } }],
      rail: 'sandbox',
      state: 'draft',
      attempts: [],
      createdAt: new Date(),
    });
    const stored = await store.payouts.need(programme, id);
    expect(stored.amount.amount).toBe(huge);
    expect(stored.items[0]?.amount.amount).toBe(-1n);
  });

  it('refuses a field that no schema declares', async () => {
    const link = {
      id: derivedId('link', 'odd'),
      programme,
      partner,
      code: 'odd',
      target: '/',
      active: true,
      createdAt: new Date(),
    };
    await store.links.insert(link);
    await expect(
      store.links.collection.model.updateOne({ _id: link.id, programme }, { $set: { invented: 1 } }),
    ).rejects.toThrow(/invented/);
  });

  it('stores an event once, however often it is told at once', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, () => store.events.insert(programme, paid('once'))));
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(results.map(({ event }) => event.id)).size).toBe(1);
    expect(results.some(({ conflict }) => conflict)).toBe(false);
  });

  it('keeps what says something else under the same id beside the first', async () => {
    const first = await store.events.insert(programme, paid('told', { order: { id: 'told', amount: 1 } }));
    const other = await store.events.insert(programme, paid('told', { order: { id: 'told', amount: 2 } }));
    const again = await store.events.insert(programme, paid('told', { order: { id: 'told', amount: 2 } }));
    expect([first.conflict, other.conflict, again.conflict]).toEqual([false, true, true]);
    const stored = await store.events.get(programme, first.event.id);
    expect(stored?.data).toEqual({ order: { id: 'told', amount: 1 } });
    expect(stored?.conflicts).toHaveLength(1);
    expect((await store.events.list(programme, { conflicts: true })).data.map(({ sourceId }) => sourceId)).toEqual([
      'told',
    ]);
  });

  it('does not mix programmes: the same source id in another one is another event', async () => {
    const { duplicate } = await store.events.insert('other', { ...paid('once'), programme: 'other' });
    expect(duplicate).toBe(false);
    expect(await store.events.get('other', derivedId('event', programme, 'api', 'once'))).toBeNull();
  });

  it('finds stored events by type and correlation, for a wait that looks back', async () => {
    const found = await store.events.findStored(programme, ['order.paid', 'order.refunded'], 'order:once');
    expect(found.map(({ sourceId }) => sourceId)).toEqual(['once']);
    expect(await store.events.findStored(programme, 'order.refunded', 'order:once')).toEqual([]);
    await store.events.addCorrelations(programme, derivedId('event', programme, 'api', 'once'), ['customer:7']);
    expect(await store.events.findStored(programme, 'order.paid', 'customer:7')).toHaveLength(1);
  });

  it('gives out what is due until it is dispatched', async () => {
    const { event } = await store.events.insert(programme, paid('due'));
    expect((await store.events.due(programme)).map(({ id }) => id)).toContain(event.id);
    await store.events.markDispatched(programme, event.id);
    expect((await store.events.due(programme)).map(({ id }) => id)).not.toContain(event.id);
  });

  it('takes unique keys within a programme: a code twice, an e-mail in another case', async () => {
    const coupon = (name: string, code: string) => ({
      id: derivedId('coupon', name),
      programme,
      partner,
      code,
      active: true,
      createdAt: new Date(),
    });
    await store.coupons.insert(coupon('a', 'ADA20'));
    await expect(store.coupons.insert(coupon('b', 'ada20'))).rejects.toMatchObject({ code: 'duplicate' });
    await expect(store.coupons.insertOrRead(coupon('c', 'Ada20 '))).rejects.toMatchObject({ code: 'duplicate' });
    await store.coupons.insert({ ...coupon('d', 'ADA20'), programme: 'other' });
  });

  it('answers insert-or-read with what was stored first', async () => {
    const link = (target: string) => ({
      id: derivedId('link', 'first'),
      programme,
      partner,
      code: 'first',
      target,
      active: true,
      createdAt: new Date(),
    });
    const results = await Promise.all(Array.from({ length: 20 }, (_, n) => store.links.insertOrRead(link(`/${n}`))));
    expect(results.filter(({ inserted }) => inserted)).toHaveLength(1);
    expect(new Set(results.map(({ doc }) => doc.target)).size).toBe(1);
  });

  it('lets 100 parallel compare-and-sets from four connections all count', async () => {
    await store.referrals.insertOrRead({
      id: derivedId('referral', 'counted'),
      programme,
      customer: derivedId('customer', 'counted'),
      customerExternalId: 'c',
      partner,
      weights: [],
      model: 'last',
      touches: [],
      stage: 'customer',
      status: 'approved',
      orders: 0,
      createdAt: new Date(),
    });
    const id = derivedId('referral', 'counted');
    const database = store.native().databaseName;
    const others = await Promise.all([freshStore({ database }), freshStore({ database }), freshStore({ database })]);
    const all = [store, ...others];
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        all[n % 4]?.referrals.change(programme, id, (doc) => ({ set: { orders: doc.orders + 1 } })),
      ),
    );
    await Promise.all(others.map((other) => other.close()));
    const stored = await store.referrals.get(programme, id);
    expect(stored).toMatchObject({ orders: 100, rev: 101 });
  });

  it('refuses a change by someone who looked at an older revision', async () => {
    const id = derivedId('referral', 'counted');
    const before = await store.referrals.collection.need(programme, id);
    await store.referrals.change(programme, id, () => ({ set: { model: 'first' } }));
    await expect(
      store.referrals.collection.change(programme, id, () => ({ set: { model: 'linear' } }), before.rev),
    ).rejects.toMatchObject({ code: 'stale' });
  });

  it('pages without gaps or doubles, also among equal times', async () => {
    const at = new Date('2026-01-01T00:00:00Z');
    for (let n = 0; n < 25; n += 1)
      await store.tasks.insertOrRead({
        id: derivedId('task', String(n)),
        programme: 'paging',
        title: `${n}`,
        state: 'open',
        createdAt: n < 15 ? at : new Date(at.getTime() + n),
      });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.tasks.list('paging', { limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(seen.slice(0, 2)).toEqual(['24', '23']);
    await expect(store.tasks.list('paging', { cursor: 'bm90IG91cnM' })).rejects.toMatchObject({ code: 'bad_cursor' });
  });

  it('searches literally', async () => {
    const person = (name: string, email: string) => ({
      id: derivedId('partner', 'search', name),
      programme: 'search',
      name,
      email,
      type: 'creator' as const,
      status: 'active' as const,
      tier: 'bronze',
      tierSince: new Date(),
      language: 'en' as const,
      timeZone: 'UTC',
      tags: ['vip'],
      custom: { 'x.y': 1 },
      createdAt: new Date(),
    });
    await store.partners.insert(person('Ada (Berlin)', 'Ada@example.com'));
    await store.partners.insert(person('Bob', 'bob@example.com'));
    const names = async (search: string) =>
      (await store.partners.list('search', { search })).data.map(({ name }) => name);
    expect(await names('(berlin')).toEqual(['Ada (Berlin)']);
    expect(await names('.*')).toEqual([]);
    expect((await store.partners.findByEmail('search', ' ADA@example.com'))?.name).toBe('Ada (Berlin)');
    expect((await store.partners.list('search', { tag: 'vip' })).data).toHaveLength(2);
  });

  const orderEvent = (type: SluiceEvent['type'], sourceId: string, data: JsonObject, at = '2026-11-01T10:00:00Z') => ({
    id: derivedId('event', programme, 'stripe', sourceId),
    programme,
    source: 'stripe',
    sourceId,
    type,
    version: 1,
    occurredAt: new Date(at),
    receivedAt: new Date(at),
    data,
  });
  const payment = (id: string, aliases: string[]) => ({
    order: { id, aliases, amount: { amount: '1000', currency: 'USD' } },
    customer: { id: 'cus_1' },
  });

  it('folds many tellings of one payment at once into one order', async () => {
    const tellings = Array.from({ length: 30 }, (_, n) =>
      orderEvent('order.paid', `tell${n}`, payment('in_1', ['pi_1', `x_${n}`])),
    );
    const folded = await Promise.all(tellings.map((event) => store.orders.fold(programme, event)));
    const ids = new Set(folded.map(({ id }) => id));
    expect(ids.size).toBe(1);
    const order = await store.orders.findByAnyAlias(programme, 'stripe', ['x_17']);
    expect(order?.events).toHaveLength(30);
    expect(order?.paid?.amount.amount).toBe(1000n);
  });

  it('joins a refund’s shell and a payment that turn out to be one order', async () => {
    const refund = { order: { id: 'ch_9' }, refund: { id: 're_9', amount: { amount: '300', currency: 'USD' } } };
    await store.orders.fold(programme, orderEvent('order.refunded', 'r9', refund));
    const paidOrder = await store.orders.fold(programme, orderEvent('order.paid', 'p9', payment('in_9', ['pi_9'])));
    expect(paidOrder.refunds).toEqual({});
    const joined = await store.orders.fold(programme, orderEvent('order.paid', 'q9', payment('in_9', ['ch_9'])));
    expect(joined.id).toBe(paidOrder.id);
    expect(Object.keys(joined.refunds)).toEqual(['re_9']);
    expect(joined.rev).toBeGreaterThan(paidOrder.rev);
    const byCharge = await store.orders.findByAnyAlias(programme, 'stripe', ['ch_9']);
    expect(byCharge?.id).toBe(paidOrder.id);
    const shell = derivedId('order', programme, 'stripe', 'ch_9');
    expect((await store.orders.get(programme, shell))?.id).toBe(paidOrder.id);
    expect((await store.orders.list(programme)).data.filter(({ id }) => id === shell)).toEqual([]);
  });

  it('completes a joining that was killed between the two documents', async () => {
    const refund = { order: { id: 'ch_5' }, refund: { id: 're_5', amount: { amount: '300', currency: 'USD' } } };
    await store.orders.fold(programme, orderEvent('order.refunded', 'r5', refund));
    const kept = await store.orders.fold(programme, orderEvent('order.paid', 'p5', payment('in_5', ['pi_5'])));
    const dying = await freshStore({
      database: store.native().databaseName,
      failpoint: (name) => {
        if (name === 'orders.change.after') throw new Error('killed');
      },
    });
    const joining = orderEvent('order.paid', 'q5', payment('in_5', ['ch_5']));
    await expect(dying.orders.fold(programme, joining)).rejects.toThrow('killed');
    await dying.close();
    // The shell has given its names up; nobody has taken them over yet. A third telling comes first.
    const third = { order: { id: 'ch_5' }, refund: { id: 're_6', amount: { amount: '100', currency: 'USD' } } };
    await store.orders.fold(programme, orderEvent('order.refunded', 's5', third));
    const joined = await store.orders.fold(programme, joining);
    expect(joined.id).toBe(kept.id);
    expect(Object.keys(joined.refunds).sort()).toEqual(['re_5', 're_6']);
    expect(joined.events).toHaveLength(4);
    expect((await store.orders.findByAnyAlias(programme, 'stripe', ['ch_5']))?.id).toBe(kept.id);
  });

  it('lets one of two managers decide, and the same decision twice once', async () => {
    const id = derivedId('approval', 'race');
    await store.approvals.insertOrRead({
      id,
      programme,
      kind: 'batch',
      title: 'B',
      subject: { kind: 'batch', id: 'bat_1' },
      run: derivedId('run', '1'),
      node: 'n',
      subjectHash: 'h',
      evidence: {},
      role: 'finance',
      needed: 1,
      makers: ['usr_maker'],
      state: 'pending',
      decisions: [],
      createdAt: new Date(),
    });
    const decide = (by: string, outcome: 'approve' | 'reject', more: object = {}) =>
      store.approvals.decide(programme, id, {
        id: `${by}-1`,
        by,
        name: by,
        roles: ['finance'],
        at: new Date(),
        outcome,
        subjectHash: 'h',
        ...more,
      });
    expect(await decide('usr_maker', 'approve')).toMatchObject({ accepted: false, code: 'maker' });
    expect(await decide('usr_c', 'approve', { roles: ['ops'] })).toMatchObject({ accepted: false, code: 'role' });
    expect(await decide('usr_c', 'approve', { subjectHash: 'old' })).toMatchObject({
      accepted: false,
      code: 'changed',
    });
    const both = await Promise.all([decide('usr_a', 'approve'), decide('usr_b', 'reject')]);
    expect(both.filter(({ accepted }) => accepted)).toHaveLength(1);
    const winner = both[0]?.accepted ? 'usr_a' : 'usr_b';
    expect(await decide(winner, winner === 'usr_a' ? 'approve' : 'reject')).toMatchObject({
      accepted: true,
      repeated: true,
    });
    expect((await store.approvals.need(programme, id)).decisions).toHaveLength(1);
  });

  it('gives an idempotency key to one of 100, then its answer to all', async () => {
    const claims = await Promise.all(
      Array.from({ length: 100 }, () => store.idempotency.begin(programme, 'key_1', 'k', 'hash')),
    );
    expect(claims.filter(({ kind }) => kind === 'first')).toHaveLength(1);
    expect(await store.idempotency.begin(programme, 'key_1', 'k', 'other')).toEqual({ kind: 'other_body' });
    await store.idempotency.complete(programme, 'key_1', 'k', 202, { ok: true });
    expect(await store.idempotency.begin(programme, 'key_1', 'k', 'hash')).toEqual({
      kind: 'answered',
      status: 202,
      body: { ok: true },
    });
  });

  it('admits a run once and gives it out until it is started', async () => {
    const admission = {
      flow: { key: 'order-to-payable', version: 1, hash: 'h' },
      subject: { kind: 'order', id: 'ord_1' },
      run: derivedId('run', 'admitted'),
      input: {},
      admittedAt: new Date(),
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => store.admissions.admit(programme, admission)));
    expect(all.filter(({ inserted }) => inserted)).toHaveLength(1);
    expect(await store.admissions.due(programme)).toHaveLength(1);
    await store.admissions.markStarted(programme, all[0]?.doc.id ?? 'chg_none', new Date());
    expect(await store.admissions.due(programme)).toEqual([]);
  });

  it('finds the waits that an event ends', async () => {
    const wait = {
      run: 'run_1',
      key: 'run_1/wait/1/0/0',
      kind: 'event' as const,
      types: ['order.refunded', 'dispute.opened'],
      correlation: 'order:ord_1',
      registeredAt: new Date(),
    };
    await store.waits.register(programme, wait);
    await store.waits.register(programme, wait);
    await store.waits.register(programme, { ...wait, key: 'exits', kind: 'exit', types: ['order.refunded'] });
    expect(await store.waits.findMatching(programme, 'dispute.opened', ['customer:1', 'order:ord_1'])).toHaveLength(1);
    expect(await store.waits.findMatching(programme, 'order.refunded', 'order:ord_1')).toHaveLength(2);
    await store.waits.removeRun(programme, 'run_1');
    expect(await store.waits.findMatching(programme, 'order.refunded', 'order:ord_1')).toEqual([]);
  });

  it('publishes by a second person only, numbers versions, and knows which counted when', async () => {
    const content = (hash: string) => ({
      title: 'Rule',
      hash,
      kind: 'commission' as const,
      facts: { id: 'order', version: 1 },
      logic: '{"if": []}',
      outcome: 'terms',
      cases: [],
      layout: {},
      comments: {},
      makers: ['usr_a'],
    });
    await expect(
      store.rules.publish(programme, 'commission', { ...content('1'), publishedBy: 'usr_a' }),
    ).rejects.toMatchObject({ code: 'refused' });
    const first = await store.rules.publish(programme, 'commission', {
      ...content('1'),
      publishedBy: 'usr_b',
      effectiveFrom: new Date('2026-01-01'),
    });
    const second = await store.rules.publish(programme, 'commission', {
      ...content('2'),
      publishedBy: 'usr_b',
      effectiveFrom: new Date('2026-06-01'),
    });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect((await store.rules.inForce(programme, 'commission', new Date('2026-03-01')))?.version).toBe(1);
    expect((await store.rules.inForce(programme, 'commission', new Date('2026-07-01')))?.version).toBe(2);
    expect((await store.rules.latest(programme, 'commission'))?.version).toBe(2);
  });

  it('lets two editors of a draft not overwrite one another', async () => {
    const content = (hash: string) => ({
      title: 'Draft',
      hash,
      kind: 'transactional' as const,
      variables: [],
      locales: {},
    });
    const draft = await store.templates.saveDraft(programme, 'f', content('1'), ['usr_a'], 0);
    await store.templates.saveDraft(programme, 'f', content('2'), ['usr_b'], draft.rev);
    await expect(store.templates.saveDraft(programme, 'f', content('3'), ['usr_a'], draft.rev)).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await store.templates.draft(programme, 'f')).toMatchObject({ hash: '2', makers: ['usr_a', 'usr_b'] });
  });
});
