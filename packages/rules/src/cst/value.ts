import type { CstDocument, CstNode } from './cst.js';
import { parse } from './parse.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A document of a JSON value, in the compact form of JSON.stringify. Throws TypeError when it is not JSON. */
export function fromJson(value: unknown): CstDocument {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('A rule must be a JSON value.');
  return parse(text);
}

/** A rule given as text or as a JSON value, as a document. Throws as parse and fromJson do. */
export function documentOf(logic: unknown): CstDocument {
  return typeof logic === 'string' ? parse(logic) : fromJson(logic);
}

/** The plain JSON value of a node; objects have no prototype surprises (`__proto__` is an own key). */
export function toJson(node: CstNode): Json {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map((member) => [member.key, toJson(member.value)]));
    case 'array':
      return node.items.map((item) => toJson(item.value));
    case 'string':
      return node.value;
    case 'number':
      return Number(node.raw);
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}
