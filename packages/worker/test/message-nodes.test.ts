import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { derivedId, type Partner } from '@sluice/domain';
import { startHookServer, type HookServer } from '@sluice/testkit/hook-server/server';
import { startSlackServer, type SlackServer } from '@sluice/testkit/slack-server/server';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let slack: SlackServer;
let hook: HookServer;
let world: World;
let nora: Partner;
/** Where the worker dies. */
let killAt = '';
beforeAll(async () => {
  [slack, hook] = await Promise.all([startSlackServer(), startHookServer(secret)]);
  world = await openWorld({
    slackUrl: slack.url,
    failpoint: (name) => {
      if (name === killAt) throw new Error('killed');
    },
  });
  nora = await world.partner('nora', { language: 'de' });
});
afterAll(async () => {
  await Promise.all([slack.close(), hook.close(), world.close()]);
});
beforeEach(() => {
  slack.posted.length = 0;
  hook.received.length = 0;
});

const subject = () => ({ kind: 'partner', id: nora.id });

describe('a portal notice', () => {
  const config = { title: 'Your tier is {{ tier }}', titleDe: 'Ihre Stufe ist {{ tier }}', link: '/portal/links' };

  it('is told once, in the partner’s language', async () => {
    const more = { subject: subject(), vars: { tier: 'Gold' } };
    const [first, again] = [
      await world.run('portal_notice', config, more),
      await world.run('portal_notice', config, more),
    ];
    expect(again).toEqual(first);
    const { data } = await world.store.notices.list(key, { partner: nora.id });
    expect(data).toMatchObject([{ title: 'Ihre Stufe ist Gold', link: '/portal/links' }]);
    expect(await world.store.notices.unread(key, nora.id)).toBe(1);
  });

  it.each([
    [{ title: '{{ nothing }}' }, 'no_title'],
    [{ title: '{% broken' }, 'template_error'],
    [{ title: 'x', link: 'javascript:alert(1)' }, 'bad_link'],
    [{ title: 'x', link: '//evil.example' }, 'bad_link'],
    [{ title: 'x', partner: 'par_ghost' }, 'unknown_partner'],
  ])('%j is parked: %s', async (config, code) =>
    expect(world.run('portal_notice', config, { subject: subject(), node: 'bad' })).rejects.toMatchObject({
      name: 'NonRetryable',
      code,
    }),
  );
});

describe('Slack', () => {
  const post = (node: string, config = {}) =>
    world.run(
      'slack',
      { channel: '#partners', text: 'New: {{ event.type }}', ...config },
      {
        node,
        vars: { event: { type: 'order.paid' } },
      },
    );

  it('parks while it is not connected, and says what to set', async () => {
    await expect(post('a')).rejects.toMatchObject({
      name: 'NonRetryable',
      code: 'slack_not_set',
      message: expect.stringContaining('Settings'),
    });
    await world.store.connections.set(key, {
      kind: 'slack',
      secret: 'sealed:xoxb-test',
      channel: '#partners',
      changedAt: new Date(),
    });
  });

  it('is told once, and the outbox keeps it', async () => {
    const answers = [await post('a'), await post('a'), await post('a')];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(slack.posted).toEqual([{ channel: '#partners', text: 'New: order.paid' }]);
    const { data } = await world.store.messages.list(key, { template: 'slack' });
    expect(data).toMatchObject([{ channel: 'slack', state: 'sent', text: 'New: order.paid', attempts: 0 }]);
  });

  it('takes the usual channel where the step names none', async () => {
    await world.run('slack', { text: 'Hello' }, { node: 'usual' });
    expect(slack.posted).toEqual([{ channel: '#partners', text: 'Hello' }]);
  });

  it('parks for a channel that nobody knows, and goes out when it is corrected', async () => {
    await expect(post('b', { channel: '#nowhere' })).rejects.toMatchObject({
      name: 'NonRetryable',
      code: 'channel_not_found',
      message: 'Slack knows no channel #nowhere, or the app may not see it.',
    });
    await world.run('slack', { channel: '#partners', text: 'Now' }, { node: 'b', generation: 1 });
    expect(slack.posted).toEqual([{ channel: '#partners', text: 'Now' }]);
  });

  it('waits as long as Slack asks', async () => {
    slack.fail('429');
    await expect(post('c')).rejects.toMatchObject({ name: 'RetryLater', code: 'ratelimited', afterMs: 1_000 });
    expect((await post('c')).port).toBe('next');
    expect(slack.posted).toHaveLength(1);
  });

  it('repeats a message whose answer was lost, or asks a person where the step says so', async () => {
    slack.fail('lose_after');
    await expect(post('d')).rejects.toMatchObject({ name: 'RetryLater' });
    slack.fail('lose_after');
    await expect(post('e', { lost: 'ask' })).rejects.toMatchObject({ name: 'UnknownOutcome' });
  });

  it('does not send again by itself what a killed worker had sent, where the step asks', async () => {
    killAt = 'slack.post.after';
    await expect(post('f', { lost: 'ask' })).rejects.toThrow('killed');
    killAt = '';
    await expect(post('f', { lost: 'ask' })).rejects.toMatchObject({ name: 'UnknownOutcome', code: 'answer_lost' });
    expect(slack.posted).toHaveLength(1);
    // A person who has looked and retries.
    expect((await post('f', { lost: 'ask' })).port).toBe('next');
  });
});

