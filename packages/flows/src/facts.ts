import type { Json, JsonObject } from '@sluice/domain';
import type { FactField, FactFields, FactsSchema, FactType } from '@sluice/rules/facts/schema';

/** Facts that cannot be told in a schema's terms: it stops what asked for them, it never becomes a value. */
export class FactsError extends Error {
  override readonly name = 'FactsError';
  constructor(
    readonly code: 'currency_mismatch' | 'overflow',
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The facts of a schema out of JSON as events and documents carry it: money `{ amount: "1200", currency }` becomes a safe
 * integer of minor units, provided that it is in the currency that the schema fixes; an ISO instant becomes UTC milliseconds;
 * null is absent; what the schema does not declare is left out. Throws `FactsError`.
 */
export function factsOf(schema: FactsSchema, raw: JsonObject): JsonObject {
  return fieldsOf(schema.fields, raw, '', schema.currency);
}

/** The same without a schema, for conditions whose types are those of the values: `order.amount.amount` is then a number. */
export function plainFacts(value: Json): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(plainFacts);
  if (value === null || typeof value !== 'object') return value;
  const amount = minorUnits(value);
  if (amount !== undefined && Number.isSafeInteger(amount)) return { amount, currency: value['currency'] ?? '' };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, plainFacts(item)]])),
  );
}

function fieldsOf(fields: FactFields, raw: JsonObject, path: string, currency: string | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]): [string, Json][] => {
      const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
      if (value === undefined || value === null) return [];
      return [[name, valueOf(field, value, path === '' ? name : `${path}.${name}`, currency)]];
    }),
  );
}

/** A value that is not of the declared type stays as it is: the rule's own reader names the fact and stops. */
function valueOf(field: FactType | FactField, value: Json, path: string, currency: string | undefined): Json {
  switch (field.type) {
    case 'money':
      return isObject(value)
        ? inMinorUnits(value, path, field.currency === 'programme' ? currency : field.currency)
        : value;
    case 'instant':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : value;
    case 'object':
      return isObject(value) ? fieldsOf(field.fields, value, path, currency) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item, at) => valueOf(field.of, item, `${path}.${at}`, currency)) : value;
    default:
      return value;
  }
}

function inMinorUnits(value: JsonObject, path: string, currency: string | undefined): Json {
  const amount = minorUnits(value);
  if (amount === undefined) return value;
  if (currency !== undefined && value['currency'] !== currency)
    throw new FactsError(
      'currency_mismatch',
      path,
      `"${path}" is in ${String(value['currency'])}; the rule reads it in ${currency}, and no rate is known.`,
    );
  if (!Number.isSafeInteger(amount))
    throw new FactsError('overflow', path, `"${path}" is more minor units than a rule can take.`);
  return amount;
}

/** The minor units of money as JSON carries it; undefined for anything else. */
function minorUnits(value: JsonObject): number | undefined {
  const { amount, currency } = value;
  const isMoney =
    Object.keys(value).length === 2 &&
    typeof amount === 'string' &&
    /^-?\d{1,30}$/.test(amount) &&
    typeof currency === 'string' &&
    /^[A-Z]{3}$/.test(currency);
  return isMoney ? Number(amount) : undefined;
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
