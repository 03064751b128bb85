import type { PinnedFlow } from '@sluice/flows/core';
import type { PackedFlow } from './args.js';
import { gunzip } from './inflate.js';

/** The pinned flow of a run's argument. */
export function unpack(flow: PackedFlow): PinnedFlow {
  if ('json' in flow) return flow.json;
  return JSON.parse(utf8(gunzip(base64(flow.gzip)))) as PinnedFlow;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 section 4; by hand, because the workflow sandbox promises neither `Buffer` nor `atob`. */
function base64(text: string): Uint8Array {
  const clean = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const character of clean) {
    value = ((value << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (value >> bits) & 0xff;
    }
  }
  return bytes;
}

function utf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++]!;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let code = more === 0 ? first : first & (0x3f >> more);
    for (let index = 0; index < more; index++) code = (code << 6) | (bytes[at++]! & 0x3f);
    text += String.fromCodePoint(code);
  }
  return text;
}
