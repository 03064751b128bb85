import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { relayOnce } from '@sluice/store';
import type {
  MyTaxForms,
  Problem,
  SanctionsListDto,
  SanctionsReviewDto,
  TaxFormDto,
  TaxSettingsDto,
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
