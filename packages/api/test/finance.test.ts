import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { relayOnce } from '@sluice/store';
import {
  buildStatement,
  type Commission,
  type CommissionId,
  type JournalId,
  type JournalKind,
  type NewJournal,
  type OrderId,
  type PartnerId,
  type PayoutId,
  type Posting,
} from '@sluice/domain';
import type {
  AccrualsDto,
  AuditEntryDto,
  BatchPreview,
  JournalDetail,
  JournalDto,
  PayoutLagDto,
  Problem,
  TrialBalanceDto,
} from '@sluice/contracts';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let finance: Credential;
let mine: Credential;
let theirs: Credential;
let partner: PartnerId;
let other: PartnerId;
const payout = 'pay_first' as PayoutId;
const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const evil = '=HYPERLINK("http://evil.example","pay")';

const get = async <T>(path: string, as: Credential = finance): Promise<T> => {
  const response = await api.call('GET', path, { as });
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};
const file = async (path: string, as: Credential = finance) => {
  const response = await api.call('GET', path, { as });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
};
const rowsOf = (bytes: Buffer) =>
  parse(bytes.toString('utf8'), { columns: true, bom: true }) as Record<string, string>[];

/** Ordered in October (in Berlin: the last minutes of it in UTC are November there), paid in November. */
const ordered = {
  a: new Date('2026-10-02T10:00:00Z'),
  b: new Date('2026-10-31T23:30:00Z'),
  c: new Date('2026-11-05T10:00:00Z'),
};
const commission = (id: string, amount: bigint, occurredAt: Date): Commission => ({
  id: `com_${id}` as CommissionId,
  programme: 'demo',
  partner,
  referral: 'ref_1',
  order: `ord_${id}` as OrderId,
  orderExternalId: id === 'a' ? evil : id,
  customer: 'cus_1',
  lineKey: 'order',
  component: 'base',
  amount: usd(amount),
  base: usd(amount * 5n),
  terms: { type: 'percent', rate: '20' },
  rule: { key: 'standard', version: 1, hash: 'h' },
  facts: {},
  trace: [],
  explanation: [
    { code: 'terms.percent', params: { rate: '20', base: { amount: String(amount * 5n), currency: 'USD' } } },
  ],
  calculation: [{ code: 'commission', amount: usd(amount) }],
  event: 'evt_1',
  occurredAt,
  createdAt: occurredAt,
});

beforeAll(async () => {
  api = await startApi();
  finance = await api.user(['finance']);
  partner = await api.partner('Kestrel Reviews');
  other = await api.partner('Dataloft');
  mine = await api.user(['partner'], { partner });
  theirs = await api.user(['partner'], { partner: other });
  const of = {
    a: commission('a', 10_000n, ordered.a),
    b: commission('b', 2_500n, ordered.b),
    c: commission('c', 700n, ordered.c),
  };
  for (const one of Object.values(of)) await api.store.commissions.insertOrRead(one);
  let day = 0;
  const post = async (
    kind: JournalKind,
    at: string,
    postings: Posting[],
    commissions: NewJournal['commissions'],
    more: Partial<NewJournal> = {},
  ) => {
    const ids = commissions.map(({ id }) => id);
    const posted = await api.store.ledger.post('demo', partner, { commissions: ids }, () => ({
      ok: true,
      journals: [
        {
          id: `jrn_${kind}${(day += 1)}` as JournalId,
          programme: 'demo',
          partner,
          at: new Date(at),
          kind,
          cause: `${kind}:${day}`,
          commissions,
          postings,
          actor: 'flow:run_1',
          ...more,
        },
      ],
    }));
    expect(posted.ok).toBe(true);
  };
  const entry = (one: Commission, state: 'held' | 'payable' | 'reserved' | 'sent' | 'paid', delta = 0n) => ({
    id: one.id,
    delta,
    currency: 'USD',
    state,
    approval: 'not_needed' as const,
  });
  const move = (from: Posting['account'], to: Posting['account'], amount: bigint): Posting[] => [
    { account: from, ...usd(-amount) },
    { account: to, ...usd(amount) },
  ];
  for (const [one, at] of [
    [of.a, '2026-10-02T10:00:01Z'],
    [of.b, '2026-10-31T23:30:01Z'],
    [of.c, '2026-11-05T10:00:01Z'],
  ] as const)
    await post('earn', at, move('expense:commission', 'partner:held', one.amount.amount), [
      entry(one, 'held', one.amount.amount),
    ]);
  await post('release', '2026-11-06T10:00:00Z', move('partner:held', 'partner:payable', 10_000n), [
    entry(of.a, 'payable'),
  ]);
  await post('release', '2026-11-06T10:00:01Z', move('partner:held', 'partner:payable', 2_500n), [
    entry(of.b, 'payable'),
  ]);
  const paying = { payout, batch: 'bat_1' } as Partial<NewJournal>;
  await post(
    'reserve',
    '2026-11-07T10:00:00Z',
    move('partner:payable', 'partner:in_transit', 10_000n),
    [entry(of.a, 'reserved')],
    paying,
  );
  await post('send', '2026-11-07T10:01:00Z', [], [entry(of.a, 'sent')], paying);
  await post(
    'paid',
    '2026-11-11T10:00:00Z',
    move('partner:in_transit', 'cash:sepa', 10_000n),
    [entry(of.a, 'paid')],
    paying,
  );
  const journals = await api.store.ledger.journals('demo', partner);
  await api.store.statements.insertOrRead(
    buildStatement({
      programme: 'demo',
      partner,
      number: 1,
      currency: 'USD',
      before: null,
      journals,
      commissions: Object.fromEntries(Object.values(of).map((one) => [one.id, one])) as Record<
        CommissionId,
        Commission
      >,
      from: ordered.a,
      to: new Date('2026-11-11T11:00:00Z'),
      payout,
      createdAt: new Date('2026-11-11T11:00:00Z'),
    }),
  );
});
afterAll(() => api.close());

