import { fieldAt } from './schema.js';
import type { FactsSchema } from './schema.js';

/** Whether a fact, or a group it stands in, may be left out. */
export function isOptional(schema: FactsSchema, path: string): boolean {
  const names = path.split('.');
  return names.some((_, i) => fieldAt(schema, names.slice(0, i + 1).join('.'))?.optional === true);
}
