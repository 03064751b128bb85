import type { MailLocale } from './filters.js';
import { MailTemplateError, renderMail, type RenderedMail } from './render.js';

/** A mail's texts in the languages that it has. */
export interface LocalisedTemplate {
  kind: 'transactional' | 'marketing';
  locales: Readonly<Record<string, { subject: string; html: string; text?: string } | undefined>>;
}

/** What of a programme its mails say. */
interface Sender {
  name: string;
  timeZone: string;
  settings: { locale: string };
}

/**
 * A mail in the reader's language, or else the programme's, or else English. Whoever sends and whoever simulates call this
 * one: the bytes are the same. Throws `MailTemplateError`.
 */
export function renderLocalised(
  key: string,
  { kind, locales }: LocalisedTemplate,
  { vars, locale, unsubscribeUrl }: { vars: object; locale: MailLocale; unsubscribeUrl?: string },
  programme: Sender,
): RenderedMail {
  const texts = locales[locale] ?? locales[programme.settings.locale] ?? locales['en'];
  if (!texts) throw new MailTemplateError('no_locale', `The mail template "${key}" has no text in ${locale}.`, 'html');
  return renderMail({ key, kind, ...texts }, vars, locale, {
    programmeName: programme.name,
    timeZone: programme.timeZone,
    ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
  });
}