describe('the book', () => {
  it('was balanced on any day, and what it held then is told', async () => {
    const on = async (day?: string) => {
      const trial = await get<TrialBalanceDto>(`/v1/ledger/trial-balance${day ? `?asOf=${day}` : ''}`);
      const [book] = trial.currencies;
      expect(book?.balanced ?? true).toBe(true);
      return Object.fromEntries((book?.accounts ?? []).map(({ account, balance }) => [account, balance.amount]));
    };
    expect(await on('2026-10-01')).toEqual({});
    // The second order came at half past midnight of Berlin's first of November.
    expect(await on('2026-10-31')).toEqual({ 'expense:commission': '-10000', 'partner:held': '10000' });
    expect(await on('2026-11-01')).toEqual({ 'expense:commission': '-12500', 'partner:held': '12500' });
    expect(await on('2026-11-06')).toMatchObject({ 'partner:payable': '12500', 'partner:held': '700' });
    expect(await on('2026-11-11')).toEqual(await on());
    expect(await on()).toEqual({
      'cash:sepa': '10000',
      'expense:commission': '-13200',
      'partner:held': '700',
      'partner:in_transit': '0',
      'partner:payable': '2500',
    });
    expect((await api.call('GET', '/v1/ledger/trial-balance?asOf=yesterday', { as: finance })).status).toBe(422);
  });

  it('is looked through by partner, kind, commission, payout and time', async () => {
    const kinds = async (query: string) =>
      (await get<{ data: JournalDto[] }>(`/v1/ledger/journals?${query}`)).data.map(({ kind }) => kind);
    expect(await kinds(`payout=${payout}`)).toEqual(['paid', 'send', 'reserve']);
    expect(await kinds('commission=com_b')).toEqual(['release', 'earn']);
    expect(await kinds('from=2026-11-06T00:00:00Z&to=2026-11-07T00:00:00Z')).toEqual(['release', 'release']);
    expect(await kinds(`partner=${other}`)).toEqual([]);
    expect(await kinds('batch=bat_1&kind=paid')).toEqual(['paid']);
  });

  it('shows a journal with its postings and what the accounts held after it', async () => {
    const { data } = await get<{ data: JournalDto[] }>('/v1/ledger/journals?kind=paid');
    const journal = await get<JournalDetail>(`/v1/ledger/journals/${data[0]?.id ?? ''}`);
    expect(journal).toMatchObject({ kind: 'paid', balanced: true, partner: { name: 'Kestrel Reviews' } });
    expect(journal.balances).toContainEqual({
      account: 'partner:payable',
      balance: { amount: '2500', currency: 'USD' },
    });
    expect((await api.call('GET', '/v1/ledger/journals/jrn_none', { as: finance })).status).toBe(404);
    expect((await api.call('GET', `/v1/ledger/journals/${journal.id}`, { as: mine })).status).toBe(403);
  });

  it('says what is owed by the month of the order, in the programme’s zone, as the accounts hold it', async () => {
    const { currencies } = await get<AccrualsDto>('/v1/ledger/accruals');
    expect(currencies).toHaveLength(1);
    expect(currencies[0]).toMatchObject({ currency: 'USD', agrees: true, total: { owed: { amount: '3200' } } });
    expect(
      currencies[0]?.months.map(({ month, held, payable, paid }) => [month, held.amount, payable.amount, paid.amount]),
    ).toEqual([
      ['2026-11', '700', '2500', '0'],
      ['2026-10', '0', '0', '10000'],
    ]);
  });

  it('says how long money took', async () => {
    const { data } = await get<PayoutLagDto>('/v1/ledger/payout-lag');
    expect(data).toEqual([{ month: '2026-11', payouts: 1, commissions: 1, medianDays: 40, p90Days: 40 }]);
  });
});

