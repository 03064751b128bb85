import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { decryptField, encryptField, keyedHash, keyId, payloadCodec } from '../src/index.js';

const key = randomBytes(32);
const other = randomBytes(32);
const payload = defaultPayloadConverter.toPayload({ email: 'ada@example.com', amount: '1999' });

describe('the payload codec', () => {
  it('gives back what it was given, and stores nothing that can be read', async () => {
    const codec = payloadCodec(key);
    const [sealed] = await codec.encode([payload]);
    expect(Buffer.from(sealed?.data ?? []).toString('latin1')).not.toContain('ada@example.com');
    expect(Buffer.from(sealed?.metadata?.['encoding'] ?? []).toString()).toBe('binary/encrypted');
    const [opened] = await codec.decode([sealed ?? {}]);
    expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual({ email: 'ada@example.com', amount: '1999' });
  });

  it('never makes the same bytes twice', async () => {
    const codec = payloadCodec(key);
    const [one, two] = await codec.encode([payload, payload]);
    expect(Buffer.from(one?.data ?? []).equals(Buffer.from(two?.data ?? []))).toBe(false);
  });

  it('says which key is missing', async () => {
    const [sealed] = await payloadCodec(key).encode([payload]);
    await expect(payloadCodec(other).decode([sealed ?? {}])).rejects.toThrow(keyId(key));
  });

  it('opens with an older key while the newer one seals', async () => {
    const [old] = await payloadCodec(key).encode([payload]);
    const rotated = payloadCodec(other, key);
    await expect(rotated.decode([old ?? {}])).resolves.toHaveLength(1);
    const [fresh] = await rotated.encode([payload]);
    expect(Buffer.from(fresh?.metadata?.['encryption-key-id'] ?? []).toString()).toBe(keyId(other));
  });

  it('refuses a payload that was changed', async () => {
    const [sealed] = await payloadCodec(key).encode([payload]);
    const data = Buffer.from(sealed?.data ?? []);
    data.writeUInt8(data.readUInt8(data.length - 1) ^ 1, data.length - 1);
    await expect(payloadCodec(key).decode([{ ...sealed, data }])).rejects.toThrow();
  });

  it('lets payloads through that were never sealed', async () => {
    await expect(payloadCodec(key).decode([payload])).resolves.toEqual([payload]);
  });
});

describe('encrypted fields', () => {
  it('gives a text back with its key alone', () => {
    const field = encryptField(key, 'DE02120300000000202051');
    expect(field).not.toContain('DE02');
    expect(decryptField(key, field)).toBe('DE02120300000000202051');
    expect(() => decryptField(other, field)).toThrow(keyId(key));
    expect(() => decryptField(key, 'DE02120300000000202051')).toThrow('not encrypted');
  });

  it('refuses a changed text', () => {
    const field = encryptField(key, 'x');
    const [prefix, id, body] = field.split(':');
    const bytes = Buffer.from(body ?? '', 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const changed = `${prefix}:${id}:${bytes.toString('base64')}`;
    expect(() => decryptField(key, changed)).toThrow();
  });

  it('hashes equal values alike under one key, and otherwise under another', () => {
    expect(keyedHash(key, '192.0.2.1')).toBe(keyedHash(key, '192.0.2.1'));
    expect(keyedHash(key, '192.0.2.1')).not.toBe(keyedHash(other, '192.0.2.1'));
  });
});
