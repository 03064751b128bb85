import type { HttpAnswer } from './http.js';
import type { FindResult, SendResult } from './rail.js';

type Unknown = Extract<SendResult, { outcome: 'unknown' }>;

/**
 * What an answer means that is no clear word about this payment: nobody knows whether it was received. A proxy may have said 429 or
 * 503 after the provider had taken the request, so these too.
 */
export function unclear(answer: HttpAnswer, provider: string): Unknown {
  if (answer.kind === 'trouble') return { outcome: 'unknown', code: answer.code, message: answer.message };
  const { status, retryAfterMs } = answer;
  const code =
    status === 429
      ? 'rate_limited'
      : status === 409
        ? 'key_conflict'
        : status === 401 || status === 403
          ? 'unauthorised'
          : 'server_error';
  return {
    outcome: 'unknown',
    code,
    message: `${provider} answered ${status}.`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

export function unreadable(provider: string): Unknown {
  return {
    outcome: 'unknown',
    code: 'reply_unreadable',
    message: `${provider}’s answer about the payment cannot be read.`,
  };
}

/** The provider has another payment under our key than the one that was asked for: a person must look. */
export function conflict(provider: string, what: string): Unknown {
  return {
    outcome: 'unknown',
    code: 'key_conflict',
    message: `${provider} has another payment under this key: ${what}.`,
  };
}

/** The trouble of a look-up, without what only a send has. */
export function notAsked({ code, message }: Unknown): Extract<FindResult, { outcome: 'unknown' }> {
  return { outcome: 'unknown', code, message };
}
