/** A JSON object of which nothing is known yet. */
export type Fields = Record<string, unknown>;

/** A payload that cannot be read as what its type says; caught where a delivery is mapped. */
export class OddPayload extends Error {
  override name = 'OddPayload';
}

/** The value as an object, or undefined. */
export function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The value as a text that says something, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The value as a whole number, or undefined. */
export function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** The objects of an array or of a Stripe list (`{ data: [...] }`); nothing else gives an empty list. */
export function items(value: unknown): Fields[] {
  const list = Array.isArray(value) ? value : fields(value)?.data;
  return Array.isArray(list) ? list.map(fields).filter((item) => item !== undefined) : [];
}

/** The id of a reference that is either an id or the whole object ("expanded"). */
export function idOf(value: unknown): string | undefined {
  return text(value) ?? text(fields(value)?.id);
}

/** @throws OddPayload where the value is absent; `what` names it. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new OddPayload(`${what} is missing or has another type than expected`);
  return value;
}
