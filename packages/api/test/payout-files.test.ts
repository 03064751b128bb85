import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountText,
  attemptKey,
  decideEarn,
  decideRelease,
  decideReserve,
  decideSend,
  derivedId,
  endToEndId,
  itemsHash,
  type BatchId,
  type Commission,
  type PayoutAccount,
  type PayoutId,
} from '@sluice/domain';
import type {
  BankEntryDto,
  BankStatementImported,
  PayoutFileDetail,
  PayoutFileRow,
  Problem,
  RailSettingDto,
} from '@sluice/contracts';
import { camt053Of, type BankSays } from '@sluice/testkit/bank/statement';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let finance: Credential & { id: string };
let admin: Credential;
let ops: Credential;

beforeAll(async () => {
  api = await startApi();
  finance = await api.user(['finance']);
  admin = await api.user(['admin']);
  ops = await api.user(['ops']);
});
afterAll(() => api.close());

const ibans = ['DE89370400440532013000', 'AT611904300234573201', 'NL91ABNA0417164300', 'IE29AIBK93115212345678'];
const settings = { name: 'Halden GmbH', iban: 'DE75512108001245126199', town: 'Frankfurt', country: 'DE' };
const eur = (amount: bigint) => ({ amount, currency: 'EUR' });

function sepa(index: number, more: object = {}): PayoutAccount {
  return { rail: 'sepa', iban: ibans[index]!, holder: `Partner ${index}`, town: 'Köln', country: 'DE', ...more };
}

/** A batch whose payouts of 90 euros each have been sent and wait for a file: as the step leaves them. */
async function sentBatch(name: string, accounts: readonly PayoutAccount[], maker = 'usr_maker') {
  const { store } = api;
  const batch = derivedId('batch', 'demo', name);
  const at = new Date('2026-11-02T09:00:00Z');
  const payouts: PayoutId[] = [];
  for (const [index, account] of accounts.entries()) {
    const partner = await api.partner(`${name} ${index}`);
    const id = derivedId('payout', 'demo', name, String(index));
    const commission = derivedId('commission', name, String(index));
    const act = { programme: 'demo', partner, at, actor: 'test' };
    const items = [{ commission, amount: eur(9_000n) }];
    const earned = {
      id: commission,
      amount: eur(9_000n),
      base: eur(90_000n),
      terms: { type: 'percent', rate: '10' },
      occurredAt: at,
    };
    const post = (decide: Parameters<typeof store.ledger.post>[3]) =>
      store.ledger.post('demo', partner, { commissions: [commission] }, decide);
    await post((head, positions) =>
      decideEarn(head, positions, { ...act, commission: earned as Commission, holds: [], timeZone: 'UTC' }),
    );
    await post((head, positions) => decideRelease(head, positions, { ...act, commission }));
    await post((head, positions) =>
      decideReserve(head, positions, { ...act, payout: id, batch, currency: 'EUR', items: [commission] }),
    );
    await post((head, positions) => decideSend(head, positions, { ...act, payout: id, batch, items }));
    const key = attemptKey(id, 1);
    await store.payouts.insertOrRead({
      id,
      programme: 'demo',
      batch,
      partner,
      currency: 'EUR',
      amount: eur(9_000n),
      items,
      rail: account.rail,
      payee: { account: `sealed:${accountText(account)}`, accountHash: id, holder: `Partner ${index}` },
      state: 'sent',
      attempts: [{ key, generation: 1, at, outcome: 'accepted', railReference: endToEndId(key) }],
      createdAt: at,
    });
    payouts.push(id);
  }
  await store.batches.insertOrRead({
    id: batch,
    programme: 'demo',
    name,
    currency: 'EUR',
    cutoff: at,
    state: 'sending',
    maker,
    total: eur(9_000n * BigInt(payouts.length)),
    payouts: payouts.length,
    itemsHash: itemsHash(await store.payouts.ofBatch('demo', batch)),
    revision: 0,
    approvals: [],
    approversNeeded: 1,
    leftOut: [],
    createdAt: at,
  });
  return { batch, payouts };
}

const post = (path: string, body: unknown, as: Credential, key: string = randomUUID()) =>
  api.call('POST', path, { as, body, headers: { 'Idempotency-Key': key } });
