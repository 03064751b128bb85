import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { keyId, open, seal } from './crypto.js';

const encoding = 'binary/encrypted';
const text = new TextEncoder();
// A CommonJS package whose names Node cannot see from ES modules.
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/**
 * Encrypts every payload that Temporal stores (AES-256-GCM), with the id of its key beside it. `keys`: the first encrypts, all
 * decrypt, so that a key can be changed while runs sleep.
 */
export function payloadCodec(...keys: [Buffer, ...Buffer[]]): PayloadCodec {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [current] = keys;
  return {
    encode: async (payloads) => payloads.map((payload) => encode(current, payload)),
    decode: async (payloads) => payloads.map((payload) => decode(byId, payload)),
  };
}

function encode(key: Buffer, payload: Payload): Payload {
  const bytes = PayloadMessage.encode(payload).finish();
  return {
    metadata: { [METADATA_ENCODING_KEY]: text.encode(encoding), 'encryption-key-id': text.encode(keyId(key)) },
    data: seal(key, bytes),
  };
}

function decode(keys: ReadonlyMap<string, Buffer>, payload: Payload): Payload {
  const { metadata, data } = payload;
  if (!metadata || !data || Buffer.from(metadata[METADATA_ENCODING_KEY] ?? []).toString() !== encoding) return payload;
  const id = Buffer.from(metadata['encryption-key-id'] ?? []).toString();
  const key = keys.get(id);
  if (!key) throw new Error(`A payload was encrypted with the key ${id}, which this process does not have.`);
  return PayloadMessage.decode(open(key, data));
}
