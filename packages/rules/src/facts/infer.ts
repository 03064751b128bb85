import { dayNumber } from './day.js';
import { INHERITED_NAMES } from './schema.js';
import type { FactField, FactFields, FactsSchema, FactType } from './schema.js';

/** The schema that sample facts show: whole numbers, decimals, texts, ISO days, yes/no, lists, objects. All required. */
export function inferSchema(facts: Readonly<Record<string, unknown>>): FactsSchema {
  return { id: 'inferred', version: 1, inferred: true, fields: fieldsOf(facts, 1) };
}

/** Deeper than any fact that a rule could name; what lies below is not looked at. */
const DEEPEST = 64;

function fieldsOf(value: Readonly<Record<string, unknown>>, depth: number): FactFields {
  const fields: Record<string, FactField> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (INHERITED_NAMES.has(name) || inner === undefined) continue;
    fields[name] = typeOf(inner, depth + 1);
  }
  return fields;
}

function typeOf(value: unknown, depth: number): FactType {
  if (depth > DEEPEST) return TOO_DEEP;
  switch (typeof value) {
    case 'string':
      return { type: dayNumber(value) === undefined ? 'string' : 'day' };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: Number.isSafeInteger(value) ? 'integer' : 'decimal' };
    default:
      if (Array.isArray(value)) {
        return listOf(value.map((item) => typeOf(item, depth + 1)).reduce(join, NOTHING));
      }
      if (value !== null && typeof value === 'object') {
        return { type: 'object', fields: fieldsOf(value as Record<string, unknown>, depth) };
      }
      return { type: 'unknown', why: 'it is null; leave a fact out when there is none' };
  }
}

const NOTHING: FactType = { type: 'unknown', why: 'the list is empty, so nothing says what it holds' };
const TOO_DEEP: FactType = { type: 'unknown', why: 'it is nested too deeply' };
const MIXED: FactType = { type: 'unknown', why: 'its values are of several types' };

/** A list whose items have no one type cannot be used at all; an empty one can, since nothing is done with its items. */
function listOf(of: FactType): FactType {
  return of.type === 'unknown' && of !== NOTHING ? of : { type: 'list', of };
}

function join(a: FactType, b: FactType): FactType {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  if (a.type === 'object' && b.type === 'object') return { type: 'object', fields: joinFields(a.fields, b.fields) };
  if (a.type === 'list' && b.type === 'list') return listOf(join(a.of, b.of));
  if (a.type === b.type) return a;
  const both = [a.type, b.type];
  if (both.every((type) => type === 'integer' || type === 'decimal')) return { type: 'decimal' };
  if (both.every((type) => type === 'string' || type === 'day')) return { type: 'string' };
  return MIXED;
}

function joinFields(a: FactFields, b: FactFields): FactFields {
  const fields: Record<string, FactField> = {};
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [a[name], b[name]];
    const joined = left && right ? join(left, right) : (left ?? right);
    if (!joined) continue;
    const optional = !left || !right || left.optional === true || right.optional === true;
    fields[name] = optional ? { ...joined, optional } : joined;
  }
  return fields;
}