const make = (batch: BatchId, body: object = {}, as: Credential = finance, key?: string, format = 'pain001') =>
  post(`/v1/payout-batches/${batch}/files/${format}`, body, as, key);
const read = async <T>(response: Response, status = 200): Promise<T> => {
  const body = (await response.json()) as T;
  expect([response.status, response.status === status ? '' : JSON.stringify(body)]).toEqual([status, '']);
  return body;
};
const stateOf = async (id: PayoutId) => (await api.store.payouts.need('demo', id)).state;
const content = async (path: string) => (await api.call('GET', path, { as: finance })).text();
const importFile = async (text: string, more: object = {}) =>
  read<BankStatementImported>(
    await post('/v1/bank-statements', { name: 'statement.xml', content: text, ...more }, finance),
  );

describe('rails of a programme', () => {
  it('are on unless they are switched off, and say what is missing before a file can be made', async () => {
    const { batch } = await sentBatch('B-unset', [sepa(0)]);
    const refused = await read<Problem>(await make(batch), 422);
    expect(refused.errors?.map(({ pointer }) => pointer)).toContain('/rails/sepa/iban');
    const { data } = await read<{ data: RailSettingDto[] }>(await api.call('GET', '/v1/rails', { as: ops }));
    expect(data.find(({ key }) => key === 'sepa')).toMatchObject({
      enabled: true,
      kind: 'file',
      missing: expect.arrayContaining(['/iban', '/town']),
    });
    const wrong = await api.call('PATCH', '/v1/rails/sepa', {
      as: finance,
      body: { settings: { ...settings, iban: 'DE00' } },
    });
    expect((await read<Problem>(wrong, 422)).errors).toMatchObject([{ pointer: '/settings/iban' }]);
    expect((await api.call('PATCH', '/v1/rails/sepa', { as: ops, body: { enabled: false } })).status).toBe(403);
    expect((await api.call('PATCH', '/v1/rails/gold', { as: finance, body: {} })).status).toBe(404);
    const changed = await api.call('PATCH', '/v1/rails/sepa', { as: finance, body: { settings, currencies: ['EUR'] } });
    expect(await read<RailSettingDto>(changed)).toMatchObject({ missing: [], currencies: ['EUR'], settings });
  });
});

