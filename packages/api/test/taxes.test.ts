import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { derivedId, type PartnerId } from '@sluice/domain';
import { relayOnce } from '@sluice/store';
import type {
  MyTaxForms,
  Problem,
  SanctionsListDto,
  SanctionsReviewDto,
  TaxFormDto,
  TaxSettingsDto,
  TaxYearDto,
} from '@sluice/contracts';
import { startApi, type Credential, type TestApi } from './support.js';

const tin = '123-45-6789';
const w9 = {
  form: 'w9',
  values: {
    name: 'Ada Doe',
    classification: 'individual',
    street: '1 Main Street',
    town: 'Austin',
    state: 'TX',
    postcode: '73301',
    tinKind: 'ssn',
    tin,
  },
  signedAs: 'Ada Doe',
  capacity: 'myself',
  certified: true,
};

let api: TestApi;
let ada: Credential;
let bob: Credential;
let finance: Credential;
let auditor: Credential;
let manager: Credential;

beforeAll(async () => {
  api = await startApi();
  ada = await api.user(['partner'], { partner: await api.partner('Ada Doe') });
  bob = await api.user(['partner'], { partner: await api.partner('Bob Roe') });
  finance = await api.user(['finance']);
  auditor = await api.user(['auditor']);
  manager = await api.user(['manager']);
});
afterAll(() => api.close());

