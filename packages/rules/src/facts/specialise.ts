import type { FactField, FactFields, FactsSchema } from './schema.js';

export interface ProgrammeFacts {
  /** ISO 4217 currency of the programme. */
  readonly currency?: string;
  /** Version of the schema so made; that of the shipped one when left out. Each change of the fields is a new version. */
  readonly version?: number;
  /** Fields to replace or add by dotted path, e.g. `partner.tier` as an enum of the programme's tiers, custom fields. */
  readonly fields?: Readonly<Record<string, FactField>>;
}

/**
 * A shipped schema made a programme's own: its currency, its tiers as an enum, its custom fields. A field that replaces a
 * shipped one keeps the words that it does not bring itself; groups of fields are merged. Throws RangeError for a path that
 * leads through a field that is no group (`validateField` says so beforehand).
 */
export function specialise(schema: FactsSchema, programme: ProgrammeFacts): FactsSchema {
  let { fields } = schema;
  for (const [path, field] of Object.entries(programme.fields ?? {}))
    fields = withField(fields, path.split('.'), field);
  const { currency, version } = programme;
  return { ...schema, fields, ...(currency ? { currency } : {}), ...(version ? { version } : {}) };
}

function withField(fields: FactFields, path: readonly string[], field: FactField): FactFields {
  const [name, ...rest] = path;
  if (name === undefined) return fields;
  const present = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (rest.length === 0) return { ...fields, [name]: present ? merged(present, field) : field };
  if (present && present.type !== 'object') throw new RangeError(`"${name}" is a fact of its own and holds no others.`);
  const group = present ?? { type: 'object', fields: {} };
  return { ...fields, [name]: { ...group, fields: withField(group.fields, rest, field) } };
}

function merged(present: FactField, field: FactField): FactField {
  const { label, help, phrase, clauses, unit, example, optional } = present;
  const kept = {
    label,
    help,
    phrase,
    clauses: field.type === 'boolean' ? clauses : undefined,
    unit,
    example,
    optional,
  };
  const words = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  if (field.type !== 'object' || present.type !== 'object') return { ...words, ...field };
  let { fields } = present;
  for (const [name, inner] of Object.entries(field.fields)) fields = withField(fields, [name], inner);
  return { ...words, ...field, fields };
}
