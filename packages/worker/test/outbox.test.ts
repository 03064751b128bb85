import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailError, type OutgoingMail } from '@sluice/connectors/mail/index';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { derivedId } from '@sluice/domain';
import { openStore, type Store } from '@sluice/store';
import { sendDue, type OutboxDeps } from '@sluice/nodes/activity/outbox';

let store: Store;
let now = new Date('2026-11-20T12:00:00Z');
const sent: OutgoingMail[] = [];
let fail: Error | undefined;
let deps: OutboxDeps;

beforeAll(async () => {
  store = await openStore({
    uri: process.env['SLUICE_TEST_MONGODB_URI']!,
    database: `outbox_${randomUUID().slice(0, 8)}`,
  });
  await store.programmes.insertOrRead(demoProgramme);
  await store.templates.publish('demo', 'confirm', {
    title: 'confirm',
    hash: 'h',
    kind: 'transactional',
    variables: ['name', 'url'],
    locales: {
      en: { subject: 'Confirm', html: '<p>{{ name }} <a href="{{ url }}">go</a></p>', text: '{{ name }} {{ url }}' },
    },
    makers: ['maker'],
    publishedBy: 'publisher',
    publishedAt: now,
  } as never);
  deps = {
    store,
    mailer: {
      key: 'test',
      send: async (mail) => {
        if (fail) throw fail;
        sent.push(mail);
        return { providerId: `p${sent.length}` };
      },
    },
    mailFrom: 'Sluice <a@example.com>',
    open: (sealed) => sealed.replace('enc:', ''),
    now: () => now,
    failpoint: () => undefined,
    log: () => undefined,
  };
});
afterAll(() => store.close());

async function queue(name: string, template = 'confirm') {
  const id = derivedId('message', 'demo', name);
  await store.messages.insertOrRead({
    id,
    programme: 'demo',
    channel: 'email',
    template,
    to: `${name}@example.com`,
    locale: 'en',
    vars: { name, url: { sealed: 'enc:https://example.com/secret' } },
    createdAt: now,
  });
  return id;
}

describe('mails that no run sends', () => {
  it('go out once, and what is sealed in them is nowhere but in the mail', async () => {
    const id = await queue('nora');
    await Promise.all([sendDue(deps), sendDue(deps), sendDue(deps)]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ id, idempotencyKey: id, to: 'nora@example.com' });
    expect(sent[0]?.text).toContain('https://example.com/secret');
    const kept = await store.messages.get('demo', id);
    expect(kept).toMatchObject({ state: 'sent', subjectLine: 'Confirm', providerId: 'p1' });
    expect(JSON.stringify(kept?.html) + JSON.stringify(kept?.text)).not.toContain('secret');
  });

  it('wait longer and longer where the provider is away, and are sent when it is back', async () => {
    const id = await queue('ben');
    fail = new MailError('rate_limited', 'Later.', true);
    await sendDue(deps);
    expect(await store.messages.get('demo', id)).toMatchObject({ state: 'due', error: { code: 'rate_limited' } });
    fail = undefined;
    await sendDue(deps);
    expect(sent).toHaveLength(1);
    now = new Date(now.getTime() + 5_000);
    await sendDue(deps);
    expect(sent).toHaveLength(2);
  });

  it('are given up where they can never arrive, with the reason', async () => {
    const refused = await queue('refused');
    fail = new MailError('address_refused', 'No such address.', false);
    await sendDue(deps);
    fail = undefined;
    const unknown = await queue('unknown', 'nothing');
    await sendDue(deps);
    expect(await store.messages.get('demo', refused)).toMatchObject({
      state: 'failed',
      error: { code: 'address_refused' },
    });
    expect(await store.messages.get('demo', unknown)).toMatchObject({
      state: 'failed',
      error: { code: 'unknown_template' },
    });
    expect(sent).toHaveLength(2);
  });

  it('are taken over from a sender that was killed, and only then', async () => {
    const id = await queue('killed');
    await store.messages.claim('demo', id, new Date(now.getTime() + 60_000));
    await sendDue(deps);
    expect(sent).toHaveLength(2);
    now = new Date(now.getTime() + 61_000);
    await sendDue(deps);
    expect(sent.at(-1)).toMatchObject({ id });
  });
});
