import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type PartnerId, type ReferralId } from '@sluice/domain';
import type { Problem } from '@sluice/contracts';
import { relayOnce } from '@sluice/store';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let nora: PartnerId;
let other: PartnerId;
let admin: Credential & { id: string };
let ops: Credential & { id: string };
let partner: Credential & { id: string };
let lead: ReferralId;
const at = new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  api = await startApi();
  nora = await api.partner('Nora Winter');
  other = await api.partner('Dataloft');
  admin = await api.user(['admin']);
  ops = await api.user(['ops']);
  partner = await api.user(['partner'], { partner: nora });
  lead = await addLead('lead-1', nora);
});
afterAll(() => api.close());

async function addLead(name: string, of: PartnerId): Promise<ReferralId> {
  const customer = derivedId('customer', 'demo', 'api', name);
  const { doc } = await api.store.referrals.insertOrRead({
    id: derivedId('referral', 'demo', customer),
    programme: 'demo',
    customer,
    customerExternalId: name,
    partner: of,
    weights: [{ partner: of, ppm: 1_000_000 }],
    model: 'last',
    touches: [{ id: 'tch_1', kind: 'lead', at, partner: of, counted: true }],
    stage: 'lead',
    status: 'pending',
    orders: 0,
    createdAt: at,
  });
  return doc.id;
}

