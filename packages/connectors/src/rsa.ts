import { createPublicKey, verify } from 'node:crypto';

/** True where a public key or certificate (PEM) has signed the message with RSA and SHA-256; false for a key that is none. */
export function signedByRsa(message: Buffer, pem: string, signature: Buffer): boolean {
  try {
    return verify('RSA-SHA256', message, createPublicKey(pem), signature);
  } catch {
    return false;
  }
}
