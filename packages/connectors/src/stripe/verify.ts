import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VerifyInput, VerifyResult } from '../inbound.js';
import { refuse, refuseSignature, signedPayload, untimely } from '../signed.js';

/**
 * Checks a Stripe webhook: HMAC-SHA256 over `<t>.<raw body>`, any of several `v1` signatures under any of the secrets,
 * `t` within the tolerance of now. https://docs.stripe.com/webhooks/signature
 *
 * Stripe's own `constructEvent` is not used: it decodes the body to text before hashing (a byte order mark or broken
 * UTF-8 is lost on the way) and accepts any time in the future.
 */
export function verifyStripe({ rawBody, headers, secrets, now, toleranceSeconds = 300 }: VerifyInput): VerifyResult {
  const given = headers['stripe-signature'];
  const header = Array.isArray(given) ? given.join(',') : given;
  if (!header) return refuse('signature_missing', 'The request has no Stripe-Signature header.');
  const usable = secrets.filter((secret) => secret.trim() !== '');
  if (usable.length === 0) return refuse('secret_missing', 'No webhook secret is set for Stripe.');

  const { timestamps, signatures } = parts(header);
  const [timestamp] = timestamps;
  if (timestamp === undefined || timestamps.length !== 1 || !/^\d{1,12}$/.test(timestamp) || signatures.length === 0)
    return refuse('signature_malformed', 'The Stripe-Signature header needs one t and at least one v1 part.');

  const expected = usable.map((secret) =>
    createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest(),
  );
  const matches = signatures.map((signature) => expected.some((digest) => same(digest, signature)));
  if (!matches.includes(true)) return refuseSignature();

  return (
    untimely(new Date(Number(timestamp) * 1000), now, { past: toleranceSeconds, future: toleranceSeconds }) ??
    signedPayload(rawBody)
  );
}

function parts(header: string): { timestamps: string[]; signatures: string[] } {
  const timestamps: string[] = [];
  const signatures: string[] = [];
  for (const part of header.split(',')) {
    const [key, value = ''] = part.trim().split('=', 2);
    if (key === 't') timestamps.push(value);
    if (key === 'v1') signatures.push(value);
  }
  // More than a handful is no rotation but somebody guessing.
  return { timestamps, signatures: signatures.slice(0, 10) };
}

function same(digest: Buffer, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  return timingSafeEqual(digest, Buffer.from(signature, 'hex'));
}
