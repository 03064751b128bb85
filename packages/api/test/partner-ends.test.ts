import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PartnerDetail, Problem } from '@sluice/contracts';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let admin: Credential;
let ops: Credential;

beforeAll(async () => {
  api = await startApi();
  admin = await api.user(['admin']);
  ops = await api.user(['ops']);
});
afterAll(() => api.close());

const post = (path: string, body: unknown, as: Credential) => api.call('POST', path, { as, body });
const reason = 'one and the same person';

describe('merging partners', () => {
  it('answers the survivor, and says of the other why it ended', async () => {
    const [from, into] = [await api.partner('Twin'), await api.partner('Real')];
    const answer = await post(`/v1/partners/${from}/merge`, { into, reason }, ops);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as PartnerDetail).id).toBe(into);
    expect(await api.store.partners.need('demo', from)).toMatchObject({
      status: 'terminated',
      mergedInto: into,
      statusReason: reason,
    });
  });

  it.each<[string, () => Promise<{ into: string }>, string]>([
    ['itself', async () => ({ into: '' }), 'same_partner'],
    ['nobody', async () => ({ into: 'par_nobody' }), 'unknown_partner'],
  ])('with %s is refused with the place', async (_name, other, code) => {
    const from = await api.partner('Lonely');
    const { into } = await other();
    const response = await post(`/v1/partners/${from}/merge`, { into: into || from, reason }, ops);
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors).toMatchObject([{ pointer: '/into', code }]);
  });
});

describe('erasing a partner', () => {
  it('takes the name typed again, closes its users, and shows nobody any more', async () => {
    const id = await api.partner('Vera Secret');
    const own = await api.user(['partner'], { partner: id });
    const erase = (name: string, as = admin) => post(`/v1/partners/${id}/erase`, { name, reason: 'asked to' }, as);
    expect((await erase('Vera Secret', ops)).status).toBe(403);
    const wrong = await erase('Vera');
    expect([wrong.status, ((await wrong.json()) as Problem).errors?.[0]?.pointer]).toEqual([422, '/name']);
    const answer = await erase('Vera Secret');
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).not.toMatch(/Vera Secret|partner\.example/);
    expect((await api.call('GET', '/v1/me', { as: own })).status).not.toBe(200);
    expect(await api.store.native().collection('user').countDocuments({ email: own.email })).toBe(0);
    expect((await erase('Vera Secret')).status).toBe(200);
  });
});

describe('terminating for cause', () => {
  it('is said with the status, kept, and taken back by reinstating', async () => {
    const id = await api.partner('Shady');
    const change = async (status: string, forCause?: boolean) => {
      const { rev } = await api.store.partners.need('demo', id);
      return post(
        `/v1/partners/${id}/status`,
        { status, reason: 'self-referrals', rev, ...(forCause && { forCause }) },
        ops,
      );
    };
    expect((await change('terminated', true)).status).toBe(200);
    expect((await api.store.partners.need('demo', id)).forCause).toBe(true);
    expect((await change('active')).status).toBe(200);
    expect((await api.store.partners.need('demo', id)).forCause).toBeUndefined();
  });
});
