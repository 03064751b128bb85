import { guardedCall, type CallResult } from '../outbound/call.js';
import { signStandardWebhook } from '../standard-webhook.js';

export interface WebhookCall {
  url: string;
  /** The same id for the same effect, however often it is told: the receiver knows a repeated one by it. */
  id: string;
  body: string;
  /** `whsec_…` */
  secret: string;
  at: Date;
  timeoutMs?: number;
  allowLoopback?: boolean;
}

export type WebhookResult =
  | { outcome: 'answered'; status: number; answer: string }
  /** The receiver will not have it, or the address cannot be called. */
  | { outcome: 'refused'; code: string; message: string; status?: number; answer?: string }
  /** Nothing has happened, and later something may. */
  | { outcome: 'later'; code: string; message: string; status?: number; answer?: string; retryAfterMs?: number }
  /** It may have happened. */
  | { outcome: 'unknown'; code: string; message: string };

/** What is kept of an answer. */
const keptBytes = 2_048;

/** Calls a webhook once, signed as https://www.standardwebhooks.com says. A redirect is not followed and counts as refused. */
export async function callWebhook(call: WebhookCall): Promise<WebhookResult> {
  const { url, id, body, secret, at, timeoutMs = 15_000, allowLoopback } = call;
  return readResult(
    await guardedCall({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Sluice',
        ...signStandardWebhook(secret, id, at, body),
      },
      body,
      timeoutMs,
      maxBytes: keptBytes,
      ...(allowLoopback && { allowLoopback }),
    }),
  );
}

function readResult(result: CallResult): WebhookResult {
  if (result.kind === 'refused') return { outcome: 'refused', code: result.code, message: result.message };
  if (result.kind === 'not_sent') return { outcome: 'later', code: result.code, message: result.message };
  if (result.kind === 'lost') return { outcome: 'unknown', code: result.code, message: result.message };
  const { status, retryAfterMs } = result;
  const answer = result.body.toString('utf8').replaceAll('\u0000', '');
  const said = { code: `http_${status}`, message: `The receiver answered ${status}.`, status, answer };
  if (status >= 200 && status < 300) return { outcome: 'answered', status, answer };
  if (status >= 300 && status < 400)
    return { ...said, outcome: 'refused', message: `The receiver answered ${status}; redirects are not followed.` };
  // 502 and 504 come from what stands before the receiver, which may have done it.
  if (status === 502 || status === 504) return { outcome: 'unknown', code: said.code, message: said.message };
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { ...said, outcome: 'later', ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { ...said, outcome: 'refused' };
}
