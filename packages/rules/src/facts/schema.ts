/** A text in one language, or in each locale of the product. */
export type LocalText = string | { readonly en: string; readonly de: string };

export interface EnumValue {
  readonly value: string;
  readonly label?: LocalText;
}

/**
 * Type of a fact. Encodings: integer = safe integer; decimal = decimal string or JSON number; money = safe integer of
 * minor units whose currency stands here ('programme' = the programme's own); day = ISO date; instant = UTC milliseconds.
 * An absent fact is omitted, never null.
 */
export type FactType =
  | { readonly type: 'string' | 'boolean' | 'integer' | 'decimal' | 'day' | 'instant' }
  | { readonly type: 'enum'; readonly values: readonly EnumValue[] }
  | { readonly type: 'money'; readonly currency: string }
  | { readonly type: 'list'; readonly of: FactType }
  | { readonly type: 'object'; readonly fields: FactFields }
  /** Only inferred: facts of one name whose values do not share a type. */
  | { readonly type: 'unknown'; readonly why: string };

/** A typed field; `optional` facts may be absent and must be handled by the rule. */
export type FactField = FactType & {
  readonly optional?: boolean;
  readonly label?: LocalText;
  readonly help?: LocalText;
  /** The fact as the subject of a sentence ("the order"); a yes/no brings the whole clause, for yes and for no. */
  readonly phrase?: LocalText;
  readonly clauses?: { readonly yes: LocalText; readonly no: LocalText };
  readonly unit?: LocalText;
  readonly example?: unknown;
};

export interface FactFields {
  readonly [name: string]: FactField;
}

/** The facts a rule may read: named, versioned, declared by the domain and by custom fields. */
export interface FactsSchema {
  readonly id: string;
  readonly version: number;
  /** ISO 4217 currency that 'programme' money is in, once known. */
  readonly currency?: string;
  readonly fields: FactFields;
  /** True for a schema made from sample facts: a fact that is not there may still be asked for with a default. */
  readonly inferred?: boolean;
}

/** Names that every JavaScript object inherits; no fact, key or operator may bear one. */
export const INHERITED_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
]);

/** The field at a dotted path, or undefined. */
export function fieldAt(schema: FactsSchema, path: string): FactField | undefined {
  let fields: FactFields | undefined = schema.fields;
  let field: FactField | undefined;
  for (const name of path.split('.')) {
    field = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) return undefined;
    fields = field.type === 'object' ? field.fields : undefined;
  }
  return field;
}