describe('files of a batch', () => {
  it('are made once: the same request gives the same file, another is refused, an override needs its permission and a reason', async () => {
    const { batch, payouts } = await sentBatch('B-once', [sepa(0), sepa(1)]);
    const key = randomUUID();
    const file = await read<PayoutFileDetail>(await make(batch, {}, finance, key), 201);
    expect(file).toMatchObject({
      number: 1,
      name: 'B-once-1.xml',
      payments: 2,
      total: { amount: '18000', currency: 'EUR' },
      sums: { control: '180.00' },
      progress: { waiting: 2, paid: 0, returned: 0 },
      leftOut: [],
    });
    expect(new Set(file.payouts.map(({ reference }) => reference))).toEqual(
      new Set(payouts.map((id) => endToEndId(attemptKey(id, 1)))),
    );
    expect((await read<PayoutFileDetail>(await make(batch, {}, finance, key), 201)).id).toBe(file.id);

    const again = await read<Problem & { files: string[] }>(await make(batch), 409);
    expect(again.files).toEqual(['B-once-1.xml']);
    expect((await make(batch, { payouts: [payouts[0]] })).status).toBe(409);
    expect((await make(batch, { payouts }, finance, undefined, 'csv')).status).toBe(409);
    const reason = { override: { reason: 'The bank has lost the first file.' } };
    expect((await make(batch, reason, finance)).status).toBe(403);
    expect((await make(batch, { override: { reason: 'no' } }, admin)).status).toBe(422);
    const second = await read<PayoutFileDetail>(await make(batch, reason, admin), 201);
    expect(second).toMatchObject({ number: 2, override: { payouts: 2, reason: 'The bank has lost the first file.' } });
    expect(second.sha256).not.toBe(file.sha256);

    const { data } = await read<{ data: PayoutFileRow[] }>(
      await api.call('GET', `/v1/payout-batches/${batch}/files`, { as: ops }),
    );
    expect(data.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('are given out as they were made, to those who pay alone; exported is not paid', async () => {
    const { batch, payouts } = await sentBatch('B-bytes', [sepa(0)]);
    const file = await read<PayoutFileDetail>(await make(batch, { executionDate: '2099-11-24' }), 201);
    const response = await api.call('GET', `/v1/payout-files/${file.id}/content`, { as: finance });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="B-bytes-1.xml"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(bytes.length).toBe(file.bytes);
    expect(bytes.toString()).toContain('<ReqdExctnDt>');
    expect(await content(`/v1/payout-batches/${batch}/files/pain001`)).toBe(bytes.toString());
    expect((await api.call('GET', `/v1/payout-files/${file.id}/content`, { as: ops })).status).toBe(403);
    expect((await api.call('GET', `/v1/payout-batches/${batch}/files/nacha`, { as: finance })).status).toBe(404);
    expect(await stateOf(payouts[0]!)).toBe('sent');
    // What is kept is encrypted: no IBAN lies open.
    const kept = await api.store.native().collection('payout-file-parts').find({ sha256: file.sha256 }).toArray();
    expect(kept.map(({ sealed }) => String(sealed).startsWith('sealed:'))).toEqual([true]);
  });

  it('made by two people at once are one', async () => {
    const { batch } = await sentBatch('B-race', [sepa(0), sepa(1), sepa(2)]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => make(batch)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await api.store.payoutFiles.ofBatch('demo', batch)).toHaveLength(1);
  });

  it('leave out what a bank would not take, with the reason, and are not made of that alone', async () => {
    const { batch, payouts } = await sentBatch('B-odd', [sepa(0), sepa(1, { holder: '王小明' })]);
    const file = await read<PayoutFileDetail>(await make(batch), 201);
    expect(file.payouts.map(({ payout }) => payout)).toEqual([payouts[0]]);
    expect(file.leftOut).toMatchObject([{ payout: payouts[1], code: 'not_writable' }]);
    const refused = await read<Problem>(await make(batch), 422);
    expect(refused.errors).toMatchObject([{ pointer: `/payouts/${payouts[1]}`, code: 'not_writable' }]);
    // A person may pay it from a list.
    expect((await make(batch, { payouts: [payouts[1]] }, finance, undefined, 'csv')).status).toBe(201);
  });

  it('are not made for days on which no bank pays, nor of what is not sent', async () => {
    const { batch, payouts } = await sentBatch('B-days', [sepa(0), { rail: 'paypal', receiver: 'a@b.example' }]);
    const codes = async (body: object) =>
      (await read<Problem>(await make(batch, body), 422)).errors?.map(({ code }) => code);
    expect(await codes({ executionDate: '2099-12-25' })).toEqual(['no_banking_day']);
    expect(await codes({ executionDate: '2020-01-02' })).toEqual(['past']);
    expect(await codes({ payouts: [payouts[1]] })).toEqual(['other_rail']);
    expect(await codes({ payouts: ['pay_unknown'] })).toEqual(['unknown_payout']);
    expect((await make(batch, {}, ops)).status).toBe(403);
  });
});

describe('the bank’s word', () => {
  /** A batch with its file made, and the bank that took it. */
  async function taken(name: string, count: number) {
    const { batch, payouts } = await sentBatch(
      name,
      Array.from({ length: count }, (_, index) => sepa(index)),
    );
    const file = await read<PayoutFileDetail>(await make(batch), 201);
    const text = await content(`/v1/payout-files/${file.id}/content`);
    const reference = (index: number) => endToEndId(attemptKey(payouts[index]!, 1));
    return { batch, payouts, file, reference, tell: (says?: BankSays) => camt053Of(text, says) };
  }

  it('pays what it names with the very amount, once; a dry run pays nothing; what comes back is owed again', async () => {
    const { payouts, reference, tell, file } = await taken('B-bank', 3);
    const statement = tell({ silent: [reference(2)] });
    const dry = await importFile(statement, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, isNew: true, statement: { counts: { matched: 2, open: 0 } } });
    expect(await Promise.all(payouts.map(stateOf))).toEqual(['sent', 'sent', 'sent']);

    expect(await importFile(statement)).toMatchObject({ isNew: true, statement: { counts: { matched: 2 } } });
    expect(await importFile(statement)).toMatchObject({ isNew: false, statement: { counts: { matched: 2 } } });
    // The same bookings in a longer statement of the next day.
    await importFile(
      tell({ silent: [reference(2)], more: [{ direction: 'CRDT', amount: '1.00', name: 'X', text: 'y' }] }),
    );
    expect(await Promise.all(payouts.map(stateOf))).toEqual(['paid', 'paid', 'sent']);

    const back = await importFile(tell({ onlyReturns: true, day: '2026-11-26', returned: { [reference(0)]: 'AC04' } }));
    expect(back.entries).toMatchObject([{ state: 'matched', outcome: 'returned', returnReason: { code: 'AC04' } }]);
    expect(await Promise.all(payouts.map(stateOf))).toEqual(['returned', 'paid', 'sent']);
    const payout = await api.store.payouts.need('demo', payouts[0]!);
    expect(payout.attempts[0]).toMatchObject({
      outcome: 'returned',
      error: { code: 'AC04', message: 'The account is closed.' },
    });
    const head = await api.store.ledger.head('demo', payout.partner);
    expect([head?.balancesAfter['partner:payable|EUR'], head?.balancesAfter['partner:in_transit|EUR'] ?? 0n]).toEqual([
      9_000n,
      0n,
    ]);
    const shown = await read<PayoutFileDetail>(await api.call('GET', `/v1/payout-files/${file.id}`, { as: finance }));
    expect(shown.progress).toEqual({ waiting: 1, paid: 1, returned: 1 });
  });

  it('may book a file as one', async () => {
    const { payouts, tell } = await taken('B-asone', 2);
    expect((await importFile(tell({ asOne: true }))).entries).toMatchObject([{ state: 'matched', payouts: [{}, {}] }]);
    expect(await Promise.all(payouts.map(stateOf))).toEqual(['paid', 'paid']);
  });

  it('is not believed where the amount differs, or a payout is paid twice: a person is told', async () => {
    const { payouts, reference, tell } = await taken('B-differs', 2);
    const wrong = tell().replace(
      new RegExp(`(<Ntry>(?:(?!</Ntry>).)*?)90\\.00((?:(?!</Ntry>).)*${reference(0)})`, 's'),
      '$191.00$2',
    );
    const { entries } = await importFile(wrong);
    expect(entries.find(({ endToEndId: id }) => id === reference(0))).toMatchObject({
      state: 'open',
      problem: expect.stringContaining('91.00'),
    });
    expect(await Promise.all(payouts.map(stateOf))).toEqual(['sent', 'paid']);
    const twice = await importFile(tell({ silent: [reference(0)], day: '2026-11-27' }));
    expect(twice.entries).toMatchObject([
      { state: 'open', problem: expect.stringContaining('paid this payout already') },
    ]);
  });

  it('without our reference is suggested by amount and name; a person matches or dismisses it, never the maker', async () => {
    const { batch, payouts } = await sentBatch('B-suggest', [{ rail: 'manual' }], finance.id);
    const csv =
      'date,amount,currency,name,text\n2026-11-24,-90.00,EUR,SUGGEST GmbH,thanks\n2026-11-24,-3.00,EUR,Rent,rent\n';
    const { entries } = await importFile(csv);
    const one = entries.find(({ state }) => state === 'suggested')!;
    expect(one.suggestions.map(({ payout, why }) => [payout, why])).toContainEqual([payouts[0], 'amount_and_name']);
    const match = (as: Credential, payout: string = payouts[0]!) =>
      post(`/v1/bank-entries/${one.id}/match`, { payout, note: 'Seen at the bank' }, as);
    expect((await read<Problem>(await match(finance), 403)).code).toBe('maker');
    expect((await match(ops)).status).toBe(403);
    expect((await match(admin, 'pay_none')).status).toBe(422);
    expect(await read<BankEntryDto>(await match(admin))).toMatchObject({
      state: 'mine',
      outcome: 'paid',
      settledBy: { note: 'Seen at the bank' },
    });
    expect(await stateOf(payouts[0]!)).toBe('paid');
    expect((await match(admin)).status).toBe(409);
    const rent = entries.find(({ state }) => state === 'open')!;
    expect(
      await read<BankEntryDto>(await post(`/v1/bank-entries/${rent.id}/dismiss`, { note: 'Rent' }, finance)),
    ).toMatchObject({ state: 'dismissed' });
    // Imported again, what people have decided stays.
    expect((await importFile(csv)).entries.map(({ state }) => state).sort()).toEqual(['dismissed', 'mine']);
    const open = await read<{ data: BankEntryDto[] }>(
      await api.call('GET', '/v1/bank-entries?state=dismissed', { as: finance }),
    );
    expect(open.data.map(({ id }) => id)).toEqual([rent.id]);
    void batch;
  });

  it('that cannot be read imports nothing', async () => {
    const before = await api.store.bankEntries.collection.count('demo', {});
    const refused = await read<Problem>(
      await post('/v1/bank-statements', { name: 'x', content: '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>' }, finance),
      422,
    );
    expect(refused.errors).toMatchObject([{ pointer: '/content', code: 'not_xml' }]);
    expect(await api.store.bankEntries.collection.count('demo', {})).toBe(before);
  });
});

describe('a person’s word', () => {
  const word = { outcome: 'paid', reference: 'TX-77', date: '2026-11-20', note: 'Seen in the bank’s own pages' };

  it('pays by reference, date and note; never by the maker; audited', async () => {
    const { payouts } = await sentBatch('B-mark', [{ rail: 'manual' }, { rail: 'manual' }], finance.id);
    const mark = (id: PayoutId, body: object, as: Credential) => post(`/v1/payouts/${id}/mark`, body, as);
    expect((await read<Problem>(await mark(payouts[0]!, word, finance), 403)).code).toBe('maker');
    expect((await mark(payouts[0]!, { ...word, note: '' }, admin)).status).toBe(422);
    expect((await mark(payouts[0]!, { ...word, date: '2099-01-01' }, admin)).status).toBe(422);
    expect(await read(await mark(payouts[0]!, word, admin))).toEqual({ payout: payouts[0], state: 'paid' });
    expect((await mark(payouts[0]!, word, admin)).status).toBe(409);
    expect(await read(await mark(payouts[1]!, { ...word, outcome: 'failed' }, admin))).toEqual({
      payout: payouts[1],
      state: 'failed',
    });
    expect(await read(await mark(payouts[0]!, { ...word, outcome: 'returned' }, admin))).toEqual({
      payout: payouts[0],
      state: 'returned',
    });
    const stored = await api.store.payouts.collection.model
      .findOne({ _id: payouts[0] })
      .lean<{ pending: { body: string }[] }>();
    expect(JSON.stringify(stored?.pending)).toContain('TX-77');
  });

  it('is allowed to the maker where one person runs it all, and marked so', async () => {
    const demo = await api.store.programmes.need('demo');
    await api.store.programmes.collection.change('demo', demo.id, (doc) => ({
      set: { settings: { ...doc.settings, singleOperator: true } },
    }));
    const { payouts } = await sentBatch('B-alone', [{ rail: 'manual' }], finance.id);
    expect(await read(await post(`/v1/payouts/${payouts[0]}/mark`, word, finance))).toMatchObject({ state: 'paid' });
    const stored = await api.store.payouts.collection.model
      .findOne({ _id: payouts[0] })
      .lean<{ pending: { body: string }[] }>();
    expect(JSON.stringify(stored?.pending)).toContain('singleOperator');
  });
});

describe('the word of a provider', () => {
  it('is not to be had by an API key of its name', async () => {
    const ask = (source: string) => post('/v1/api-keys', { name: 'k', source, scopes: ['event.write'] }, admin);
    for (const source of ['paypal', 'wise', 'stripe-connect', 'sandbox-rail']) {
      expect((await read<Problem>(await ask(source), 422)).errors).toMatchObject([
        { pointer: '/source', code: 'reserved' },
      ]);
    }
    expect((await ask('shop')).status).toBe(201);
  });
});