const as = async <T>(
  who: Credential,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> => {
  const response = await api.call(method, path, {
    as: who,
    ...(body !== undefined && { body }),
    ...(method === 'POST' && { headers: { 'Idempotency-Key': crypto.randomUUID() } }),
  });
  return { status: response.status, body: (await response.json()) as T };
};

describe('tax forms over the API', () => {
  let id = '';

  it('a partner gives a form; the number comes back masked', async () => {
    const { status, body } = await as<TaxFormDto>(ada, 'POST', '/v1/me/tax-forms', w9);
    expect([status, body.state, body.version]).toEqual([201, 'submitted', 1]);
    expect(body.masked).toEqual({ tin: '•••••6789' });
    expect(JSON.stringify(body)).not.toContain('123456789');
    id = body.id;
  });

  it('what is wrong is told at its field, and nothing is stored', async () => {
    const wrong = { ...w9, values: { ...w9.values, tin: '000-00-0000', state: 'XX' }, signedAs: '' };
    const { status, body } = await as<Problem>(ada, 'POST', '/v1/me/tax-forms', wrong);
    expect(status).toBe(422);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/signedAs', '/values/state', '/values/tin']);
    expect(JSON.stringify(body)).not.toContain('000-00-0000');
    expect((await as<MyTaxForms>(ada, 'GET', '/v1/me/tax-forms')).body.forms).toHaveLength(1);
  });

  it('another partner sees none of it, and may do nothing to it', async () => {
    expect((await as<MyTaxForms>(bob, 'GET', '/v1/me/tax-forms')).body.forms).toEqual([]);
    for (const [method, path, body] of [
      ['GET', '/v1/tax-forms', undefined],
      ['POST', `/v1/tax-forms/${id}/review`, { outcome: 'accept' }],
      ['PUT', `/v1/tax-forms/${id}/reveal`, { reason: 'I want to know' }],
      ['GET', '/v1/tax-years/2026', undefined],
      ['GET', '/v1/sanctions-reviews', undefined],
    ] as const)
      expect((await as(bob, method, path, body)).status).toBe(403);
  });

  it('finance accepts with two eyes of its own, an auditor reads, a manager does not', async () => {
    expect((await as(manager, 'GET', '/v1/tax-forms')).status).toBe(403);
    expect((await as<{ data: TaxFormDto[] }>(auditor, 'GET', '/v1/tax-forms')).body.data.map((one) => one.id)).toEqual([
      id,
    ]);
    expect((await as(auditor, 'PUT', `/v1/tax-forms/${id}/reveal`, { reason: 'I want to know' })).status).toBe(403);
    expect((await as(finance, 'POST', `/v1/tax-forms/${id}/review`, { outcome: 'reject' })).status).toBe(422);
    expect(
      (await as<TaxFormDto>(finance, 'POST', `/v1/tax-forms/${id}/review`, { outcome: 'accept' })).body.state,
    ).toBe('accepted');
    expect((await as(finance, 'POST', `/v1/tax-forms/${id}/review`, { outcome: 'accept' })).status).toBe(409);
  });

  it('the number is shown for a reason, which is audited; it is in no audit entry, event or stored answer', async () => {
    const { body } = await as<{ secrets: Record<string, string> }>(finance, 'PUT', `/v1/tax-forms/${id}/reveal`, {
      reason: 'Letter of the IRS',
    });
    expect(body.secrets).toEqual({ tin: '123456789' });
    await relayOnce(api.store);
    const audit = await api.store.audit.collection.find('demo', {});
    expect(
      audit.some(({ action, detail }) => action === 'tax_form.revealed' && detail?.['reason'] === 'Letter of the IRS'),
    ).toBe(true);
    const events = await api.store.events.collection.find('demo', {});
    const answers = await api.store.native().collection('idempotency').find({}).toArray();
    const programmes = JSON.stringify([audit, events, answers]);
    expect(events.map(({ type }) => type)).toContain('tax_form.received');
    for (const text of ['123456789', tin]) expect(programmes).not.toContain(text);
  });

  it('a request for a tax form is answered by giving it', async () => {
    const { body: me } = await as<{ partner: { id: string } }>(bob, 'GET', '/v1/me');
    await as(manager, 'POST', `/v1/partners/${me.partner.id}/document-requests`, { document: 'tax_form' });
    await as(bob, 'POST', '/v1/me/tax-forms', { ...w9, values: { ...w9.values, name: 'Bob Roe' } });
    const { body } = await as<{ data: { state: string }[] }>(bob, 'GET', '/v1/document-requests');
    expect(body.data.map(({ state }) => state)).toEqual(['fulfilled']);
  });
});

describe('sanctions over the API', () => {
  const xml = (
    name: string,
  ) => `<?xml version="1.0"?><sdnList><publshInformation><Publish_Date>11/15/2026</Publish_Date>
    <Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>7</uid><lastName>${name}</lastName>
    <sdnType>Individual</sdnType><programList><program>SDGT</program></programList></sdnEntry></sdnList>`;
  const upload = (who: Credential, body: string, type = 'application/xml') =>
    fetch(`${api.url}/v1/sanctions-lists/ofac-sdn`, {
      method: 'PUT',
      headers: { ...who.headers, 'Content-Type': type },
      body,
    });

  it('a list is imported by finance, partners are held against it, and a decision is about what was looked at', async () => {
    const settings: TaxSettingsDto = { tax: null, vat: null, sanctions: { screen: true } };
    expect((await as(manager, 'PUT', '/v1/tax-settings', settings)).status).toBe(403);
    expect((await as<TaxSettingsDto>(finance, 'PUT', '/v1/tax-settings', settings)).body).toEqual(settings);
    expect((await upload(manager, xml('Ada Doe'))).status).toBe(403);
    expect((await upload(finance, '{}', 'application/json')).status).toBe(415);
    expect((await upload(finance, '<html/>')).status).toBe(422);
    const imported = (await (await upload(finance, xml('Ada Doe'))).json()) as SanctionsListDto;
    expect(imported).toMatchObject({ persons: 1, publishedOn: '2026-11-15', stale: false });
    const reviews = async () =>
      (await as<{ data: SanctionsReviewDto[] }>(finance, 'GET', '/v1/sanctions-reviews')).body.data;
    const [review] = await reviews();
    expect(review).toMatchObject({ state: 'open', level: 'block', score: 100, partner: { name: 'Ada Doe' } });
    expect(review?.reasons[0]?.text).toBe('The whole name is the same as “Ada Doe”.');
    const decide = (fingerprint: string, who = finance) =>
      as<Problem>(who, 'POST', `/v1/sanctions-reviews/${review?.id}/decision`, {
        outcome: 'clear',
        note: 'Passport seen.',
        fingerprint,
      });
    expect((await decide('something else')).status).toBe(409);
    expect((await decide(review?.fingerprint ?? '', auditor)).status).toBe(403);
    expect((await decide(review?.fingerprint ?? '')).status).toBe(200);
    expect((await reviews())[0]).toMatchObject({ state: 'cleared', decision: { note: 'Passport seen.' } });
  });
});

describe('Forms 1099-NEC over the API', () => {
  const payer = {
    name: 'Halden Cloud Inc.',
    ein: '12-3456789',
    street: '1 Market Street',
    town: 'San Francisco',
    state: 'CA',
    postcode: '94105',
    phone: '415-555-0100',
  };
  const idOf = async (who: Credential) =>
    (await as<{ partner: { id: string } }>(who, 'GET', '/v1/me')).body.partner.id as PartnerId;
  const pay = (of: PartnerId, name: string, at: string, cents: bigint, kind: 'paid' | 'returned' = 'paid') =>
    api.store.ledger.post('demo', of, { commissions: [] }, () => ({
      ok: true,
      journals: [
        {
          id: derivedId('journal', of, name, kind),
          programme: 'demo',
          partner: of,
          at: new Date(at),
          kind,
          cause: `${name} ${kind}`,
          commissions: [],
          payout: derivedId('payout', name),
          postings: [
            ...(kind === 'paid' ? [] : [{ account: 'cash:sandbox' as const, amount: -cents, currency: 'USD' }]),
            {
              account: kind === 'paid' ? 'partner:in_transit' : 'partner:payable',
              amount: kind === 'paid' ? -cents : cents,
              currency: 'USD',
            },
            ...(kind === 'paid' ? [{ account: 'cash:sandbox' as const, amount: cents, currency: 'USD' }] : []),
          ],
          actor: 'test',
        },
      ],
    }));
  const owe = (of: PartnerId, cents: bigint) =>
    api.store.ledger.post('demo', of, { commissions: [] }, () => ({
      ok: true,
      journals: [
        {
          id: derivedId('journal', of, 'owe'),
          programme: 'demo',
          partner: of,
          at: new Date('2025-01-02T10:00:00Z'),
          kind: 'adjust',
          cause: 'owe',
          commissions: [],
          postings: [
            { account: 'adjustment', amount: -cents, currency: 'USD' },
            { account: 'partner:in_transit', amount: cents, currency: 'USD' },
          ],
          actor: 'test',
        },
      ],
    }));
  const file = async (who: Credential, id: string, part = 1) => {
    const response = await api.call('GET', `/v1/tax-exports/${id}/${part}`, { as: who });
    const name = response.headers.get('content-disposition') ?? '';
    const text = await response.text();
    const rows = response.status === 200 ? (parse(text, { columns: true, bom: true }) as Record<string, string>[]) : [];
    return { status: response.status, name, rows };
  };
  const told = (rows: Record<string, string>[]) =>
    rows.map((row) => [
      row['Recipient Taxpayer ID Number'],
      Object.values(row).find((cell) => /^\d+\.\d\d$/.test(cell)),
    ]);

  it('the first report holds everybody; a correction holds whom the figures have changed of, and is a file of its own', async () => {
    const [adas, bobs] = [await idOf(ada), await idOf(bob)];
    const waiting = (await as<{ data: TaxFormDto[] }>(finance, 'GET', '/v1/tax-forms?state=submitted')).body.data;
    for (const { id } of waiting) await as(finance, 'POST', `/v1/tax-forms/${id}/review`, { outcome: 'accept' });
    await owe(adas, 500_000n);
    await owe(bobs, 500_000n);
    await pay(adas, 'a1', '2025-03-01T10:00:00Z', 100_000n);
    await pay(adas, 'a2', '2025-04-01T10:00:00Z', 50_000n);
    await pay(bobs, 'b1', '2025-05-01T10:00:00Z', 80_000n);

    expect((await as<Problem>(finance, 'POST', '/v1/tax-years/2025/exports', {})).body.detail).toContain('who reports');
    await as(finance, 'PUT', '/v1/tax-settings', { tax: { payer }, sanctions: null, vat: null });
    expect((await as(manager, 'POST', '/v1/tax-years/2025/exports', {})).status).toBe(403);
    const first = await as<TaxYearDto>(finance, 'POST', '/v1/tax-years/2025/exports', {});
    expect(first.body.exports).toMatchObject([{ kind: 'original', rows: 2, files: 1 }]);
    const original = await file(finance, first.body.exports[0]?.id ?? '');
    expect(original.name).toContain('1099-nec-2025-original-1.csv');
    expect(told(original.rows).sort()).toEqual([
      ['123456789', '1500.00'],
      ['123456789', '800.00'],
    ]);
    expect((await as(finance, 'POST', '/v1/tax-years/2025/exports', {})).status).toBe(409);

    // What comes back counts for the year in which it had been paid, whenever it comes.
    await pay(adas, 'a2', '2026-02-01T10:00:00Z', 50_000n, 'returned');
    const second = await as<TaxYearDto>(finance, 'POST', '/v1/tax-years/2025/exports', {});
    expect(second.body.exports.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['original', 2],
      ['correction', 1],
    ]);
    const correction = await file(finance, second.body.exports[1]?.id ?? '');
    expect(correction.name).toContain('1099-nec-2025-correction-1.csv');
    expect(told(correction.rows)).toEqual([['123456789', '1000.00']]);
    expect(correction.rows[0]).toMatchObject({ 'Tax Year': '2025', 'Payer Taxpayer ID Number': '123456789' });
    // What was given out stays as it was.
    expect(told((await file(finance, first.body.exports[0]?.id ?? '')).rows)).toHaveLength(2);
    expect((await as(finance, 'POST', '/v1/tax-years/2025/exports', {})).status).toBe(409);
    expect((await file(finance, second.body.exports[1]?.id ?? '', 2)).status).toBe(404);
    for (const other of [auditor, manager, ada])
      expect((await file(other, second.body.exports[1]?.id ?? '')).status).toBe(403);
    await relayOnce(api.store);
    const audit = await api.store.audit.collection.find('demo', { action: 'tax_export.downloaded' });
    expect(audit.map(({ detail }) => detail)).toEqual([
      { year: 2025, part: 1 },
      { year: 2025, part: 1 },
      { year: 2025, part: 1 },
    ]);
  });

  it('everybody who was reported and has nothing left is corrected to nothing', async () => {
    await pay(await idOf(bob), 'b1', '2026-02-02T10:00:00Z', 80_000n, 'returned');
    const third = await as<TaxYearDto>(finance, 'POST', '/v1/tax-years/2025/exports', {});
    expect(third.body.exports.at(-1)).toMatchObject({ kind: 'correction', rows: 1 });
    expect(told((await file(finance, third.body.exports.at(-1)?.id ?? '')).rows)).toEqual([['123456789', '0.00']]);
  });
});

