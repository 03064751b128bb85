import type { ReceivedMail } from './server.js';

interface Page {
  type: string;
  body: string | Buffer;
}

/** What the catcher shows: `/` the newest hundred, `/<id>` one as text, `/<id>/<n>` a file that came with it. */
export function mailPage(path: string, delivered: readonly ReceivedMail[]): Page | undefined {
  if (path === '/healthz') return { type: 'text/plain', body: 'ok' };
  if (path === '/') return list(delivered);
  const [, id, file] = path.split('/');
  const mail = delivered.find((one) => one.id === id);
  if (!mail) return undefined;
  const attached = mail.body.attachments?.[Number(file)];
  if (file !== undefined)
    return attached && { type: 'application/octet-stream', body: Buffer.from(attached.content, 'base64') };
  const { to, from, subject, text } = mail.body;
  return {
    type: 'text/plain; charset=utf-8',
    body: `To: ${String(to)}\nFrom: ${from}\nSubject: ${subject}\n\n${text}`,
  };
}

function list(delivered: readonly ReceivedMail[]): Page {
  const rows = delivered
    .slice(-100)
    .reverse()
    .map(({ id, body: { to, subject, attachments = [] } }) => {
      const files = attachments.map(({ filename }, index) => `<a href="/${id}/${index}">${escaped(filename)}</a>`);
      return `<li><a href="/${id}">${escaped(subject)}</a> to ${escaped(String(to))} ${files.join(' ')}</li>`;
    });
  const title = `${delivered.length} mails`;
  return {
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><ol reversed>${rows.join('')}</ol></html>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
