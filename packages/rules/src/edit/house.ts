import type { Json } from '../cst/value.js';

/**
 * How views write JSON: on one line, a space after colons and commas. It does not depend on length or place, so the same
 * rule built in another order, or in another view, is the same text.
 */
export function houseText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(houseText).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value as { readonly [key: string]: Json });
    return `{${members.map(([key, inner]) => `${JSON.stringify(key)}: ${houseText(inner)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
