import { resendMailer } from '../resend/outbound.js';
import type { Mailer } from './mailer.js';
import { outboxMailer } from './outbox.js';
import type { OutboxSink } from './outbox.js';

export { resendMailer } from '../resend/outbound.js';
export type { ResendOptions } from '../resend/outbound.js';
export * from './mailer.js';
export { outboxMailer } from './outbox.js';
export type { OutboxSink } from './outbox.js';
export { MailTemplateError, renderMail } from './render.js';
export type { MailSettings, MailTemplate, RenderedMail } from './render.js';

/** The mailer that the settings choose: Resend where a key is set, otherwise the built-in outbox. */
export function mailer(settings: { resendApiKey?: string; resendBaseUrl?: string; outbox: OutboxSink }): Mailer {
  const { resendApiKey, resendBaseUrl } = settings;
  return resendApiKey
    ? resendMailer({ apiKey: resendApiKey, ...(resendBaseUrl && { baseUrl: resendBaseUrl }) })
    : outboxMailer(settings.outbox);
}
