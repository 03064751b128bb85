import type { FactField, FactFields, FactsSchema } from './schema.js';

export interface ProgrammeFacts {
  /** ISO 4217 currency of the programme. */
  readonly currency?: string;
  /** Fields to replace or add by dotted path, e.g. `partner.tier` as an enum of the programme's tiers, custom fields. */
  readonly fields?: Readonly<Record<string, FactField>>;
}

/** A shipped schema made a programme's own: its currency, its tiers as an enum, its custom fields. */
export function specialise(schema: FactsSchema, programme: ProgrammeFacts): FactsSchema {
  let { fields } = schema;
  for (const [path, field] of Object.entries(programme.fields ?? {}))
    fields = withField(fields, path.split('.'), field);
  return { ...schema, fields, ...(programme.currency ? { currency: programme.currency } : {}) };
}

function withField(fields: FactFields, path: readonly string[], field: FactField): FactFields {
  const [name, ...rest] = path;
  if (name === undefined) return fields;
  if (rest.length === 0) return { ...fields, [name]: { ...fields[name], ...field } };
  const parent = fields[name];
  const inner = parent?.type === 'object' ? parent.fields : {};
  return { ...fields, [name]: { ...parent, type: 'object', fields: withField(inner, rest, field) } };
}
