import type { JsonObject } from './json.js';

/** Parts of an event's data that tell of a person: they stay in the event and never enter a run's history. */
const personal: Readonly<Record<string, readonly string[] | true>> = {
  context: true,
  customer: ['email', 'name', 'phone'],
  lead: ['email', 'name', 'phone', 'company'],
};

/** An event's data as a run is told of it: ids, amounts and facts, no personal data. */
export function withoutPersonal(data: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(data)) {
    const rule = Object.hasOwn(personal, key) ? personal[key] : undefined;
    if (rule === true) continue;
    kept[key] =
      rule && typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !rule.includes(name)))
        : value;
  }
  return kept;
}
