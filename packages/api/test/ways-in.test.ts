import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventReceipt, Problem } from '@sluice/contracts';
import { derivedId } from '@sluice/domain';
import { secrets, startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let key: Credential;

beforeAll(async () => {
  api = await startApi();
  key = await api.key(['event.write', 'event.read', 'partner.write', 'partner.read', 'rule.evaluate']);
});
afterAll(() => api.close());

const usd = (amount: string) => ({ amount, currency: 'USD' });
const paid = (id: string, amount = '245140') => ({
  id,
  type: 'order.paid',
  occurredAt: new Date().toISOString(),
  data: { order: { id, amount: usd(amount) }, customer: { id: 'c1' } },
});
const stored = (id: string) => api.store.events.collection.count('demo', { sourceId: id });

describe('POST /v1/events', () => {
  it('takes 100 identical ones at once as one event', async () => {
    const body = paid('at-once');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => api.call('POST', '/v1/events', { as: key, body })),
    );
    const receipts = await Promise.all(answers.map(async (answer) => (await answer.json()) as EventReceipt));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(receipts.map(({ eventId }) => eventId)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await stored('at-once')).toBe(1);
  });

  it('answers 409 for the same id with other data, and keeps both tellings', async () => {
    await api.call('POST', '/v1/events', { as: key, body: paid('differs') });
    const second = await api.call('POST', '/v1/events', { as: key, body: paid('differs', '999') });
    expect(second.status).toBe(409);
    expect(((await second.json()) as Problem).code).toBe('event_differs');
    const list = (await (await api.call('GET', '/v1/events', { as: key })).json()) as {
      data: { sourceId: string; differing?: number }[];
    };
    expect(list.data.find(({ sourceId }) => sourceId === 'differs')?.differing).toBe(1);
  });

  it('stores many of one request together, those of one id in the order in which they are told', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `many-${index % 13}`);
    const answer = await api.call('POST', '/v1/events', { as: key, body: names.map((name) => paid(name)) });
    const receipts = (await answer.json()) as EventReceipt[];
    expect(receipts.map(({ duplicate }) => duplicate)).toEqual(names.map((_, index) => index >= 13));
    expect(receipts.map(({ eventId }) => eventId)).toEqual(
      names.map((name) => derivedId('event', 'demo', 'api', name)),
    );
    expect(await stored('many-12')).toBe(1);

    const body = ['first', 'one', 'two', 'first', 'three', 'first'].map((name, index) => paid(name, `${100 + index}`));
    const differs = await api.call('POST', '/v1/events', { as: key, body });
    expect(differs.status).toBe(409);
    expect(((await differs.json()) as Problem).errors?.map(({ pointer }) => pointer)).toEqual(['/3', '/5']);
    const kept = await api.store.events.get('demo', derivedId('event', 'demo', 'api', 'first'));
    expect(kept?.data).toMatchObject({ order: { amount: { amount: '100' } } });
  });

  it('answers an array in its order, and points at what is wrong in it', async () => {
    const good = await api.call('POST', '/v1/events', { as: key, body: [paid('a1'), paid('a2'), paid('a1')] });
    expect(((await good.json()) as EventReceipt[]).map(({ duplicate }) => duplicate)).toEqual([false, false, true]);
    const bad = await api.call('POST', '/v1/events', {
      as: key,
      body: [paid('a3'), { ...paid('a4'), data: { order: { id: 'a4', amount: usd('1.5') }, customer: { id: 'c' } } }],
    });
    expect(bad.status).toBe(422);
    expect(((await bad.json()) as Problem).errors?.map(({ pointer }) => pointer)).toEqual([
      '/1/data/order/amount/amount',
    ]);
    expect(await stored('a3')).toBe(0);
  });

  it('clamps what is too old or in the future, with a mark', async () => {
    const old = await api.call('POST', '/v1/events', {
      as: key,
      body: { ...paid('old'), occurredAt: '2019-01-01T00:00:00Z' },
    });
    expect(((await old.json()) as EventReceipt).clamped).toBe('too_old');
    const future = await api.call('POST', '/v1/events', {
      as: key,
      body: { ...paid('future'), occurredAt: new Date(Date.now() + 86_400_000).toISOString() },
    });
    expect(((await future.json()) as EventReceipt).clamped).toBe('future');
  });

  it('refuses what is not JSON, not JSON’s type, and too large', async () => {
    const send = (body: string, type = 'application/json') =>
      fetch(`${api.url}/v1/events`, { method: 'POST', headers: { ...key.headers, 'Content-Type': type }, body });
    expect((await send('{')).status).toBe(400);
    expect((await send('{}', 'text/plain')).status).toBe(415);
    expect((await send(JSON.stringify({ ...paid('large'), data: { text: 'x'.repeat(1_100_000) } }))).status).toBe(413);
  });
});

