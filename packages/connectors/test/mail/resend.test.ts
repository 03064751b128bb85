import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startMailServer } from '@sluice/testkit/mail-server/server';
import type { MailFault, MailServer } from '@sluice/testkit/mail-server/server';
import { MailError, mailer, resendMailer } from '../../src/mail/index.js';
import type { OutgoingMail } from '../../src/mail/index.js';

const mail: OutgoingMail = {
  id: 'msg_1',
  to: 'maya@creator.example',
  from: 'Sluice <pay@shop.example>',
  subject: 'You are paid',
  html: '<p>Hello</p>',
  text: 'Hello',
  headers: { 'X-Sluice-Message': 'msg_1' },
};

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer();
});
afterEach(() => server.close());

const make = (over: object = {}) =>
  resendMailer({ apiKey: 're_test', baseUrl: server.url, sleep: () => Promise.resolve(), perSecond: 1_000, ...over });

describe('mail through Resend', () => {
  it('sends HTML, text and headers with the message’s id as the idempotency key', async () => {
    const { providerId } = await make().send(mail);
    const { id, ...body } = mail;
    expect(server.delivered).toEqual([{ id: providerId, idempotencyKey: id, body }]);
  });

  it('sends files beside it, the same at every attempt', async () => {
    server.fail('lose_after');
    const content = () => Promise.resolve(Buffer.from('%PDF-'));
    await make().send({ ...mail, attachments: [{ name: 'statement-3.pdf', type: 'application/pdf', content }] });
    expect(server.delivered).toHaveLength(1);
    const [attached] = server.delivered[0]?.body.attachments ?? [];
    expect(attached).toMatchObject({ filename: 'statement-3.pdf', content_type: 'application/pdf' });
    expect(Buffer.from(attached?.content ?? '', 'base64').toString()).toBe('%PDF-');
  });

  it('makes no file for mail that stays here', async () => {
    const marked: string[] = [];
    const outbox = mailer({ outbox: { markDelivered: async (id) => void marked.push(id) } });
    const content = () => Promise.reject(new Error('nobody needs it'));
    await outbox.send({ ...mail, attachments: [{ name: 'statement-3.pdf', type: 'application/pdf', content }] });
    expect(marked).toEqual(['msg_1']);
  });

  it.each<MailFault[][]>([
    [['429']],
    [['500', 'html_error']],
    [['lose_before']],
    [['lose_after']],
    [['lose_after', '500', '429', 'lose_after']],
  ])('after %j it is delivered once', async (faults) => {
    server.fail(...faults);
    await make().send(mail);
    expect(server.delivered).toHaveLength(1);
    expect(server.requests).toHaveLength(faults.length + 1);
    expect(new Set(server.requests.map(({ key }) => key))).toEqual(new Set(['msg_1']));
  });

  it('gives up after five attempts, and says that it may be tried again', async () => {
    server.fail('500', '500', '500', '500', '500');
    await expect(make().send(mail)).rejects.toMatchObject({
      name: 'MailError',
      code: 'internal_server_error',
      retryable: true,
    });
    expect(server.requests).toHaveLength(5);
    await expect(make().send(mail)).resolves.toBeDefined();
  });

  it.each<[string, Partial<OutgoingMail>, MailFault[], string]>([
    ['a refused key', {}, ['401'], 'restricted_api_key'],
    ['a wrong sender', { from: 'nobody' }, [], 'invalid_from_address'],
    ['no subject', { subject: '' }, [], 'missing_required_field'],
  ])('%s is not tried again', async (_, change, faults, code) => {
    server.fail(...faults);
    const error: unknown = await make()
      .send({ ...mail, ...change })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ code, retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  it('the same key with another text is refused, not delivered', async () => {
    await make().send(mail);
    await expect(make().send({ ...mail, text: 'Other' })).rejects.toMatchObject({
      code: 'invalid_idempotent_request',
      retryable: false,
    });
    expect(server.delivered).toHaveLength(1);
  });

  it('begins two a second, in order', async () => {
    const client = make({ perSecond: 2, sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) });
    const start = Date.now();
    await Promise.all(['a', 'b', 'c'].map((id) => client.send({ ...mail, id })));
    expect(server.requests.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    const [, second = 0, third = 0] = server.requests.map(({ at }) => at - start);
    expect(second).toBeGreaterThanOrEqual(480);
    expect(third).toBeGreaterThanOrEqual(980);
  });

  it('without a key mail stays in the outbox and never reaches the network', async () => {
    const marked: string[] = [];
    const outbox = { markDelivered: async (id: string) => void marked.push(id) };
    const chosen = mailer({ resendBaseUrl: server.url, outbox });
    expect(chosen.key).toBe('outbox');
    expect(await chosen.send(mail)).toEqual({ providerId: 'outbox:msg_1' });
    expect(marked).toEqual(['msg_1']);
    expect(server.requests).toEqual([]);
    expect(mailer({ resendApiKey: 're_test', outbox }).key).toBe('resend');
  });
});
