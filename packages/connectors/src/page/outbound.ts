import { guardedCall } from '../outbound/call.js';

export type FetchedPage =
  | { outcome: 'page'; url: string; html: string }
  | { outcome: 'unreachable'; code: string; message: string }
  /** It may be there later. */
  | { outcome: 'later'; code: string; message: string };

export interface FetchOptions {
  timeoutMs?: number;
  maxBytes?: number;
  allowLoopback?: boolean;
}

/** Redirects that are followed, each after its address has been checked like the first. */
const maxRedirects = 5;

/** Fetches a page of somebody else's: public addresses only, HTML only, no more than `maxBytes` of it. */
export async function fetchPage(given: string, options: FetchOptions = {}): Promise<FetchedPage> {
  const { timeoutMs = 15_000, maxBytes = 1_000_000, allowLoopback } = options;
  let url = given;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const result = await guardedCall({
      url,
      method: 'GET',
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'accept-encoding': 'identity',
        'user-agent': 'Sluice page check',
      },
      timeoutMs,
      maxBytes,
      ...(allowLoopback && { allowLoopback }),
    });
    if (result.kind === 'refused') return { outcome: 'unreachable', code: result.code, message: result.message };
    if (result.kind !== 'answer') return { outcome: 'later', code: result.code, message: result.message };
    const { status, headers, body } = result;
    const location = headers.location;
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      url = new URL(location, url).href;
      continue;
    }
    if (status === 429 || status >= 500)
      return { outcome: 'later', code: `http_${status}`, message: `The page answered ${status}.` };
    if (status !== 200)
      return { outcome: 'unreachable', code: `http_${status}`, message: `The page answered ${status}.` };
    const type = headers['content-type'] ?? '';
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type))
      return { outcome: 'unreachable', code: 'not_html', message: 'There is no web page at this address.' };
    return { outcome: 'page', url, html: new TextDecoder(charsetOf(type)).decode(body) };
  }
  return { outcome: 'unreachable', code: 'redirects', message: `The page redirects more than ${maxRedirects} times.` };
}

function charsetOf(type: string): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  return /^(?:utf-?8|iso-8859-1|iso-8859-15|windows-1252|us-ascii)$/i.test(charset) ? charset : 'utf-8';
}
