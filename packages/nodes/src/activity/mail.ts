import { derivedId, type JsonObject, type MessageId, type Programme } from '@sluice/domain';
import { MailError, type MailAttachment } from '@sluice/connectors/mail/index';
import { renderLocalised } from '@sluice/connectors/mail/locale';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { mailRefused } from '../decisions/mail-refused.js';
import type { ActivityDeps } from './deps.js';

export interface MailRequest {
  template: string;
  to: string;
  locale: 'en' | 'de';
  vars: JsonObject;
  partner?: string;
  about?: { kind: string; id: string };
  /** Files that go with it, and where each can be read again; the same bytes each time. */
  attached?: (MailAttachment & { path: string })[];
}

/**
 * Sends one mail, once by (effect key, item): the message is stored first, then rendered, then given to the mailer with its
 * id as idempotency key. Answers the message's id. Throws `NonRetryable` for a template that is missing or cannot be
 * rendered and for an address that is refused for good.
 */
export async function sendMail(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  item: string,
  mail: MailRequest,
): Promise<MessageId> {
  const id = derivedId('message', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation), item);
  await deps.failpoint('message.insert.before');
  const { doc: message } = await deps.store.messages.insertOrRead({
    id,
    programme: ctx.programme,
    channel: 'email',
    template: mail.template,
    to: mail.to,
    locale: mail.locale,
    vars: mail.vars,
    state: 'sending',
    ...(mail.partner && { partner: mail.partner }),
    ...(mail.about && { about: mail.about }),
    ...(mail.attached && { attachments: mail.attached.map(({ name, path }) => ({ name, path })) }),
    run: ctx.run,
    createdAt: deps.now(),
  });
  await deps.failpoint('message.insert.after');
  if (message.state === 'sent' || message.state === 'suppressed') return id;
  const rendered = await render(deps, programme, mail);
  await deps.store.messages.setContent(ctx.programme, id, {
    subjectLine: rendered.subject,
    html: rendered.html,
    text: rendered.text,
  });
  try {
    await deps.failpoint('mail.send.before');
    const { providerId } = await deps.mailer.send({
      id,
      to: mail.to,
      from: deps.mailFrom,
      subject: rendered.subject,
      html: rendered.html,
      text: rendered.text,
      ...(mail.attached && { attachments: mail.attached }),
      idempotencyKey: id,
    });
    await deps.failpoint('mail.send.after');
    await deps.store.messages.markSent(ctx.programme, id, { provider: deps.mailer.key, providerId, at: deps.now() });
    await deps.failpoint('message.sent.after');
    return id;
  } catch (error) {
    if (error instanceof MailError && !error.retryable) {
      await deps.store.messages.markFailed(ctx.programme, id, { code: error.code, message: error.message });
      throw new NonRetryable(error.code, error.message);
    }
    throw error;
  }
}

/** Mails everybody who has a role in the programme, in the programme's language. */
export async function mailRole(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  template: string,
  role: string,
  item: string,
  vars: JsonObject,
): Promise<MessageId[]> {
  const users = (await deps.store.users.list(ctx.programme)).filter(
    (user) => user.roles.includes(role) && !user.disabled,
  );
  const sent: MessageId[] = [];
  for (const user of users) {
    deps.heartbeat(user.id);
    sent.push(
      await sendMail(deps, ctx, programme, `${item}/${user.id}`, {
        template,
        to: user.email,
        locale: programme.settings.locale,
        vars: { ...vars, name: user.name },
      }),
    );
  }
  return sent;
}

async function render(deps: ActivityDeps, programme: Programme, mail: MailRequest) {
  const version = await deps.store.templates.latest(programme.key, mail.template);
  if (!version) throw new NonRetryable('unknown_template', `There is no mail template "${mail.template}".`);
  try {
    return renderLocalised(mail.template, version, mail, programme);
  } catch (error) {
    throw mailRefused(error);
  }
}
