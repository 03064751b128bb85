import type { VerifyInput, VerifyResult } from '../inbound.js';
import { signedByRsa } from '../rsa.js';
import { refuse, refuseSignature, signedPayload, single, untimely } from '../signed.js';
import { crc32 } from './crc32.js';

/**
 * Checks a PayPal webhook by itself: RSA with SHA-256 over `<transmission id>|<time>|<webhook id>|<CRC-32 of the raw body>`
 * (https://developer.paypal.com/api/rest/webhooks/rest/). The secrets are the webhook's id and one or more certificates in PEM.
 * The certificate's address in the header is not followed: whoever writes the header could name his own.
 */
export function verifyPaypal({ rawBody, headers, secrets, now, toleranceSeconds = 300 }: VerifyInput): VerifyResult {
  const [id, time, signature, algorithm] = ['id', 'time', 'sig']
    .map((name) => single(headers[`paypal-transmission-${name}`]))
    .concat(single(headers['paypal-auth-algo']));
  if (!id || !time || !signature)
    return refuse('signature_missing', 'The request lacks the headers of PayPal’s signature.');
  if (algorithm !== 'SHA256withRSA') return refuse('signature_malformed', 'PayPal signs by SHA256withRSA.');
  const keys = secrets.filter((secret) => secret.includes('-----BEGIN'));
  const webhooks = secrets.filter((secret) => secret.trim() !== '' && !secret.includes('-----BEGIN'));
  if (keys.length === 0 || webhooks.length === 0)
    return refuse('secret_missing', 'PayPal’s webhook needs its id and PayPal’s certificate among the secrets.');
  const bytes = Buffer.from(signature, 'base64');
  const sum = crc32(rawBody);
  const holds = webhooks.some((webhook) =>
    keys.some((pem) => signedByRsa(Buffer.from(`${id}|${time}|${webhook.trim()}|${sum}`), pem, bytes)),
  );
  if (!holds) return refuseSignature();
  const at = Date.parse(time);
  if (Number.isNaN(at)) return refuse('signature_malformed', 'The time of the transmission is none.');
  // PayPal tells again for days under the first time; what was told before settles nothing twice.
  return untimely(new Date(at), now, { past: 4 * 86_400, future: toleranceSeconds }) ?? signedPayload(rawBody);
}
