import type { VerifyRefusal, VerifyResult } from './inbound.js';

/** The payload of a body whose signature holds. */
export function signedPayload(rawBody: Buffer): VerifyResult {
  try {
    return { ok: true, payload: JSON.parse(rawBody.toString('utf8')) as unknown };
  } catch {
    return refuse('body_not_json', 'The signed body is not JSON.');
  }
}

/** Refuses what was signed too long ago or ahead of now; nothing where it was signed in time. Limits in seconds. */
export function untimely(signedAt: Date, now: Date, limits: { past: number; future: number }) {
  const age = Math.floor((now.getTime() - signedAt.getTime()) / 1000);
  if (age > limits.past) return refuse('timestamp_stale', `The request was signed ${age} seconds ago.`);
  if (-age > limits.future) return refuse('timestamp_future', `The request was signed ${-age} seconds ahead of now.`);
  return undefined;
}

export function refuseSignature(): VerifyResult {
  return refuse('signature_mismatch', 'No signature fits the body as it was received.');
}

export function refuse(code: VerifyRefusal, message: string): VerifyResult {
  return { ok: false, code, message };
}

/** A header that may stand once only. */
export function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? undefined : header;
}
