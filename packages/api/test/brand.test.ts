import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type PartnerId } from '@sluice/domain';
import type { AssetDto, CouponRequestRow, NoticeDto, Problem } from '@sluice/contracts';
import { startApi, type Credential, type TestApi } from './support.js';

let api: TestApi;
let nora: PartnerId;
let other: PartnerId;
let me: Credential;
let ops: Credential;
let admin: Credential;
beforeAll(async () => {
  api = await startApi();
  nora = await api.partner('Nora Winter');
  other = await api.partner('Dataloft');
  me = await api.user(['partner'], { partner: nora });
  ops = await api.user(['ops']);
  admin = await api.user(['admin']);
});
afterAll(() => api.close());

const get = async <T>(path: string, as: Credential) => (await (await api.call('GET', path, { as })).json()) as T;
const post = (path: string, as: Credential, body: unknown, key?: string) =>
  api.call('POST', path, { as, body, ...(key !== undefined && { headers: { 'Idempotency-Key': key } }) });

describe('notices', () => {
  it('are one’s own to see and to mark, once', async () => {
    for (const partner of [nora, other])
      await api.store.notices.insertOrRead({
        id: derivedId('notice', partner),
        programme: 'demo',
        partner,
        title: 'Your tier is Gold',
        createdAt: new Date(),
      });
    const { data } = await get<{ data: NoticeDto[] }>('/v1/notices?unread=true', me);
    expect(data.map(({ partner, title }) => [partner.id, title])).toEqual([[nora, 'Your tier is Gold']]);
    expect((await api.call('GET', `/v1/notices?partner=${other}`, { as: me })).status).toBe(404);

    const id = data[0]!.id;
    const read = (await (await api.call('POST', `/v1/notices/${id}/read`, { as: me })).json()) as NoticeDto;
    const again = (await (await api.call('POST', `/v1/notices/${id}/read`, { as: me })).json()) as NoticeDto;
    expect(read.readAt).toBeDefined();
    expect(again.readAt).toBe(read.readAt);
    expect((await get<{ data: NoticeDto[] }>('/v1/notices?unread=true', me)).data).toEqual([]);

    const foreign = derivedId('notice', other);
    expect((await api.call('POST', `/v1/notices/${foreign}/read`, { as: me })).status).toBe(404);
    expect((await api.call('POST', `/v1/notices/${foreign}/read`, { as: ops })).status).toBe(403);
    expect((await get<{ data: NoticeDto[] }>('/v1/notices', ops)).data).toHaveLength(2);
  });
});

describe('coupon requests', () => {
  const wish = { code: ' kestrel2o ', landingPage: 'https://nora.example/kettle' };

  it('are made once by a key, for oneself, and become an event', async () => {
    const answers: Response[] = [];
    for (let i = 0; i < 3; i += 1) answers.push(await post('/v1/coupon-requests', me, wish, 'wish-1'));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as CouponRequestRow[];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
    expect(bodies[0]).toMatchObject({ code: 'KESTREL2O', state: 'requested', partner: { id: nora } });
    const stored = await api.store.couponRequests.collection.model.find({}).lean<{ pending: { kind: string }[] }[]>();
    expect(stored).toHaveLength(1);
    expect(stored[0]?.pending.map(({ kind }) => kind)).toEqual(['audit', 'event']);
  });

  it('tell staff what speaks against a code, and not the partner, who would learn codes of others', async () => {
    const [mine] = (await get<{ data: CouponRequestRow[] }>('/v1/coupon-requests', me)).data;
    const params = { code: 'KESTREL2O', other: 'KESTREL20' };
    const id = mine!.id as ReturnType<typeof derivedId<'coupon_request'>>;
    await api.store.couponRequests.check('demo', id, [{ code: 'coupon.look_alike', params }], new Date());
    await api.store.pageScans.insertOrRead({
      id: derivedId('page_scan', 'one'),
      programme: 'demo',
      partner: nora,
      subject: { kind: 'coupon_request', id },
      url: wish.landingPage,
      outcome: 'findings',
      findings: [{ code: 'page.disclosure_missing', params: {} }],
      at: new Date(),
    });
    const [seen] = (await get<{ data: CouponRequestRow[] }>('/v1/coupon-requests?state=conflict', me)).data;
    expect(seen).toMatchObject({
      words: [],
      conflicts: [],
      scan: { words: ['Nothing on the page says that it earns a commission.'] },
    });
    const [staff] = (await get<{ data: CouponRequestRow[] }>('/v1/coupon-requests', ops)).data;
    expect(staff?.words).toEqual(['KESTREL2O looks like KESTREL20, which another partner has.']);
  });

  it.each([
    ['no code', { code: 'a b' }, '/code'],
    ['markup', { code: '<script>' }, '/code'],
    ['a page that is none', { code: 'SPRING', landingPage: 'javascript:alert(1)' }, '/landingPage'],
    ['a state', { code: 'SPRING', state: 'created' }, '/state'],
  ])('with %s are refused with a pointer', async (_name, body, pointer) => {
    const answer = await post('/v1/coupon-requests', me, body);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Problem).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('are for a partner that staff name, and for nobody else by a partner', async () => {
    expect((await post('/v1/coupon-requests', me, { code: 'SPRING', partner: other })).status).toBe(404);
    expect((await post('/v1/coupon-requests', ops, { code: 'SPRING' })).status).toBe(422);
    expect((await post('/v1/coupon-requests', ops, { code: 'SPRING', partner: 'par_none' })).status).toBe(422);
    expect((await post('/v1/coupon-requests', ops, { code: 'SPRING', partner: other })).status).toBe(201);
    expect((await get<{ data: CouponRequestRow[] }>('/v1/coupon-requests', me)).data).toHaveLength(1);
    expect((await api.call('GET', `/v1/coupon-requests?partner=${other}`, { as: me })).status).toBe(404);
  });

  it('come to an end for who asks for ever more', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await post('/v1/coupon-requests', me, { code: `MORE${i}` })).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(19);
    expect(statuses.at(-1)).toBe(409);
  });
});

