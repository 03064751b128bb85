import type { FactFields, FactsSchema } from '../facts/schema.js';

/**
 * The order of a table's columns: no row's conditions change their order where that can be, so that a row written anew is
 * the text it was; free choices follow the schema. `rows` holds the facts that each row asks for, in its order.
 */
export function columnOrder(
  rows: readonly (readonly string[])[],
  { schema, extra = [] }: { readonly schema: FactsSchema; readonly extra?: readonly string[] },
): readonly string[] {
  const place = placesOf(schema);
  const rank = (fact: string): number => place.get(fact) ?? place.size;
  const after = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const fact of row) if (!after.has(fact)) after.set(fact, new Set());
    row.forEach((fact, index) => {
      const before = row[index - 1];
      if (before !== undefined && before !== fact) after.get(fact)?.add(before);
    });
  }
  const order: string[] = [];
  const left = new Set(after.keys());
  while (left.size > 0) {
    const waiting = [...left];
    // Rows that contradict each other leave no free fact: then the schema decides.
    const free = waiting.filter((fact) => [...(after.get(fact) ?? [])].every((each) => !left.has(each)));
    const next = (free.length > 0 ? free : waiting).reduce((best, fact) => (rank(fact) < rank(best) ? fact : best));
    order.push(next);
    left.delete(next);
  }
  return [...order, ...extra.filter((fact) => !order.includes(fact))];
}

function placesOf(schema: FactsSchema): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const walk = (fields: FactFields, prefix: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      if (field.type === 'object') walk(field.fields, `${prefix}${name}.`);
      else places.set(`${prefix}${name}`, places.size);
    }
  };
  walk(schema.fields, '');
  return places;
}
