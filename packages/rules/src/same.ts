import canonicalize from 'canonicalize';
import type { Json } from './cst/value.js';

/** One text for all ways to write a JSON value (RFC 8785). */
export function canonicalJson(value: Json): string {
  return canonicalize(value) ?? 'null';
}

export const sameJson = (a: Json, b: Json): boolean => canonicalJson(a) === canonicalJson(b);
