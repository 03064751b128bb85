import type { VerifyInput, VerifyResult } from '../inbound.js';
import { signedByRsa } from '../rsa.js';
import { refuse, refuseSignature, signedPayload } from '../signed.js';

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
  if (!keys.some((pem) => signedByRsa(rawBody, pem, bytes))) return refuseSignature();
  return signedPayload(rawBody);
}
