import type { Id, IdKind } from '@sluice/domain';

/**
 * How a field is stored. `plain`: as it is (only own keys inside, dates and bigints kept) · `text`: canonical JSON text (for
 * anything whose keys or values come from outside) · `map`: a record as a list of `{ k, v }`, so that any key may be used.
 */
export type FieldKind = 'string' | 'number' | 'boolean' | 'date' | 'bigint' | 'strings' | 'plain' | 'text' | 'map';

/** What every document has beside its own fields. */
export interface Base {
  id: string | Id<IdKind>;
  programme: string;
}

/** A document as the repositories give it out; `rev` counts its changes. */
export type Stored<Doc extends Base> = Doc & { rev: number };

/** A document before it is stored. */
export type Fresh<Doc extends Base> = Omit<Doc, 'rev'>;

export interface IndexSpec {
  /** Field names; `programme` is put first. Only equality prefixes are fast on every server. */
  keys: string[];
  unique?: true;
  sparse?: true;
}

/** All that the store knows of a collection. */
export interface CollectionSpec<Doc extends Base> {
  name: string;
  /** schemaVersion that is written now. */
  version: number;
  /** Every field of the document; the compiler holds the list complete. */
  fields: { [K in Exclude<keyof Doc, 'id' | 'programme' | 'rev'>]-?: FieldKind };
  /** Stored fields that only serve look-ups, recomputed on each write from the whole document. */
  lookups?: Record<string, FieldKind>;
  derive?: (doc: Fresh<Doc>) => Record<string, unknown>;
  indexes: IndexSpec[];
  /** Its changes never carry anything out: the relay does not look here, and an attempt to do so is an error. */
  quiet?: true;
  /** By the version they start from: give the stored form of the next version. */
  upcasters?: Record<number, (stored: Record<string, unknown>) => Record<string, unknown>>;
}