describe('Idempotency-Key', () => {
  const partner = (name: string) => ({ name, email: `${name}@p.example`, type: 'creator' });

  it('tells the first answer again, also to many at once', async () => {
    const send = () =>
      api.call('POST', '/v1/partners', { as: key, body: partner('once'), headers: { 'Idempotency-Key': 'k1' } });
    const many = await Promise.all(Array.from({ length: 8 }, send));
    expect(many.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
    for (const { status } of many) expect([201, 409]).toContain(status);
    const again = await send();
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await api.store.partners.collection.count('demo', { name: 'once' })).toBe(1);
  });

  it('is refused with another body', async () => {
    const headers = { 'Idempotency-Key': 'k2' };
    expect((await api.call('POST', '/v1/partners', { as: key, body: partner('first'), headers })).status).toBe(201);
    const other = await api.call('POST', '/v1/partners', { as: key, body: partner('second'), headers });
    expect([other.status, ((await other.json()) as Problem).code]).toEqual([409, 'idempotency_conflict']);
  });

  it('of another caller is another key', async () => {
    const headers = { 'Idempotency-Key': 'k3' };
    const mine = await api.call('POST', '/v1/partners', { as: key, body: partner('mine'), headers });
    const theirs = await api.call('POST', '/v1/partners', {
      as: await api.key(['partner.write']),
      body: partner('theirs'),
      headers,
    });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
  });
});

describe('POST /v1/webhooks/stripe', () => {
  const event = (id: string) =>
    JSON.stringify({
      id,
      object: 'event',
      type: 'customer.tax_id.created',
      created: Math.floor(Date.now() / 1000),
      data: { object: { id: 'txi_1' } },
    });
  const sign = (body: string, at = Math.floor(Date.now() / 1000), secret = secrets.webhooks.stripe[0] as string) =>
    `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
  const send = (body: string | Buffer, signature: string | undefined, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/v1/webhooks/stripe`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(signature ? { 'Stripe-Signature': signature } : {}),
        ...headers,
      },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });

  it('stores a signed delivery once, and shows a type nobody knows', async () => {
    const body = event('evt_known');
    const first = await send(body, sign(body));
    expect([first.status, ((await first.json()) as { ignored: boolean }).ignored]).toEqual([202, true]);
    expect((await send(body, sign(body))).status).toBe(202);
    const rows = await api.store.events.collection.find('demo', { sourceId: 'evt_known' });
    expect(rows.map(({ type, source }) => [type, source])).toEqual([
      ['custom.stripe.customer.tax_id.created', 'stripe'],
    ]);
  });

  it.each<[string, () => Promise<Response>]>([
    ['no signature', () => send(event('evt_bad'), undefined)],
    ['a forged one', () => send(event('evt_bad'), sign(event('evt_bad'), undefined, 'whsec_other'))],
    ['one of another body', () => send(event('evt_bad'), sign(event('evt_x')))],
    ['a stale one', () => send(event('evt_bad'), sign(event('evt_bad'), Math.floor(Date.now() / 1000) - 301))],
    ['one from the future', () => send(event('evt_bad'), sign(event('evt_bad'), Math.floor(Date.now() / 1000) + 400))],
    ['a re-encoded body', () => send(JSON.stringify(JSON.parse(event('evt_bad')), null, 1), sign(event('evt_bad')))],
    [
      'a body with a byte order mark',
      () =>
        send(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(event('evt_bad'))]), sign(event('evt_bad'))),
    ],
    [
      'a compressed body',
      () => send(gzipSync(event('evt_bad')), sign(event('evt_bad')), { 'Content-Encoding': 'gzip' }),
    ],
  ])('refuses %s', async (_name, attempt) => {
    expect((await attempt()).status).toBe(401);
    expect(await stored('evt_bad')).toBe(0);
  });

  it('has no source that is not there, nor one by an inherited name', async () => {
    for (const source of ['klarna', 'constructor']) {
      expect((await fetch(`${api.url}/v1/webhooks/${source}`, { method: 'POST', body: '{}' })).status).toBe(404);
    }
  });
});

