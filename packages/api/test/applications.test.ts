import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { relayOnce } from '@sluice/store';
import { startApi, type Credential, type TestApi } from './support.js';

let api: TestApi;
let ops: Credential;
let finance: Credential;

beforeAll(async () => {
  api = await startApi();
  ops = await api.user(['ops']);
  finance = await api.user(['finance']);
});
afterAll(() => api.close());

const form = (email: string, more: object = {}) => ({
  name: 'Nora Winter',
  email,
  type: 'creator',
  acceptsTerms: true,
  message: 'I write about hosting.',
  ...more,
});
const apply = async (body: unknown) => {
  const response = await api.call('POST', '/v1/applications', { body });
  return { status: response.status, body: (await response.json()) as object };
};
const found = (email: string) => api.store.partners.findByEmail('demo', email);
const told = async (type: string, partner: string) => {
  await relayOnce(api.store);
  return (await api.store.events.list('demo', { limit: 200 })).data.filter(
    (event) => event.type === type && event.data['partnerId'] === partner,
  );
};

describe('an application', () => {
  it('is a form that anybody may see and send, and makes one partner who is submitted', async () => {
    const shown = await (await api.call('GET', '/v1/applications/form')).json();
    expect(shown).toMatchObject({ programme: { key: 'demo' } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => apply(form('nora@winter.example', { timeZone: 'Europe/Vienna' }))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 202, body: { received: true } })]),
    );
    const partner = (await found('NORA@winter.example'))!;
    expect(partner).toMatchObject({ status: 'submitted', timeZone: 'Europe/Vienna', tags: [] });
    expect(await told('application.submitted', partner.id)).toHaveLength(1);
  });

  it('may come with an idempotency key: the key is nobody’s, and a visitor learns nothing of another by it', async () => {
    const send = (email: string) =>
      api.call('POST', '/v1/applications', { body: form(email), headers: { 'idempotency-key': 'the-same' } });
    const answers = [await send('ida@keys.example'), await send('ivo@keys.example'), await send('ida@keys.example')];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect([await found('ida@keys.example'), await found('ivo@keys.example')]).not.toContain(null);
  });

  it('says nothing of who is a partner already, and leaves that one alone', async () => {
    const id = await api.partner('Dataloft');
    const before = (await api.store.partners.get('demo', id))!;
    expect((await apply(form(before.email, { name: 'Somebody else' }))).body).toEqual({ received: true });
    expect(await api.store.partners.get('demo', id)).toEqual(before);
  });

  it('of a program is answered and thrown away', async () => {
    expect((await apply(form('robot@spam.example', { fax: '1' }))).status).toBe(202);
    expect(await found('robot@spam.example')).toBeNull();
  });

  it.each([
    ['without the terms', { acceptsTerms: false }, '/acceptsTerms'],
    ['with a made-up zone', { timeZone: 'Mars/Base' }, '/timeZone'],
    ['with a status of its own', { status: 'active' }, '/status'],
    ['with half an address', { website: 'winter' }, '/website'],
  ])('%s is refused', async (_what, more, pointer) => {
    const answer = await apply(form('wrong@winter.example', more));
    expect(answer).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ pointer })] } });
    expect(await found('wrong@winter.example')).toBeNull();
  });

  it('is decided by ops or a manager, once; approving starts onboarding', async () => {
    await apply(form('ilse@blog.example'));
    const { id } = (await found('ilse@blog.example'))!;
    const decide = (body: object, as: Credential) => api.call('POST', `/v1/applications/${id}/decision`, { as, body });
    expect((await decide({ outcome: 'approve' }, finance)).status).toBe(403);
    expect((await decide({ outcome: 'reject' }, ops)).status).toBe(422);
    expect((await decide({ outcome: 'approve' }, ops)).status).toBe(200);
    expect((await decide({ outcome: 'approve' }, ops)).status).toBe(200);
    expect((await decide({ outcome: 'reject', comment: 'No.' }, ops)).status).toBe(409);
    expect(await found('ilse@blog.example')).toMatchObject({ status: 'active' });
    expect(await told('partner.approved', id)).toHaveLength(1);
  });
});
