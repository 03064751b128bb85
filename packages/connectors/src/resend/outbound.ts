import { Resend } from 'resend';
import { MailError } from '../mail/mailer.js';
import type { Mailer, OutgoingMail } from '../mail/mailer.js';
import { pause, RateLimit } from '../mail/rate.js';

export interface ResendOptions {
  apiKey: string;
  /** Another address than Resend's own, for tests. */
  baseUrl?: string;
  /** Resend's limit is 2 a second for a team; https://resend.com/docs/api-reference/rate-limit */
  perSecond?: number;
  /** Attempts in all; 5 by default. */
  attempts?: number;
  /** For one attempt; 15 s by default. */
  timeoutMs?: number;
  sleep?: (ms: number) => Promise<void>;
}

/**
 * Mail through Resend: the message's id is the idempotency key, so an attempt whose answer was lost is not delivered twice
 * (Resend remembers a key for 24 hours). 429, 5xx and lost connections are tried again with growing pauses.
 */
export function resendMailer(options: ResendOptions): Mailer {
  const { attempts = 5, timeoutMs = 15_000, sleep = pause } = options;
  const client = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : {});
  const limit = new RateLimit(options.perSecond ?? 2, Date.now, sleep);

  async function attempt(mail: OutgoingMail): Promise<{ providerId: string } | Failure> {
    const { to, from, subject, html, text, headers, attachments } = mail;
    const files = await Promise.all(
      (attachments ?? []).map(async ({ name, type, content }) => ({
        filename: name,
        contentType: type,
        content: (await content()).toString('base64'),
      })),
    );
    const sent = client.emails.send(
      {
        to,
        from,
        subject,
        html,
        text,
        ...(headers && { headers }),
        ...(files.length > 0 && { attachments: files }),
      },
      { idempotencyKey: mail.idempotencyKey ?? mail.id },
    );
    // The client has no time limit of its own; what answers later is covered by the idempotency key.
    const result = await Promise.race([sent, timeout(timeoutMs)]);
    if (result === 'timeout')
      return { error: new MailError('timeout', `Resend did not answer within ${timeoutMs} ms.`, true) };
    if (result.data) return { providerId: result.data.id };
    const { name, message, statusCode } = result.error;
    const retryAfter = Number(result.headers?.['retry-after']);
    const error = new MailError(name, `Resend: ${message}`, isRetryable(name, statusCode));
    return { error, ...(Number.isFinite(retryAfter) && { afterMs: Math.min(retryAfter, 60) * 1000 }) };
  }

  return {
    key: 'resend',
    send: async (mail) => {
      for (let count = 1; ; count++) {
        await limit.turn();
        const result = await attempt(mail);
        if ('providerId' in result) return result;
        if (!result.error.retryable || count >= attempts) throw result.error;
        const wait = result.afterMs ?? 250 * 2 ** count;
        if (result.error.code === 'rate_limit_exceeded') limit.backOff(wait);
        else await sleep(wait);
      }
    },
  };
}

interface Failure {
  error: MailError;
  afterMs?: number;
}

/** https://resend.com/docs/api-reference/errors; a quota that is used up for the day or month is worth a retry by nobody. */
function isRetryable(name: string, status: number | null): boolean {
  if (name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded') return false;
  if (name === 'concurrent_idempotent_requests') return true;
  return status === null || status === 429 || status >= 500;
}

function timeout(ms: number): Promise<'timeout'> {
  return new Promise((resolve) => setTimeout(resolve, ms, 'timeout').unref());
}