async function json<T = Record<string, unknown>>(
  method: string,
  path: string,
  as: Credential,
  body?: unknown,
  key?: string,
): Promise<{ status: number; body: T }> {
  const response = await api.call(method, path, {
    as,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}
const pointers = (body: unknown) => (body as Problem).errors?.map(({ pointer, code }) => [pointer, code]);

describe('a partner’s profile', () => {
  it('takes tags, an owner of the team and custom fields; each wrong value is told with its place', async () => {
    const before = await json<{ rev: number }>('GET', `/v1/partners/${nora}`, ops);
    const changed = await json<Record<string, unknown>>('PATCH', `/v1/partners/${nora}`, ops, {
      rev: before.body.rev,
      tags: ['VIP', 'vip', 'webinar'],
      owner: ops.id,
      custom: { region: 'north' },
    });
    expect(changed).toMatchObject({ status: 200, body: { tags: ['VIP', 'webinar'], ownerName: 'ops' } });
    const rev = changed.body['rev'];
    const wrong = await json('PATCH', `/v1/partners/${nora}`, ops, { rev, owner: partner.id });
    expect([wrong.status, pointers(wrong.body)]).toEqual([422, [['/owner', 'unknown_user']]]);
    const reserved = await json('PATCH', `/v1/partners/${nora}`, ops, { rev, custom: { tier: 'gold' } });
    expect([reserved.status, pointers(reserved.body)]).toEqual([422, [['/custom/tier', 'reserved_field']]]);
    const freed = await json<Record<string, unknown>>('PATCH', `/v1/partners/${nora}`, ops, { rev, owner: null });
    expect(freed.body).not.toHaveProperty('owner');
  });

  it('changes status only as the table says, with a reason, against the revision that was looked at', async () => {
    const { rev } = (await json<{ rev: number }>('GET', `/v1/partners/${nora}`, ops)).body;
    const refused = await json('POST', `/v1/partners/${nora}/status`, ops, { status: 'submitted', reason: 'x y', rev });
    expect([refused.status, pointers(refused.body)]).toEqual([422, [['/status', 'transition_refused']]]);
    const paused = { status: 'paused', reason: 'Asked for it', rev };
    expect(await json('POST', `/v1/partners/${nora}/status`, ops, paused)).toMatchObject({
      status: 200,
      body: { status: 'paused', statusReason: 'Asked for it' },
    });
    expect((await json('POST', `/v1/partners/${nora}/status`, ops, { ...paused, status: 'active' })).status).toBe(409);
  });

  it('has notes, which the partner does not see', async () => {
    const path = `/v1/partners/${nora}/notes`;
    const first = await json('POST', path, ops, { text: ' Met at the fair. ' }, 'note-1');
    const again = await json('POST', path, ops, { text: ' Met at the fair. ' }, 'note-1');
    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((await json<{ data: unknown[] }>('GET', path, admin)).body.data).toMatchObject([
      { text: 'Met at the fair.', author: { id: ops.id, name: 'ops' } },
    ]);
    expect((await json('POST', path, ops, { text: '  ' })).status).toBe(422);
    expect((await json('GET', path, partner)).status).toBe(403);
    expect((await json('GET', '/v1/partners/par_none/notes', ops)).status).toBe(404);
  });
});

describe('documents that are asked for', () => {
  const ask = async (document: string, of: PartnerId = nora): Promise<string> =>
    (await json<{ id: string }>('POST', `/v1/partners/${of}/document-requests`, ops, { document })).body.id;

  it('the partner sees its own alone and gives what is asked; each kind wants its own', async () => {
    const [terms, form] = [await ask('terms'), await ask('tax_form')];
    await ask('terms', other);
    const mine = await json<{ data: { id: string }[] }>('GET', '/v1/document-requests?state=open', partner);
    expect(mine.body.data.map(({ id }) => id).sort()).toEqual([terms, form].sort());
    const fulfil = (id: string, body: unknown) => json('POST', `/v1/document-requests/${id}/fulfil`, partner, body);
    const unsigned = await fulfil(terms, { reference: 'x' });
    expect([unsigned.status, pointers(unsigned.body)]).toEqual([422, [['/signedAs', 'needed']]]);
    expect(await fulfil(terms, { signedAs: 'Nora Winter' })).toMatchObject({
      status: 200,
      body: { state: 'fulfilled', answer: { signedAs: 'Nora Winter', by: 'partner' } },
    });
    expect((await fulfil(terms, { signedAs: 'Nora Winter' })).status).toBe(409);
    expect(pointers((await fulfil(form, {})).body)).toEqual([['/reference', 'needed']]);
    expect((await fulfil(form, { reference: 'W-9 of 12 May' })).status).toBe(200);
    await relayOnce(api.store);
    const told = (await api.store.events.list('demo')).data.filter(({ data }) => data['partnerId'] === nora);
    expect(told.map(({ type }) => type).sort()).toEqual(['document.signed', 'partner.paused', 'tax_form.received']);
  });

  it('another partner’s is not there; staff may take it back, and what is taken back cannot be given', async () => {
    const theirs = await ask('brand_policy', other);
    const path = `/v1/document-requests/${theirs}`;
    expect((await json('POST', `${path}/fulfil`, partner, { signedAs: 'Nora Winter' })).status).toBe(404);
    expect((await json('POST', `${path}/withdraw`, partner)).status).toBe(403);
    expect((await json('POST', `${path}/withdraw`, ops)).body).toMatchObject({ state: 'withdrawn' });
    expect((await json('POST', `${path}/fulfil`, ops, { signedAs: 'Some Body' })).status).toBe(409);
  });
});

describe('a referral', () => {
  it('is tagged and given to somebody; its partner sees neither', async () => {
    const { rev } = (await json<{ rev: number }>('GET', `/v1/referrals/${lead}`, ops)).body;
    const changed = await json('PATCH', `/v1/referrals/${lead}`, ops, { rev, tags: ['Hot'], assignee: ops.id });
    expect(changed.body).toMatchObject({ tags: ['Hot'], assignee: { id: ops.id, name: 'ops' } });
    expect((await json('PATCH', `/v1/referrals/${lead}`, ops, { rev, tags: [] })).status).toBe(409);
    const seen = await json('GET', `/v1/referrals/${lead}`, partner);
    expect(seen.body).toMatchObject({ tags: [], lists: [], pushes: [] });
    expect(seen.body).not.toHaveProperty('assignee');
    const mine = await json<{ data: unknown[] }>('GET', '/v1/referrals?assignee=me&tag=hot', ops);
    expect(mine.body.data).toHaveLength(1);
    expect((await json('PATCH', `/v1/referrals/${lead}`, partner, { rev, tags: [] })).status).toBe(403);
  });

  it('is rejected with a reason that its partner sees, and qualified after all', async () => {
    const rev = async () => (await json<{ rev: number }>('GET', `/v1/referrals/${lead}`, ops)).body.rev;
    const path = `/v1/referrals/${lead}/decision`;
    const no = { outcome: 'reject', reason: 'free_mail', note: 'gmail', rev: await rev() };
    expect((await json('POST', path, ops, no)).body).toMatchObject({
      status: 'rejected',
      rejection: { reason: 'free_mail', note: 'gmail' },
    });
    const seen = await json('GET', `/v1/referrals/${lead}`, partner);
    expect(seen.body['rejection']).toEqual({ reason: 'free_mail' });
    expect((await json('POST', path, ops, { outcome: 'reject', rev: await rev() })).status).toBe(422);
    const yes = await json('POST', path, ops, { outcome: 'qualify', rev: await rev() });
    expect(yes.body).toMatchObject({ status: 'approved', stage: 'qualified', tags: ['Hot', 'Qualified'] });
    expect((await json('POST', path, ops, { outcome: 'qualify', rev: 1 })).status).toBe(409);
  });
});

describe('lists', () => {
  it('are made, filled, emptied and exported, safe for spreadsheets', async () => {
    const made = await json('POST', '/v1/lists', ops, { key: 'nurture', title: 'Nurture' });
    expect(made).toMatchObject({ status: 201, body: { key: 'nurture', members: 0 } });
    expect((await json('POST', '/v1/lists', ops, { key: 'nurture' })).status).toBe(409);
    const risky = await addLead('=1+1', nora);
    const put = (id: string, on: boolean, kind = 'referral') =>
      json('POST', '/v1/lists/nurture/members', ops, { member: { kind, id }, on });
    await put(risky, true);
    await put(lead, true);
    await put(nora, true, 'partner');
    expect((await put(lead, false)).body).toMatchObject({ members: 2 });
    expect(pointers((await put('ref_none', true)).body)).toEqual([['/member/id', 'unknown']]);
    const members = await json<{ data: { member: { id: string } }[] }>('GET', '/v1/lists/nurture/members', ops);
    expect(members.body.data.map(({ member }) => member.id).sort()).toEqual([nora, risky].sort());
    const csv = await (await api.call('GET', '/v1/lists/nurture/csv', { as: ops })).text();
    expect(csv.split('\r\n')[0]).toBe('kind,id,name,partner_id,partner,tags,added_at,added_by');
    expect(csv).toContain(`referral,${risky},'=1+1,${nora},Nora Winter`);
    expect((await json('GET', '/v1/lists/none/members', ops)).status).toBe(404);
  });
});

describe('a CRM', () => {
  it('is set up by an admin; its secret is made, shown once, and stored sealed', async () => {
    const crm = { url: 'https://crm.example/leads', mapping: { email: 'lead.email' } };
    expect((await json('PUT', '/v1/crms/crm', ops, crm)).status).toBe(403);
    const saved = await json<{ secret?: string }>('PUT', '/v1/crms/crm', admin, crm);
    expect(saved.body.secret).toMatch(/^whsec_/);
    expect((await api.store.crms.get('demo', 'crm'))?.secret).toBe(`sealed:${saved.body.secret}`);
    const again = await json('PUT', '/v1/crms/crm', admin, { ...crm, enabled: false });
    expect(again.body).toEqual(expect.not.objectContaining({ secret: expect.anything() }));
    expect((await api.store.crms.get('demo', 'crm'))?.secret).toBe(`sealed:${saved.body.secret}`);
    expect(JSON.stringify((await json('GET', '/v1/crms', ops)).body)).not.toContain('whsec');
    const wrong = await json('PUT', '/v1/crms/crm', admin, { url: 'ftp://x', mapping: { a: 'customer.password' } });
    expect(pointers(wrong.body)?.map(([pointer]) => pointer)).toEqual(['/url', '/mapping/a']);
  });
});
