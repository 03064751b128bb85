import { StoreError } from './errors.js';
import type { Base, CollectionSpec, FieldKind, Fresh, Stored } from './spec.js';
import { fromText, toText } from './text.js';

export type StoredForm = Record<string, unknown>;

/** Stored form of some of a document's fields, with the look-ups of the whole. Absent optional fields are left out. */
export function encodeFields<Doc extends Base>(
  spec: CollectionSpec<Doc>,
  fields: Partial<Fresh<Doc>>,
  whole: Fresh<Doc>,
): { set: StoredForm; unset: string[] } {
  const set: StoredForm = {};
  const unset: string[] = [];
  const kinds = spec.fields as Record<string, FieldKind>;
  for (const [name, kind] of Object.entries(kinds)) {
    if (!(name in fields)) continue;
    const value = (fields as Record<string, unknown>)[name];
    if (value === undefined) unset.push(name);
    else set[name] = encode(kind, value);
  }
  const derived = spec.derive?.(whole) ?? {};
  for (const name of Object.keys(spec.lookups ?? {})) {
    const value = derived[name];
    if (value === undefined) unset.push(name);
    else set[name] = value;
  }
  return { set, unset };
}

/** A stored document, brought up to the present schema, as the repositories give it out. */
export function decode<Doc extends Base>(spec: CollectionSpec<Doc>, raw: StoredForm): Stored<Doc> {
  const stored = upcast(spec, raw);
  const doc: StoredForm = { id: stored['_id'], programme: stored['programme'] };
  for (const [name, kind] of Object.entries(spec.fields as Record<string, FieldKind>)) {
    const value = stored[name];
    if (value !== undefined && value !== null) doc[name] = decodeValue(kind, value);
  }
  doc['rev'] = Number(stored['rev']);
  return doc as unknown as Stored<Doc>;
}

/** The stored form at the present schema version. Throws `newer_schema` for what a later release has written. */
export function upcast<Doc extends Base>(spec: CollectionSpec<Doc>, raw: StoredForm): StoredForm {
  let stored = raw;
  let version = Number(raw['schemaVersion'] ?? 1);
  if (version > spec.version)
    throw new StoreError(
      'newer_schema',
      `"${spec.name}" holds documents of schema ${version}; this release knows ${spec.version}. Run the newer release.`,
    );
  for (; version < spec.version; version += 1) {
    const step = spec.upcasters?.[version];
    if (!step) throw new StoreError('newer_schema', `"${spec.name}" has no upcaster from schema ${version}.`);
    stored = { ...step(stored), schemaVersion: version + 1 };
  }
  return stored;
}

function encode(kind: FieldKind, value: unknown): unknown {
  if (kind === 'text') return toText(value);
  if (kind === 'map') return Object.entries(value as object).map(([k, v]) => ({ k, v: compact(v) }));
  return kind === 'plain' ? compact(value) : value;
}

function decodeValue(kind: FieldKind, value: unknown): unknown {
  if (kind === 'text') return fromText(value as string);
  if (kind === 'map') return Object.fromEntries((value as { k: string; v: unknown }[]).map(({ k, v }) => [k, v]));
  return value;
}

/** Without keys whose value is undefined: they would come back as null. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, compact(item)]),
  );
}
