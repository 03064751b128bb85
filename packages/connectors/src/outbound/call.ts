import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { guardUrl } from '../url-guard.js';
import { resolveAll } from './dns.js';

export interface GuardedCall {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** For the whole call. */
  timeoutMs: number;
  /** No more of the answer than this is read. */
  maxBytes: number;
  /** Also this machine itself, for trials and tests. */
  allowLoopback?: boolean;
}

export type CallResult =
  | { kind: 'answer'; status: number; headers: IncomingHttpHeaders; body: Buffer; cut: boolean; retryAfterMs?: number }
  /** Nothing was sent, and nothing will be while the address is what it is. */
  | { kind: 'refused'; code: string; message: string }
  /** Nothing was sent: no connection came about. */
  | { kind: 'not_sent'; code: string; message: string }
  /** It was sent, or may have been; there is no whole answer. */
  | { kind: 'lost'; code: string; message: string };

/**
 * One HTTP call to an address that somebody else has given, once: the name is looked up, every address of it must be public, and
 * the connection goes to one of those and nowhere else. Redirects are answers like any other.
 */
export async function guardedCall(call: GuardedCall): Promise<CallResult> {
  const guarded = await guardUrl(call.url, {
    resolve: resolveAll,
    ...(call.allowLoopback && { allowLoopback: true }),
  });
  if (!guarded.ok) {
    // A name that nobody knows now may be known in a minute.
    const kind = guarded.code === 'name_unknown' ? ('not_sent' as const) : ('refused' as const);
    return { kind, code: guarded.code, message: guarded.message };
  }
  return send(call, guarded.url, guarded.addresses[0]!);
}

function send(call: GuardedCall, url: URL, address: string): Promise<CallResult> {
  const secure = url.protocol === 'https:';
  const family = address.includes(':') ? 6 : 4;
  // The address that was checked, whatever the name leads to by now.
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  return new Promise((resolve) => {
    let connected = false;
    let timedOut = false;
    const failed = (error: Error) => {
      clearTimeout(timer);
      const code = timedOut ? 'timeout' : 'connection_failed';
      const message = timedOut
        ? `${url.host} did not answer within ${call.timeoutMs} ms.`
        : `The connection to ${url.host} failed: ${error.message}`;
      resolve({ kind: connected ? 'lost' : 'not_sent', code, message });
    };
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: call.method,
      headers: { ...call.headers, ...(call.body !== undefined && { 'content-length': Buffer.byteLength(call.body) }) },
      lookup,
      agent: false,
    });
    const timer = setTimeout(() => {
      timedOut = true;
      request.destroy(new Error('timeout'));
    }, call.timeoutMs);
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)));
    request.on('error', failed);
    request.on('response', (response) => {
      read(response, call.maxBytes).then((answer) => {
        clearTimeout(timer);
        request.destroy();
        resolve(answer);
      }, failed);
    });
    request.end(call.body);
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<CallResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  let cut = false;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size > maxBytes) {
      cut = true;
      break;
    }
  }
  const retryAfterMs = parseRetryAfter(response.headers['retry-after']);
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks),
    cut,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Seconds or a date (RFC 9110, 10.2.3) in milliseconds from now; at most an hour. */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined;
}