describe('coupons', () => {
  it('show owner and expiry; a partner sees its own', async () => {
    for (const [code, partner, expiresAt] of [
      ['NORA10', nora, new Date(Date.now() + 86_400_000)],
      ['LOFT5', other, new Date(Date.now() - 1)],
    ] as const)
      await api.store.coupons.insert({
        id: derivedId('coupon', code),
        programme: 'demo',
        partner,
        code,
        active: true,
        createdAt: new Date(),
        expiresAt,
      });
    const all = (await get<{ data: { code: string; usable: boolean }[] }>('/v1/coupons', ops)).data;
    expect(all.map(({ code, usable }) => [code, usable]).sort()).toEqual([
      ['LOFT5', false],
      ['NORA10', true],
    ]);
    expect((await get<{ data: { code: string }[] }>('/v1/coupons', me)).data.map(({ code }) => code)).toEqual([
      'NORA10',
    ]);
  });
});

describe('assets', () => {
  const page = { kind: 'landing_page', title: 'Kettles', url: 'https://shop.example/kettles' };

  it('reach the partners of their tier, while they are active', async () => {
    await api.store.programmes.change('demo', ({ tiers }) => ({
      set: { tiers: [...tiers, { key: 'gold', name: 'Gold', rank: 3, perks: [] }] },
    }));
    const first = await post('/v1/assets', ops, page, 'asset-1');
    const again = await post('/v1/assets', ops, page, 'asset-1');
    const made = (await first.json()) as AssetDto;
    expect(((await again.json()) as AssetDto).id).toBe(made.id);
    expect(
      (await post('/v1/assets', ops, { kind: 'copy', title: 'For Gold', text: 'Words', tier: 'gold' })).status,
    ).toBe(201);
    const titles = async (as: Credential) =>
      (await get<{ data: AssetDto[] }>('/v1/assets', as)).data.map(({ title }) => title).sort();
    expect(await titles(ops)).toEqual(['For Gold', 'Kettles']);
    expect(await titles(me)).toEqual(['Kettles']);
    await api.call('PATCH', `/v1/assets/${made.id}`, { as: ops, body: { active: false } });
    expect(await titles(me)).toEqual([]);
  });

  it.each([
    ['an address that is no https', { ...page, url: 'http://shop.example' }, '/url'],
    ['a tier that nobody knows', { ...page, tier: 'diamond' }, '/tier'],
    ['copy without words', { kind: 'copy', title: 'x', text: ' ' }, '/text'],
  ])('with %s are refused', async (_name, body, pointer) => {
    const answer = await post('/v1/assets', ops, body);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Problem).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('are not made by partners', async () => expect((await post('/v1/assets', me, page)).status).toBe(403));
});

describe('connections and brand', () => {
  it('keep secrets: stored sealed, never shown, one that is made is told once', async () => {
    const slack = { secret: 'xoxb-1-2-secret', channel: '#partners' };
    expect((await api.call('PUT', '/v1/connections/slack', { as: ops, body: slack })).status).toBe(403);
    expect((await api.call('PUT', '/v1/connections/slack', { as: admin, body: slack })).status).toBe(200);
    const made = await api.call('PUT', '/v1/connections/webhook', { as: admin, body: {} });
    expect(((await made.json()) as { secret: string }).secret).toMatch(/^whsec_/);
    const shown = await (await api.call('GET', '/v1/connections', { as: admin })).text();
    expect(JSON.parse(shown)).toMatchObject({ data: [{ kind: 'slack', channel: '#partners' }, { kind: 'webhook' }] });
    expect(shown).not.toContain('secret');
    expect((await api.store.connections.get('demo', 'slack'))?.secret).toBe('sealed:xoxb-1-2-secret');
    const wrong = await api.call('PUT', '/v1/connections/slack', { as: admin, body: { secret: 'http://inside' } });
    expect(wrong.status).toBe(422);
  });

  it('keep what the brand forbids beside what else there is', async () => {
    const brand = { names: ['Lumen'], bannedWords: ['gratis'], claims: ['guaranteed results'] };
    expect((await api.call('PUT', '/v1/brand', { as: me, body: brand })).status).toBe(403);
    expect(await (await api.call('PUT', '/v1/brand', { as: ops, body: brand })).json()).toEqual(brand);
    expect(await get('/v1/brand', ops)).toEqual(brand);
    expect((await api.store.programmes.need('demo')).settings.brand).toMatchObject({ ...brand, domains: [] });
  });
});
