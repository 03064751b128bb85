import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import canonicalize from 'canonicalize';
import { documentOf, toJson } from './cst/value.js';

/**
 * The content address of a rule: SHA-256 (hex) over its canonical JSON (RFC 8785), so that layout of the text, the order of
 * keys and the spelling of numbers do not count. Throws RuleSyntaxError when the text is not JSON.
 */
export function semanticHash(logic: unknown): string {
  const text = canonicalize(toJson(documentOf(logic).root));
  if (text === undefined) throw new TypeError('Only a JSON value has a hash.');
  return bytesToHex(sha256(utf8ToBytes(text)));
}
