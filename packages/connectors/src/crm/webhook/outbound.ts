import { guardedCall, type CallResult } from '../../outbound/call.js';
import { signStandardWebhook } from '../../standard-webhook.js';
import type { CrmConnector, CrmResult } from '../crm.js';

/**
 * Any CRM that takes a signed POST: `{ type: "lead", id, fields, attribution }` with `Idempotency-Key`, signed as
 * https://www.standardwebhooks.com says. It answers 2xx, with `{ id }` where it has a name of its own for the lead.
 */
export const webhookCrm: CrmConnector = {
  kind: 'webhook',
  async push({ url, secret }, { id, fields, attribution }, { key, at, timeoutMs = 15_000, allowLoopback }) {
    const body = JSON.stringify({ type: 'lead', id, fields, attribution });
    return readResult(
      await guardedCall({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Sluice',
          'idempotency-key': key,
          ...signStandardWebhook(secret, key, at, body),
        },
        body,
        timeoutMs,
        maxBytes: 64_000,
        ...(allowLoopback && { allowLoopback }),
      }),
    );
  },
};

function readResult(result: CallResult): CrmResult {
  if (result.kind === 'refused') return { outcome: 'refused', code: result.code, message: result.message };
  if (result.kind === 'not_sent') return { outcome: 'later', code: result.code, message: result.message };
  if (result.kind === 'lost') return { outcome: 'unknown', code: result.code, message: result.message };
  const { status, retryAfterMs } = result;
  const said = { code: `http_${status}`, message: `The CRM answered ${status}.` };
  if (status >= 200 && status < 300) {
    const reference = referenceIn(result.body);
    return { outcome: 'taken', ...(reference !== undefined && { reference }) };
  }
  // 502 and 504 come from what stands before the CRM, which may have taken it.
  if (status === 502 || status === 504) return { ...said, outcome: 'unknown' };
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { ...said, outcome: 'later', ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { ...said, outcome: 'refused' };
}

/** The CRM's own name for the lead; an answer that cannot be read has still been a yes. */
function referenceIn(body: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const id = typeof parsed === 'object' && parsed !== null && 'id' in parsed ? parsed.id : undefined;
    return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}
