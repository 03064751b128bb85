import type { Json } from '../cst/value.js';
import type { FactField, FactFields, FactsSchema } from '../facts/schema.js';
import { sampleOf } from './space/dimension.js';
import type { ExampleFacts } from './types.js';

/** The facts with one more at a dotted path. */
export function withFact(facts: ExampleFacts, path: string, value: Json): ExampleFacts {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...facts, [name]: value };
  const inner = facts[name];
  const group = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as ExampleFacts) : {};
  return { ...facts, [name]: withFact(group, rest.join('.'), value) };
}

/**
 * A full set of facts of the schema with the values given (undefined: absent); what else must be there has its example, what
 * may be absent is left out. Undefined when a value is asked for absent that must be there.
 */
export function exampleFacts(
  schema: FactsSchema,
  values: ReadonlyMap<string, Json | undefined>,
): ExampleFacts | undefined {
  return fill(schema.fields, '', values);
}

function fill(
  fields: FactFields,
  prefix: string,
  values: ReadonlyMap<string, Json | undefined>,
): ExampleFacts | undefined {
  const facts: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    const path = `${prefix}${name}`;
    const value = fieldValue(field, path, values);
    if (value === IMPOSSIBLE) return undefined;
    if (value !== undefined) facts[name] = value as Json;
  }
  return facts;
}

const IMPOSSIBLE = Symbol('impossible');

function fieldValue(
  field: FactField,
  path: string,
  values: ReadonlyMap<string, Json | undefined>,
): Json | undefined | typeof IMPOSSIBLE {
  if (values.has(path)) {
    const value = values.get(path);
    if (value === undefined) return field.optional ? undefined : IMPOSSIBLE;
    if (field.type !== 'object') return value;
  }
  if (field.type === 'object') {
    const inside = [...values].filter(([name]) => name.startsWith(`${path}.`));
    const wanted = values.has(path) || inside.some(([, value]) => value !== undefined);
    if (field.optional && !wanted) return undefined;
    return fill(field.fields, `${path}.`, values) ?? IMPOSSIBLE;
  }
  return field.optional ? undefined : sampleOf(field);
}
