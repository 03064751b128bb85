import type { MailLocale } from './filters.js';

export interface MailFoot {
  programmeName: string;
  locale: MailLocale;
  /** Present for marketing mail alone. */
  unsubscribeUrl?: string;
}

const words: Record<MailLocale, { why: (programme: string) => string; unsubscribe: string }> = {
  en: { why: (programme) => `You get this mail because you take part in ${programme}.`, unsubscribe: 'Unsubscribe' },
  de: {
    why: (programme) => `Sie erhalten diese E-Mail, weil Sie an ${programme} teilnehmen.`,
    unsubscribe: 'Abmelden',
  },
};

/** The base of every mail: one column that reads without pictures, on a phone, and in a dark client. `body` is HTML. */
export function layoutHtml(subject: string, body: string, { programmeName, locale, unsubscribeUrl }: MailFoot): string {
  const foot = escapeHtml(words[locale].why(programmeName));
  const link = unsubscribeUrl
    ? ` <a href="${escapeHtml(unsubscribeUrl)}" style="color:inherit">${words[locale].unsubscribe}</a>`
    : '';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<p style="font-weight:600;margin:0 0 24px">${escapeHtml(programmeName)}</p>
${body.trim()}
<hr style="border:0;border-top:1px solid #8884;margin:32px 0 16px">
<p style="font-size:13px;opacity:.75;margin:0">${foot}${link}</p>
</div>
</body>
</html>
`;
}

/** The same in plain text. */
export function layoutText(body: string, { programmeName, locale, unsubscribeUrl }: MailFoot): string {
  const link = unsubscribeUrl ? `\n${words[locale].unsubscribe}: ${unsubscribeUrl}` : '';
  return `${body.trim()}\n\n-- \n${words[locale].why(programmeName)}${link}\n`;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