describe('a statement as a file', () => {
  it.each([
    ['html', 'text/html; charset=utf-8'],
    ['pdf', 'application/pdf'],
    ['csv', 'text/csv; charset=utf-8'],
  ])('%s, for staff and for the partner itself, the same bytes', async (form, type) => {
    const forStaff = await file(`/v1/partners/${partner}/statements/1.${form}?locale=de`);
    const forPartner = await file(`/v1/me/statements/1.${form}?locale=de`, mine);
    expect([forStaff.status, forStaff.headers.get('content-type')]).toEqual([200, type]);
    expect(forStaff.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(forPartner.bytes.equals(forStaff.bytes)).toBe(true);
    if (form === 'pdf') expect(forStaff.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    else expect(forStaff.bytes.toString('utf8')).toContain('Endsaldo');
  });

  it('is not there for another partner, in another form, or by another number', async () => {
    for (const [path, as] of [
      [`/v1/partners/${partner}/statements/1.pdf`, theirs],
      ['/v1/me/statements/1.pdf', theirs],
      ['/v1/me/statements/2.pdf', mine],
      ['/v1/me/statements/1.exe', mine],
      ['/v1/me/statements/1.pdf?currency=EUR', mine],
      [`/v1/partners/${partner}/statements/..%2f1.pdf`, finance],
    ] as const)
      expect([path, (await file(path, as)).status]).toEqual([path, 404]);
    expect((await file('/v1/me/statements/1.pdf?locale=fr', mine)).status).toBe(422);
    expect((await file('/v1/me/statements/1.pdf', { headers: {} })).status).toBe(401);
  });
});

describe('every list as CSV', () => {
  it('holds what the list holds, by its filters, and no formulas', async () => {
    const journals = rowsOf((await file(`/v1/exports/journals.csv?partner=${partner}`)).bytes);
    expect(new Set(journals.map(({ journal }) => journal)).size).toBe(8);
    expect(journals.reduce((sum, { amount }) => sum + BigInt((amount || '0').replace('.', '')), 0n)).toBe(0n);
    const commissions = await file('/v1/exports/commissions.csv?state=paid');
    expect(rowsOf(commissions.bytes)).toMatchObject([{ commission: 'com_a', amount: '100.00', order: `'${evil}` }]);
    expect(commissions.headers.get('content-disposition')).toMatch(
      /^attachment; filename="commissions-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const trial = rowsOf((await file('/v1/exports/trial-balance.csv?asOf=2026-10-31')).bytes);
    expect(trial.at(-1)).toMatchObject({ account: 'sum', balance: '0.00', balanced: 'yes' });
    expect(rowsOf((await file(`/v1/exports/statements.csv?partner=${partner}`)).bytes)).toMatchObject([
      { number: '1', closing: '25.00', paid: '100.00' },
    ]);
  });

  it.each([
    'accounts',
    'accruals',
    'payout-lag',
    'batches',
    'partners',
    'referrals',
    'adjustments',
    'audit',
    'files',
    'bank-entries',
  ])('%s can be taken out', async (name) => {
    const { status, bytes } = await file(`/v1/exports/${name}.csv`);
    expect([name, status]).toEqual([name, 200]);
    expect(bytes.toString('utf8').split('\r\n').length).toBeGreaterThan(1);
  });

  it('comes page by page, to the last', async () => {
    for (let index = 0; index < 120; index += 1) await api.partner(`Many ${String.fromCharCode(65 + (index % 26))}`);
    expect(rowsOf((await file('/v1/exports/partners.csv')).bytes).length).toBe(122);
  });

  it('is noted in the audit log before it leaves, with its filters', async () => {
    await file('/v1/exports/journals.csv?kind=paid');
    await relayOnce(api.store);
    const found = (await get<{ data: AuditEntryDto[] }>('/v1/audit?limit=100')).data.find(
      ({ action, detail }) => action === 'export.made' && JSON.stringify(detail).includes('paid'),
    );
    expect(found?.detail).toMatchObject({ title: 'journals.csv', filters: { kind: 'paid' } });
  });

  it('needs the right to export and the list’s own', async () => {
    const exporting = await api.key(['export.read', 'ledger.read']);
    expect((await file('/v1/exports/journals.csv', exporting)).status).toBe(200);
    expect((await file('/v1/exports/partners.csv', exporting)).status).toBe(403);
    expect((await file('/v1/exports/journals.csv', await api.key(['ledger.read']))).status).toBe(403);
    expect((await file('/v1/exports/journals.csv', mine)).status).toBe(403);
    expect((await file('/v1/exports/secrets.csv')).status).toBe(404);
    expect((await file('/v1/exports/commissions.csv?state=nonsense')).status).toBe(422);
    expect((await file('/v1/exports/statements.csv')).status).toBe(422);
  });
});

describe('a batch before it is made', () => {
  it('says whom it would pay and who is left out and why, and changes nothing', async () => {
    const before = (await api.store.ledger.head('demo', partner))?.seq;
    const ask = async (body: object, language = 'en') => {
      const headers = { 'Accept-Language': language };
      const response = await api.call('POST', '/v1/payout-batches/preview', { as: finance, body, headers });
      expect(response.status).toBe(200);
      return (await response.json()) as BatchPreview;
    };
    // 25.00 are payable, the minimum is 50.00.
    const below = await ask({});
    expect(below).toMatchObject({ payouts: 0, total: { amount: '0', currency: 'USD' }, leftOut: 1 });
    expect(below.reasons).toMatchObject([{ code: 'left_out.below_minimum', partners: 1, amount: { amount: '2500' } }]);
    expect(below.left[0]).toMatchObject({ partner: { name: 'Kestrel Reviews' }, amount: { amount: '2500' } });
    expect((await ask({}, 'de')).left[0]?.reason).toContain('Mindestbetrag');
    expect(await ask({ cutoff: '2026-11-01T00:00:00Z' })).toMatchObject({ payouts: 0, leftOut: 0 });
    await api.store.programmes.collection.change('demo', 'demo', (programme) => ({
      set: { settings: { ...programme.settings, minimumPayout: { USD: '1000' } } },
    }));
    const paid = await ask({});
    expect(paid).toMatchObject({ payouts: 1, total: { amount: '2500' }, approversNeeded: 1, leftOut: 0 });
    expect(paid.largest).toMatchObject([{ rail: 'sandbox', items: 1, amount: { amount: '2500' } }]);
    expect((await api.store.ledger.head('demo', partner))?.seq).toBe(before);
    expect((await api.store.payouts.collection.find('demo', {})).length).toBe(0);
    expect((await api.call('POST', '/v1/payout-batches/preview', { as: mine, body: {} })).status).toBe(403);
  });

  it.each([
    ['a cutoff in the future', { cutoff: '9999-12-31T23:59:59Z' }, '/cutoff', 'in_the_future'],
    ['a currency that nobody earned in', { currency: 'EUR' }, '/currency', 'nothing_payable'],
  ])('is refused with %s, and so is the batch', async (_, body, pointer, code) => {
    for (const path of ['/v1/payout-batches/preview', '/v1/payout-batches']) {
      const response = await api.call('POST', path, {
        as: finance,
        body,
        headers: { 'Idempotency-Key': randomUUID() },
      });
      expect(response.status).toBe(422);
      expect(((await response.json()) as Problem).errors).toMatchObject([{ pointer, code }]);
    }
    expect((await get<{ data: unknown[] }>('/v1/payout-batches')).data).toEqual([]);
  });
});
