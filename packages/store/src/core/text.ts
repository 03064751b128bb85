import { canonicalJson, type Json } from '@sluice/domain';

/**
 * The stored text of any plain value: canonical JSON in which `{"$bigint":"…"}` and `{"$date":"…"}` stand for the two kinds
 * of value that JSON lacks. As text nothing is lost: keys with dots or `$`, empty objects and nulls come back as they went.
 */
export function toText(value: unknown): string {
  return canonicalJson(tag(value));
}

/** The value of a stored text. Throws `SyntaxError` where it is not JSON. */
export function fromText(text: string): unknown {
  return untag(JSON.parse(text) as Json);
}

const marks = new Set(['$bigint', '$date', '$json']);

function tag(value: unknown): Json {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : tag(item)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const object = Object.fromEntries(entries.map(([key, item]) => [key, tag(item)]));
    return markOf(object) ? { $json: object } : object;
  }
  return value as Json;
}

function untag(value: Json): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const mark = markOf(value);
  if (mark === '$bigint') return BigInt(value[mark] as string);
  if (mark === '$date') return new Date(value[mark] as string);
  return untagEntries(mark === '$json' ? (value[mark] as { [key: string]: Json }) : value);
}

/** The mark, where an object's only key is one. */
function markOf(object: { [key: string]: Json }): string | undefined {
  const [only, ...others] = Object.keys(object);
  return only !== undefined && others.length === 0 && marks.has(only) ? only : undefined;
}

function untagEntries(value: { [key: string]: Json }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, untag(item)]));
}