describe('a webhook', () => {
  // Its receiver checks the time of the signature.
  beforeAll(() => world.at(new Date()));
  afterAll(() => world.at(new Date('2026-11-20T10:00:00Z')));
  const call = (node: string, config = {}, generation = 0) =>
    world.run('webhook', { url: `${hook.url}/in`, body: { partner: nora.id }, ...config }, { node, generation });

  it('parks while there is no secret to sign with', async () => {
    await expect(call('a')).rejects.toMatchObject({ name: 'NonRetryable', code: 'webhook_not_set' });
    await world.store.connections.set(key, { kind: 'webhook', secret: `sealed:${secret}`, changedAt: new Date() });
  });

  it('goes out once, signed, and its answer is kept', async () => {
    const answers = [await call('a'), await call('a')];
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ port: 'next', output: { status: 200, body: { thanks: true } } });
    expect(hook.received).toMatchObject([
      { path: '/in', verified: true, body: { type: 'flow.test-flow', data: { partner: nora.id } } },
    ]);
    expect(hook.received[0]?.id).toBe((hook.received[0]?.body as { id: string }).id);
  });

  it('parks at a wrong address, and is done once that is corrected', async () => {
    hook.fail(404);
    await expect(call('b', { url: `${hook.url}/wrong` })).rejects.toMatchObject({
      name: 'NonRetryable',
      code: 'http_404',
      message: 'The receiver answered 404.',
    });
    expect(await call('b', { url: `${hook.url}/right` }, 1)).toMatchObject({ port: 'next', output: { status: 200 } });
    expect(hook.received.map(({ path }) => path)).toEqual(['/right']);
  });

  it.each([
    ['https://169.254.169.254/latest/meta-data', 'address_private'],
    ['http://10.1.2.3/', 'scheme_refused'],
    ['gopher://shop.example/', 'scheme_refused'],
    ['not a url', 'url_invalid'],
  ])('never goes to %s', async (url, code) =>
    expect(call(`bad ${url}`, { url })).rejects.toMatchObject({ name: 'NonRetryable', code }),
  );

  it('follows nobody elsewhere', async () => {
    hook.fail('http://127.0.0.1:1/');
    await expect(call('c')).rejects.toMatchObject({ name: 'NonRetryable', code: 'http_302' });
  });

  it('is tried again, under the same id, after an error of the receiver', async () => {
    hook.fail(503);
    await expect(call('d')).rejects.toMatchObject({ name: 'RetryLater', code: 'http_503' });
    await call('d');
    hook.fail('lose_after');
    await expect(call('e', { lost: 'repeat' })).rejects.toMatchObject({ name: 'RetryLater' });
    await call('e', { lost: 'repeat' });
    const ids = hook.received.slice(-2).map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
  });

  it('asks a person when its answer was lost; who retries sends the same id', async () => {
    hook.fail('lose_after');
    await expect(call('f')).rejects.toMatchObject({ name: 'UnknownOutcome' });
    expect(await call('f')).toMatchObject({ port: 'next' });
    expect(hook.received.map(({ id }) => id)).toEqual([hook.received[0]?.id, hook.received[0]?.id]);
  });
});

describe('a digest mail', () => {
  const html =
    '{{ name }}: {{ clicks }} clicks, {{ orders }} orders, {{ earned | money }}{% for line in lines %} [{{ line.sentence }}]{% endfor %}';
  beforeAll(async () => {
    const locales = { en: { subject: 'Your week', html }, de: { subject: 'Ihre Woche', html: `DE ${html}` } };
    await world.store.templates.publish(key, 'weekly', {
      title: 'Weekly',
      hash: 'h',
      kind: 'transactional',
      variables: ['name', 'clicks', 'orders', 'earned', 'lines'],
      locales,
      makers: ['test'],
      publishedBy: 'other',
    });
    await world.run(
      'bonus',
      { amount: { amount: '5000', currency: 'USD' }, reason: 'Herbst', hold: 'P0D' },
      { subject: subject(), node: 'gift' },
    );
    for (const [name, at] of [
      ['in', '2026-11-19T10:00:00Z'],
      ['also', '2026-11-14T10:00:00Z'],
      ['before', '2026-11-12T10:00:00Z'],
    ] as const)
      await world.store.touches.insertOrRead({
        id: derivedId('touch', key, name),
        programme: key,
        kind: 'click',
        at: new Date(at),
        partner: nora.id,
        event: derivedId('event', name),
      });
  });

  it('tells what happened in the period, once, in the partner’s language', async () => {
    world.at(new Date('2026-11-20T10:00:01Z'));
    const more = { subject: subject(), node: 'digest' };
    const first = await world.run('digest_mail', { template: 'weekly' }, more);
    expect(await world.run('digest_mail', { template: 'weekly' }, more)).toEqual(first);
    const { data } = await world.store.messages.list(key, { template: 'weekly' });
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ subjectLine: 'Ihre Woche', to: 'nora@example.org', locale: 'de' });
    expect(data[0]?.html).toContain('DE nora: 2 clicks, 0 orders');
    expect(data[0]?.html).toContain('Ein Bonus von');
    expect(data[0]?.vars).toMatchObject({ earned: { amount: '5000', currency: 'USD' }, paid: null });
  });

  it('sends nothing about nothing where the step says so', async () => {
    const quiet = await world.partner('quiet');
    const more = { subject: { kind: 'partner', id: quiet.id }, node: 'digest' };
    expect(await world.run('digest_mail', { template: 'weekly', empty: 'skip' }, more)).toMatchObject({
      port: 'nothing',
    });
  });

  it('parks for a template that is not there', async () =>
    expect(world.run('digest_mail', { template: 'gone' }, { subject: subject(), node: 'x' })).rejects.toMatchObject({
      code: 'unknown_template',
    }));
});
