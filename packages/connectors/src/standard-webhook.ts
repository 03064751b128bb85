import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { VerifyInput, VerifyResult } from './inbound.js';
import { refuse, refuseSignature, signedPayload, single, untimely } from './signed.js';

/**
 * Checks a webhook signed as https://www.standardwebhooks.com says: HMAC-SHA256 over `<id>.<timestamp>.<raw body>`, base 64,
 * under any of the `whsec_` secrets. The library signs, but verifies against its own clock and a decoded body; here the
 * raw bytes and the caller's clock count.
 */
export function verifyStandardWebhook({
  rawBody,
  headers,
  secrets,
  now,
  toleranceSeconds = 300,
}: VerifyInput): VerifyResult {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signature = single(headers['webhook-signature']);
  if (!id || !timestamp || !signature)
    return refuse('signature_missing', 'The request lacks webhook-id, webhook-timestamp or webhook-signature.');
  if (!/^\d{1,12}$/.test(timestamp)) return refuse('signature_malformed', 'webhook-timestamp is not in seconds.');
  const keys = secrets.map(keyOf).filter((key) => key.length > 0);
  if (keys.length === 0) return refuse('secret_missing', 'No webhook secret is set for this source.');

  const expected = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest());
  const given = signature
    .split(' ')
    .slice(0, 10)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  const matches = given.map((bytes) =>
    expected.some((digest) => bytes.length === digest.length && timingSafeEqual(bytes, digest)),
  );
  if (!matches.includes(true)) return refuseSignature();

  return (
    untimely(new Date(Number(timestamp) * 1000), now, { past: toleranceSeconds, future: toleranceSeconds }) ??
    signedPayload(rawBody)
  );
}

/** The headers of a Standard Webhooks delivery. */
export function signStandardWebhook(secret: string, id: string, at: Date, body: string): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
