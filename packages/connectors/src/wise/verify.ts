import type { VerifyInput, VerifyRefusal, VerifyResult } from '../inbound.js';
import { signedByRsa } from '../rsa.js';

/**
 * Checks a Wise webhook: RSA with SHA-256 over the raw body, under Wise's public key, which is the secret here
 * (https://docs.wise.com/guides/developer/webhooks/event-handling). Wise signs no time; a delivery told again settles nothing
 * twice.
 */
export function verifyWise({ rawBody, headers, secrets }: VerifyInput): VerifyResult {
  const signature = headers['x-signature-sha256'];
  if (typeof signature !== 'string' || signature === '')
    return refuse('signature_missing', 'The request has no X-Signature-SHA256 header.');
  const keys = secrets.filter((secret) => secret.includes('-----BEGIN'));
  if (keys.length === 0) return refuse('secret_missing', 'Wise’s public key is not among the secrets.');
  const bytes = Buffer.from(signature, 'base64');
  if (!keys.some((pem) => signedByRsa(rawBody, pem, bytes)))
    return refuse('signature_mismatch', 'No signature fits the body as it was received.');
  try {
    return { ok: true, payload: JSON.parse(rawBody.toString('utf8')) as unknown };
  } catch {
    return refuse('body_not_json', 'The signed body is not JSON.');
  }
}

function refuse(code: VerifyRefusal, message: string): VerifyResult {
  return { ok: false, code, message };
}
