import type { JsonObject } from '@sluice/domain';
import type { BufferedEvent } from '@sluice/flows';
import type { StoredEvent } from '@sluice/store';

/** Parts of an event's data that tell of a person: they stay in the event and never enter a run's history. */
const personal: Readonly<Record<string, readonly string[] | true>> = {
  context: true,
  customer: ['email', 'name', 'phone'],
  lead: ['email', 'name', 'phone', 'company'],
};

/** An event as a run is told of it: ids, amounts and facts, no personal data. */
export function runEvent(event: StoredEvent): BufferedEvent {
  return {
    id: event.id,
    type: event.type,
    correlations: event.correlations,
    occurredAt: event.occurredAt.toISOString(),
    receivedAt: event.receivedAt.toISOString(),
    data: withoutPersonal(event.data),
  };
}

function withoutPersonal(data: JsonObject): JsonObject {
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