describe('settings of invoices over the API', () => {
  const company = { name: 'Halden GmbH', street: 'Weg 1', town: 'Berlin' };
  it.each<[string, object, string[]]>([
    [
      'no company',
      { country: 'DE', number: 'DE136695976' },
      ['/vat/company/name', '/vat/company/street', '/vat/company/town'],
    ],
    [
      'an empty street',
      { country: 'DE', number: 'DE136695976', company: { ...company, street: ' ' } },
      ['/vat/company/street'],
    ],
    ['no number within the Union', { country: 'DE', company }, ['/vat/number']],
    ['a number of another country', { country: 'DE', number: 'ATU13585627', company }, ['/vat/number']],
    ['all there is', { country: 'DE', number: 'DE136695976', company }, []],
    ['outside the Union without a number', { country: 'US', company }, []],
  ])('%s', async (_name, vat, pointers) => {
    const body = { tax: null, sanctions: null, vat: { ...vat, selfBilling: true } };
    const answer = await as<Problem>(finance, 'PUT', '/v1/tax-settings', body);
    expect(answer.status).toBe(pointers.length > 0 ? 422 : 200);
    expect((answer.body.errors ?? []).map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });

  it('a rejection that was cut off before its notice is gone on with by the same request', async () => {
    const { body } = await as<TaxFormDto>(bob, 'POST', '/v1/me/tax-forms', {
      ...w9,
      values: { ...w9.values, name: 'Bob Roe' },
    });
    const reason = 'The name is not that of the bank account.';
    const reject = (who: Credential, why = reason) =>
      as(who, 'POST', `/v1/tax-forms/${body.id}/review`, { outcome: 'reject', reason: why });
    expect((await reject(finance)).status).toBe(200);
    expect((await reject(finance)).status).toBe(200);
    expect((await reject(finance, 'Something else.')).status).toBe(409);
    await relayOnce(api.store);
    const mails = await api.store.messages.collection.find('demo', { template: 'tax-form-rejected' });
    expect(mails.map(({ vars, locale }) => [vars['reason'], vars['form'], locale])).toEqual([[reason, 'W-9', 'en']]);
    const notices = await as<{ data: { title: string; text: string }[] }>(bob, 'GET', '/v1/notices');
    expect(notices.body.data.filter(({ text }) => text.includes(reason))).toHaveLength(1);
  });
});
