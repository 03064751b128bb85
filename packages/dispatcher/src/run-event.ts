import { withoutPersonal } from '@sluice/domain';
import type { BufferedEvent } from '@sluice/flows';
import type { StoredEvent } from '@sluice/store';

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
