import { parseRetryAfter } from '../outbound/call.js';
import type { RailTrouble } from './rail.js';

export type HttpAnswer =
  | { kind: 'answer'; status: number; body: unknown; retryAfterMs?: number }
  | { kind: 'trouble'; code: RailTrouble; message: string };

export interface HttpCall {
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** One HTTP call, once: whatever does not end in a whole JSON answer within the time is trouble, as a value. */
export async function callRail(call: HttpCall): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([timeout, call.signal]) : timeout;
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: { accept: 'application/json', ...call.headers },
      signal,
      redirect: 'error',
      ...(call.body !== undefined && { body: call.body }),
    });
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'));
    const text = await response.text();
    const answer = {
      kind: 'answer' as const,
      status: response.status,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    try {
      return { ...answer, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    } catch {
      // A gateway's HTML page still has a status that says something; a success that cannot be read does not.
      if (response.status >= 400) return { ...answer, body: undefined };
      return {
        kind: 'trouble',
        code: 'reply_unreadable',
        message: `The rail answered ${response.status} with no JSON.`,
      };
    }
  } catch (error) {
    if (timeout.aborted)
      return { kind: 'trouble', code: 'timeout', message: `The rail did not answer within ${call.timeoutMs} ms.` };
    if (call.signal?.aborted)
      return { kind: 'trouble', code: 'timeout', message: 'The call was given up before the answer.' };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { kind: 'trouble', code: 'connection_failed', message: `The connection to the rail failed: ${cause}` };
  }
}
