/**
 * Concrete syntax tree of a JSON text: each byte of the source is in exactly one place of it, so printing gives the
 * text back. `pointer` is the RFC 6901 JSON pointer of the node, `offset` its place in the source text.
 */
export type CstNode = CstObject | CstArray | CstString | CstNumber | CstBoolean | CstNull;

interface Located {
  readonly pointer: string;
  readonly offset: number;
}

export interface CstObject extends Located {
  readonly kind: 'object';
  readonly members: readonly CstMember[];
  /** White space of an object without members. */
  readonly inside: string;
}

export interface CstMember {
  /** White space before the key, after the key, before and after the value. */
  readonly space: readonly [string, string, string, string];
  /** The key as written, with its quotes and escapes. */
  readonly rawKey: string;
  readonly key: string;
  readonly value: CstNode;
}

export interface CstArray extends Located {
  readonly kind: 'array';
  readonly items: readonly CstItem[];
  readonly inside: string;
}

export interface CstItem {
  /** White space before and after the value. */
  readonly space: readonly [string, string];
  readonly value: CstNode;
}

export interface CstString extends Located {
  readonly kind: 'string';
  readonly raw: string;
  readonly value: string;
}

/** A number stays source text: `1.0`, `1e2` and `100` are different documents of equal meaning. */
export interface CstNumber extends Located {
  readonly kind: 'number';
  readonly raw: string;
}

export interface CstBoolean extends Located {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface CstNull extends Located {
  readonly kind: 'null';
}

export interface DuplicateKey {
  readonly pointer: string;
  readonly key: string;
}

export interface CstDocument {
  readonly root: CstNode;
  /** White space before and after the root. */
  readonly space: readonly [string, string];
  readonly duplicates: readonly DuplicateKey[];
  /** Length of the text in UTF-8 bytes, number of nodes and depth of nesting: what the limits at save look at. */
  readonly size: { readonly bytes: number; readonly nodes: number; readonly depth: number };
}

/** RFC 6901: `~` and `/` are escaped. */
export function pointerTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}/${key}`;
  return `${parent}/${key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key}`;
}
