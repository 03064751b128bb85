import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/** Names a key without telling it: the first 8 hexadecimal digits of its SHA-256. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/** AES-256-GCM: nonce (12 bytes), tag (16 bytes), ciphertext. */
export function seal(key: Buffer, plain: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made; throws where key or content are not the same. */
export function open(key: Buffer, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}

/** A field as the database keeps it: `enc:<key id>:<base64>`. */
export function encryptField(key: Buffer, text: string): string {
  return `enc:${keyId(key)}:${seal(key, Buffer.from(text, 'utf8')).toString('base64')}`;
}

/** The text of an encrypted field; throws for another key or a changed text. */
export function decryptField(key: Buffer, field: string): string {
  const [prefix, id, body] = field.split(':');
  if (prefix !== 'enc' || id === undefined || body === undefined) throw new Error('This field is not encrypted.');
  if (id !== keyId(key)) throw new Error(`This field was encrypted with another key (${id}).`);
  return open(key, Buffer.from(body, 'base64')).toString('utf8');
}

/** Keyed hash (HMAC-SHA-256, hexadecimal) of personal context, so that equal values can be found and none can be read. */
export function keyedHash(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
