import { MailError, type Mailer } from '@sluice/connectors/mail/index';
import { renderLocalised } from '@sluice/connectors/mail/locale';
import type { JsonObject } from '@sluice/domain';
import type { Message, Store } from '@sluice/store';

export interface OutboxDeps {
  store: Store;
  mailer: Mailer;
  /** `Name <address>` that mail comes from. */
  mailFrom: string;
  /** Opens what is sealed in a mail's variables. */
  open(sealed: string): string;
  now(): Date;
  failpoint(name: string): Promise<void> | void;
  log(message: string, error?: unknown): void;
}

/** How long a sender may take before another takes over, and how long is waited after a failure at most. */
const leaseMs = 60_000;
const longestPauseMs = 60 * 60_000;
const mostAttempts = 20;

/**
 * Sends the mails that no run sends: those that left with a change of a document (`Outgoing.messages`). Each is taken by one sender,
 * and given to the provider under its own id, so that one that was killed in between sends nothing twice. Answers how many were due.
 */
export async function sendDue(deps: OutboxDeps): Promise<number> {
  const { store } = deps;
  let done = 0;
  for (const programme of await store.programmes.keys()) {
    for (const { id, run, nextAttemptAt } of await store.messages.abandoned(programme, deps.now()))
      if (run === undefined && nextAttemptAt !== undefined) await store.messages.requeue(programme, id);
    for (const due of await store.messages.due(programme, deps.now())) {
      if (due.channel !== 'email') continue;
      const message = await store.messages.claim(programme, due.id, new Date(deps.now().getTime() + leaseMs));
      if (!message) continue;
      done += 1;
      await send(deps, message);
    }
  }
  return done;
}

async function send(deps: OutboxDeps, message: Message): Promise<void> {
  const { store, mailer } = deps;
  const { programme, id, template: key, to } = message;
  try {
    const render = await renderer(deps, message);
    const mail = await render(open(message.vars, deps.open));
    const shown = await render(open(message.vars, () => '••••'));
    await store.messages.setContent(programme, id, { subjectLine: shown.subject, html: shown.html, text: shown.text });
    await deps.failpoint('outbox.send.before');
    const { subject, html, text } = mail;
    const { providerId } = await mailer.send({ id, to, from: deps.mailFrom, subject, html, text, idempotencyKey: id });
    await deps.failpoint('outbox.send.after');
    await store.messages.markSent(programme, id, { provider: mailer.key, providerId, at: deps.now() });
  } catch (error) {
    const { code, message: said } = reasonOf(error);
    const retryable = !(error instanceof MailError && !error.retryable) && code !== 'unknown_template';
    const last = !retryable || message.attempts >= mostAttempts;
    const pause = Math.min(1_000 * 2 ** message.attempts, longestPauseMs);
    if (last) deps.log(`The mail ${key} to ${to} was not sent.`, error);
    const again = last ? undefined : new Date(deps.now().getTime() + pause);
    await store.messages.markFailed(programme, id, { code, message: said }, again);
  }
}

/** Renders the message's mail with whatever variables it is given. */
async function renderer({ store }: OutboxDeps, message: Message) {
  const [template, programme] = await Promise.all([
    store.templates.latest(message.programme, message.template),
    store.programmes.need(message.programme),
  ]);
  if (!template)
    throw Object.assign(new Error(`There is no mail template "${message.template}".`), { code: 'unknown_template' });
  const locale = message.locale === 'de' ? 'de' : 'en';
  return (vars: JsonObject) => renderLocalised(message.template, template, { vars, locale }, programme);
}

/** Variables such as `{ sealed: "enc:…" }`, a link that only its reader may follow, as texts. */
function open(vars: JsonObject, how: (sealed: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(vars).map(([name, value]) => {
      const sealed = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['sealed'] : undefined;
      return [name, typeof sealed === 'string' ? how(sealed) : value];
    }),
  );
}

function reasonOf(error: unknown): { code: string; message: string } {
  const code = (error as { code?: unknown } | null)?.code;
  return {
    code: typeof code === 'string' ? code : 'failed',
    message: error instanceof Error ? error.message : String(error),
  };
}
