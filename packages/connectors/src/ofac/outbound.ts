import { guardedCall } from '../outbound/call.js';
import { SdnError, SdnReader, type SdnList } from './sdn.js';

export type FetchedList =
  | { ok: true; list: SdnList; url: string }
  /** `later`: it may be there the next time. */
  | { ok: false; later: boolean; code: string; message: string };

export interface FetchListOptions {
  timeoutMs?: number;
  maxBytes?: number;
  allowLoopback?: boolean;
}

/** OFAC's service answers with a redirect to where the file lies. */
const maxRedirects = 5;

/** Fetches OFAC's list from an address that the programme has set: public addresses only, each hop looked at, the whole file or nothing. */
export async function fetchSdnList(given: string, options: FetchListOptions = {}): Promise<FetchedList> {
  const { timeoutMs = 120_000, maxBytes = 100_000_000, allowLoopback } = options;
  let url = given;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const result = await guardedCall({
      url,
      method: 'GET',
      headers: { accept: 'application/xml,text/xml', 'accept-encoding': 'identity', 'user-agent': 'Sluice' },
      timeoutMs,
      maxBytes,
      ...(allowLoopback && { allowLoopback }),
    });
    if (result.kind !== 'answer')
      return { ok: false, later: result.kind !== 'refused', code: result.code, message: result.message };
    const { status, headers, body, cut } = result;
    const location = headers.location;
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      url = new URL(location, url).href;
      continue;
    }
    if (status !== 200)
      return { ok: false, later: true, code: `http_${status}`, message: `The list's server answered ${status}.` };
    if (cut)
      return { ok: false, later: false, code: 'too_large', message: `The list is larger than ${maxBytes} bytes.` };
    return read(body, url);
  }
  return { ok: false, later: false, code: 'redirects', message: `The list redirects more than ${maxRedirects} times.` };
}

function read(body: Buffer, url: string): FetchedList {
  const reader = new SdnReader();
  const decoder = new TextDecoder();
  try {
    for (let at = 0; at < body.length; at += 1_000_000)
      reader.write(decoder.decode(body.subarray(at, at + 1_000_000), { stream: true }));
    reader.write(decoder.decode());
    return { ok: true, list: reader.end(), url };
  } catch (error) {
    if (!(error instanceof SdnError)) throw error;
    return { ok: false, later: false, code: 'not_a_list', message: error.message };
  }
}