describe('GET /t/{code}', () => {
  beforeAll(async () => {
    const partner = await api.partner('Link Owner');
    await api.store.links.insert({
      id: 'lnk_1',
      programme: 'demo',
      partner,
      code: 'nora',
      target: 'https://halden.example/plans?x=1',
      active: true,
      createdAt: new Date(),
    });
  });
  const follow = async (path: string) =>
    new URL((await fetch(api.url + path, { redirect: 'manual' })).headers.get('location') ?? '');

  it('records the click and passes its id on', async () => {
    const target = await follow('/t/nora?utm_source=mail');
    expect(target.origin + target.pathname).toBe('https://halden.example/plans');
    const click = target.searchParams.get('sluice_click') ?? '';
    const [event] = await api.store.events.collection.find('demo', { sourceId: click });
    expect(event?.type).toBe('click');
    expect(event?.data).toMatchObject({ click: { id: click, link: 'nora' }, utm: { source: 'mail' } });
  });

  it.each([
    ['a page of the same site', '/pricing', 'halden.example/pricing'],
    ['a page below it', 'https://shop.halden.example/a', 'shop.halden.example/a'],
    ['another site', 'https://evil.example/', 'halden.example/plans'],
    ['another site that ends alike', 'https://nothalden.example/', 'halden.example/plans'],
    ['a script', 'javascript:alert(1)', 'halden.example/plans'],
    ['a site without its scheme', '//evil.example/', 'halden.example/plans'],
  ])('leads on to %s only where it is the link’s own', async (_name, to, expected) => {
    const target = await follow(`/t/nora?to=${encodeURIComponent(to)}`);
    expect(target.host + target.pathname).toBe(expected);
  });

  it('leads home for an unknown code', async () => {
    expect((await follow('/t/unknown')).origin).toBe(api.url);
  });
});

describe('POST /v1/rules/evaluate', () => {
  it('gives the result with its trace', async () => {
    const body = { logic: { if: [{ '>=': [{ var: 'amount' }, 100] }, 'large', 'small'] }, facts: { amount: 120 } };
    const answer = await api.call('POST', '/v1/rules/evaluate', { as: key, body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ result: 'large', trace: expect.anything() as unknown });
  });

  it('points into a rule that is ill-typed', async () => {
    const body = { logic: { '==': [{ var: 'amount' }, ''] }, facts: { amount: 0 } };
    const answer = await api.call('POST', '/v1/rules/evaluate', { as: key, body });
    expect(answer.status).toBe(422);
    for (const { pointer } of ((await answer.json()) as Problem).errors ?? []) expect(pointer).toMatch(/^\/logic/);
  });
});

describe('beside the routes', () => {
  it('health, metrics, the document and its pages are served, with limits told', async () => {
    expect((await api.call('GET', '/healthz')).status).toBe(200);
    const ready = (await (await api.call('GET', '/readyz')).json()) as {
      checks: Record<string, { ok: boolean; note?: string }>;
    };
    expect(ready.checks['mongodb']?.ok).toBe(true);
    expect(await (await api.call('GET', '/metrics')).text()).toContain('sluice_http_request_seconds');
    expect(((await (await api.call('GET', '/openapi.json')).json()) as { openapi: string }).openapi).toBe('3.1.0');
    for (const path of ['/docs', '/docs/start.js', '/docs/swagger-ui.css'])
      expect([path, (await api.call('GET', path)).status]).toEqual([path, 200]);
    const list = await api.call('GET', '/v1/partners', { as: key });
    expect(list.headers.get('ratelimit')).toMatch(/remaining=\d+/);
    expect(list.headers.get('content-security-policy')).not.toContain('unsafe-eval');
  });

  it('an address that is not there is a problem, not a page', async () => {
    const answer = await api.call('GET', '/v1/nothing');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('the live stream tells of an event that comes in', async () => {
    const watcher = await api.key(['stream.read']);
    const stop = new AbortController();
    const stream = await fetch(`${api.url}/v1/stream`, { headers: watcher.headers, signal: stop.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await api.call('POST', '/v1/events', { as: key, body: paid('live') });
    let text = '';
    while (!/event: event\ndata: .*order\.paid/.test(text))
      text += new TextDecoder().decode((await reader.read()).value);
    stop.abort();
    expect(text).toMatch(/event: event\ndata: .*order\.paid/);
  });
});
