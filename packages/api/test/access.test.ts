import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actions, can, roles, routes } from '@sluice/contracts';
import type { Problem, Role, Route } from '@sluice/contracts';
import { password, startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let partner: string;
const callers = new Map<Role | 'nobody', Credential>();

beforeAll(async () => {
  api = await startApi();
  partner = await api.partner('Nora Winter');
  callers.set('nobody', { headers: {} });
  for (const role of roles) {
    if (role === 'api') callers.set(role, await api.key([...actions]));
    else callers.set(role, await api.user([role], role === 'partner' ? { partner } : {}));
  }
});
afterAll(() => api.close());

/** A body that no route takes: what passes the door is refused as 422 or not found, and nothing is changed. */
const wrongBody = { nonsense: true };

const table = (Object.entries(routes) as [string, Route][])
  .filter(([, route]) => route.action !== 'public' && route.special !== 'stream')
  .flatMap(([name, route]) => (['nobody', ...roles] as const).map((who) => [name, who, route] as const));

describe('every route by every role, from the one table', () => {
  it.each(table)('%s as %s', async (_name, who, route) => {
    const path = route.path.replaceAll('{key}', 'nothing').replaceAll(/\{\w+\}/g, 'x_1');
    const response = await api.call(route.method.toUpperCase(), path, {
      as: callers.get(who) as Credential,
      ...(route.body ? { body: wrongBody } : {}),
    });
    const allowed = who !== 'nobody' && route.action !== 'public' && can([who], route.action) !== false;
    if (allowed) expect([200, 204, 404, 422]).toContain(response.status);
    else expect(response.status).toBe(who === 'nobody' ? 401 : 403);
    if (response.status >= 400) expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('keys', () => {
  it('may do what their scopes say and no more', async () => {
    const key = await api.key(['partner.read']);
    expect((await api.call('GET', '/v1/partners', { as: key })).status).toBe(200);
    expect((await api.call('GET', '/v1/commissions', { as: key })).status).toBe(403);
  });

  it('without scopes may do nothing', async () => {
    expect((await api.call('GET', '/v1/me', { as: await api.key([]) })).status).toBe(403);
  });

  it('are refused when made up, and pause when they expire', async () => {
    expect((await api.call('GET', '/v1/me', { as: { headers: { Authorization: 'Bearer slk_made_up' } } })).status).toBe(
      401,
    );
    const expired = await api.key(['me.read'], { expiresAt: new Date(Date.now() - 1) });
    expect((await api.call('GET', '/v1/me', { as: expired })).status).toBe(401);
  });
});

describe('what is not yours is not there', () => {
  it('another partner’s id is 404 for a partner, and lists hold only its own', async () => {
    const other = await api.partner('Dataloft');
    const me = callers.get('partner') as Credential;
    for (const path of ['', '/timeline', '/balance', '/links', '/coupons', '/statements']) {
      expect([path, (await api.call('GET', `/v1/partners/${other}${path}`, { as: me })).status]).toEqual([path, 404]);
      expect([path, (await api.call('GET', `/v1/partners/${partner}${path}`, { as: me })).status]).toEqual([path, 200]);
    }
    const list = (await (await api.call('GET', '/v1/partners', { as: me })).json()) as { data: { id: string }[] };
    expect(list.data.map(({ id }) => id)).toEqual([partner]);
    expect((await api.call('GET', `/v1/commissions?partner=${other}`, { as: me })).status).toBe(404);
  });

  it('another programme is 404, and its key sees nothing of ours', async () => {
    expect((await api.call('GET', '/v1/programmes/other', { as: callers.get('admin') as Credential })).status).toBe(
      404,
    );
    const foreign = await api.key([...actions], { programme: 'other' });
    expect((await api.call('GET', `/v1/partners/${partner}`, { as: foreign })).status).toBe(404);
    expect((await (await api.call('GET', '/v1/partners', { as: foreign })).json()) as object).toEqual({
      data: [],
      nextCursor: null,
    });
  });
});

describe('mass assignment', () => {
  it.each([
    ['a partner’s status', 'PATCH', () => `/v1/partners/${partner}`, { rev: 1, status: 'consistent' }, '/status'],
    ['a partner’s tier', 'PATCH', () => `/v1/partners/${partner}`, { rev: 1, tier: 'gold' }, '/tier'],
    [
      'an amount',
      'POST',
      () => '/v1/payout-batches',
      { currency: 'USD', total: { amount: '1', currency: 'USD' } },
      '/total',
    ],
    [
      'an actor',
      'POST',
      () => '/v1/approvals/apr_1/decision',
      { outcome: 'approve', actor: { id: 'someone', roles: ['admin'] } },
      '/actor',
    ],
    [
      'a programme',
      'POST',
      () => '/v1/events',
      { id: '1', type: 'click', occurredAt: '2026-11-20T00:00:00Z', data: {}, programme: 'other' },
      '/programme',
    ],
  ])('of %s is refused with its pointer', async (_name, method, path, body, pointer) => {
    const response = await api.call(method, path(), { as: callers.get('admin') as Credential, body });
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('of a role by signing up or by changing oneself is refused', async () => {
    const signUp = { email: 'new@halden.example', password, name: 'New', roles: ['admin'], programme: 'demo' };
    expect(
      (await api.call('POST', '/api/auth/sign-up/email', { body: signUp, headers: { Origin: api.url } })).status,
    ).toBeGreaterThanOrEqual(400);
    const ops = await api.user(['ops']);
    await api.call('POST', '/api/auth/update-user', { as: ops, body: { name: 'Ops', roles: ['admin'] } });
    expect(((await (await api.call('GET', '/v1/me', { as: ops })).json()) as { roles: string[] }).roles).toEqual([
      'ops',
    ]);
    expect((await api.call('POST', '/v1/users', { as: ops, body: { ...signUp, programme: undefined } })).status).toBe(
      403,
    );
  });
});

describe('sessions', () => {
  it('end with signing out', async () => {
    const user = await api.user(['ops']);
    expect((await api.call('GET', '/v1/me', { as: user })).status).toBe(200);
    await api.call('POST', '/api/auth/sign-out', { as: user, body: {} });
    expect((await api.call('GET', '/v1/me', { as: user })).status).toBe(401);
  });

  it('cannot be used by another site’s page to change anything', async () => {
    const user = await api.user(['admin']);
    const headers = { Origin: 'https://evil.example' };
    expect((await api.call('POST', '/v1/payout-batches', { as: user, body: {}, headers })).status).toBe(403);
  });

  it('lose a role at once when it is taken away', async () => {
    const user = await api.user(['admin']);
    await api.store.users.change('demo', user.id, { roles: ['auditor'] });
    expect((await api.call('GET', '/v1/users', { as: user })).status).toBe(403);
  });

  it('close an account for a while after ten wrong passwords, and say so', async () => {
    const { email } = await api.user(['ops']);
    const attempt = (guess: string) =>
      api.call('POST', '/api/auth/sign-in/email', { body: { email, password: guess }, headers: { Origin: api.url } });
    for (let guess = 0; guess < 10; guess += 1) expect((await attempt(`wrong password ${guess}`)).status).toBe(401);
    expect((await attempt(password)).status).toBe(429);
  });

  it('belong to one user, however many make it at once', async () => {
    const admin = callers.get('admin') as Credential;
    const body = { email: 'Same@halden.example', password, name: 'Same', roles: ['ops'] };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.call('POST', '/v1/users', { as: admin, body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(await api.store.native().collection('user').countDocuments({ email: 'same@halden.example' })).toBe(1);
    expect(await api.store.native().collection('account').countDocuments({ providerId: 'credential' })).toBe(
      await api.store.native().collection('user').countDocuments({}),
    );
  });
});
