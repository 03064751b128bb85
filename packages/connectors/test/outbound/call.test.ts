import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startHookServer, type HookServer } from '@sluice/testkit/hook-server/server';
import { startSlackServer, type SlackServer } from '@sluice/testkit/slack-server/server';
import { guardedCall } from '../../src/outbound/call.js';
import { fetchPage } from '../../src/page/outbound.js';
import { postToSlack } from '../../src/slack/outbound.js';
import { callWebhook } from '../../src/webhook/outbound.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let hook: HookServer;
let slack: SlackServer;
beforeAll(async () => {
  [hook, slack] = await Promise.all([startHookServer(secret), startSlackServer()]);
});
afterAll(async () => {
  await Promise.all([hook.close(), slack.close()]);
});
beforeEach(() => {
  hook.received.length = 0;
  slack.posted.length = 0;
});

/** A port that nobody listens on. */
const dead = 'http://127.0.0.1:9999/';
const call = { method: 'GET' as const, headers: {}, timeoutMs: 2_000, maxBytes: 100 };

describe('a call to an address from outside', () => {
  it.each([
    ['http://127.0.0.1:8080/', 'refused', 'scheme_refused'],
    ['https://127.0.0.1:8080/', 'refused', 'address_private'],
    ['https://169.254.169.254/latest/meta-data', 'refused', 'address_private'],
    ['https://[::1]/', 'refused', 'address_private'],
    ['https://10.0.0.7/', 'refused', 'address_private'],
    ['file:///etc/passwd', 'refused', 'scheme_refused'],
  ])('%s: %s', async (url, kind, code) => expect(await guardedCall({ ...call, url })).toMatchObject({ kind, code }));

  it.each([
    ['http://10.0.0.7/', 'scheme_refused'],
    ['https://169.254.169.254/', 'address_private'],
  ])('is not let in by the setting for trials either: %s', async (url, code) =>
    expect(await guardedCall({ ...call, url, allowLoopback: true })).toMatchObject({ kind: 'refused', code }),
  );

  it('knows what was not sent from what may have been', async () => {
    expect(await guardedCall({ ...call, url: dead, allowLoopback: true })).toMatchObject({ kind: 'not_sent' });
    hook.fail('lose_before');
    expect(await guardedCall({ ...call, url: hook.url, allowLoopback: true })).toMatchObject({ kind: 'lost' });
    hook.fail('slow');
    expect(await guardedCall({ ...call, url: hook.url, allowLoopback: true, timeoutMs: 200 })).toMatchObject({
      kind: 'lost',
      code: 'timeout',
    });
  });

  it('reads no more than it may', async () => {
    hook.page('/long', 'x'.repeat(5_000));
    const answer = await guardedCall({ ...call, url: `${hook.url}/long`, allowLoopback: true });
    expect(answer).toMatchObject({ kind: 'answer', cut: true });
    expect(answer.kind === 'answer' && answer.body.length).toBe(100);
  });
});

describe('a webhook', () => {
  const send = (path = '/in') =>
    callWebhook({
      url: `${hook.url}${path}`,
      id: 'cll_1',
      body: '{"a":1}',
      secret,
      at: new Date(),
      allowLoopback: true,
      timeoutMs: 500,
    });

  it('is signed as its receiver checks it, and its answer is kept', async () => {
    expect(await send()).toEqual({ outcome: 'answered', status: 200, answer: '{"thanks":true}' });
    expect(hook.received).toEqual([{ id: 'cll_1', path: '/in', verified: true, body: { a: 1 } }]);
  });

  it.each([
    [404, 'refused'],
    [410, 'refused'],
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
    [502, 'unknown'],
    [504, 'unknown'],
    ['lose_after', 'unknown'],
    ['slow', 'unknown'],
    ['http://127.0.0.1:1/', 'refused'],
  ] as const)('%s counts as %s', async (fault, outcome) => {
    hook.fail(fault);
    expect((await send()).outcome).toBe(outcome);
  });
});

describe('Slack', () => {
  const post = (channel: string, token = 'xoxb-test') =>
    postToSlack({ secret: token, apiUrl: slack.url, allowLoopback: true }, channel, 'Hello');

  it('takes a text for a channel', async () => {
    expect(await post('#partners')).toEqual({ outcome: 'sent', id: '1.000100' });
    expect(slack.posted).toEqual([{ channel: '#partners', text: 'Hello' }]);
    expect(await post('#nowhere')).toEqual({
      outcome: 'refused',
      code: 'channel_not_found',
      message: 'Slack knows no channel #nowhere, or the app may not see it.',
    });
    expect(await post('#partners', 'xoxb-wrong')).toMatchObject({ outcome: 'refused', code: 'invalid_auth' });
  });

  it.each([
    ['429', { outcome: 'later', code: 'ratelimited', retryAfterMs: 1_000 }],
    ['internal_error', { outcome: 'later', code: 'internal_error' }],
    ['500', { outcome: 'unknown' }],
    ['lose_after', { outcome: 'unknown' }],
  ] as const)('%s', async (fault, expected) => {
    slack.fail(fault);
    expect(await post('#partners')).toMatchObject(expected);
  });

  it('takes it by an incoming webhook too', async () => {
    expect(await post('', `${slack.url}/hook`)).toEqual({ outcome: 'sent' });
    expect(await post('', `${slack.url}/gone`)).toMatchObject({ outcome: 'refused', code: 'no_service' });
  });
});

describe('a page of somebody else’s', () => {
  const fetched = (path: string) => fetchPage(`${hook.url}${path}`, { allowLoopback: true, timeoutMs: 500 });

  it('is fetched, behind redirects too', async () => {
    hook.page('/kettle', '<p>Äd</p>');
    expect(await fetched('/kettle')).toMatchObject({ outcome: 'page', html: '<p>Äd</p>' });
    hook.fail(`${hook.url}/kettle` as `http${string}`);
    expect(await fetched('/short')).toMatchObject({ outcome: 'page', url: `${hook.url}/kettle` });
  });

  it('is nowhere inside: each redirect is checked like the first address', async () => {
    hook.fail('https://169.254.169.254/latest');
    expect(await fetched('/short')).toMatchObject({ outcome: 'unreachable', code: 'address_private' });
  });

  it.each([
    ['what is not there', '/none', 'http_404'],
    ['what is no HTML', '/pdf', 'not_html'],
  ])('is not %s', async (_name, path, code) => {
    hook.page('/pdf', '%PDF', { 'content-type': 'application/pdf' });
    expect(await fetched(path)).toMatchObject({ outcome: 'unreachable', code });
  });

  it('gives up on one that sends people round in circles', async () => {
    const round = `${hook.url}/round` as `http${string}`;
    hook.fail(round, round, round, round, round, round);
    expect(await fetched('/round')).toMatchObject({ outcome: 'unreachable', code: 'redirects' });
  });
});
