import { addDuration, resolveMoment } from '@sluice/domain';
import type { WaitRequest } from './wait.js';

/** The zones a wait may be counted in: the programme's, and the partner's where there is one. */
export interface Zones {
  programme: string;
  partner?: string;
}

/**
 * The absolute instants of a wait, on the calendar of the zone it asks for: for whoever registers waits, and for the simulator.
 * Without a partner the programme's zone counts. Throws `bad_duration` or `bad_moment`.
 */
export function resolveWait(
  request: WaitRequest,
  enteredAt: string,
  zones: string | Zones,
): { until?: string; remindAt?: string } {
  const entered = new Date(enteredAt);
  const known: Zones = typeof zones === 'string' ? { programme: zones } : zones;
  const zone = (request.zone === 'partner' ? known.partner : undefined) ?? known.programme;
  const until = resolveMoment(request, entered, zone);
  const remindAt = request.remind === undefined ? undefined : addDuration(entered, request.remind, zone);
  return { ...(until && { until: until.toISOString() }), ...(remindAt && { remindAt: remindAt.toISOString() }) };
}
