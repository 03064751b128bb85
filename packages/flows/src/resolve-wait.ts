import { Temporal } from '@js-temporal/polyfill';
import { addDuration, DomainError } from '@sluice/domain';
import type { WaitRequest } from './wait.js';

/**
 * The absolute instants of a wait, on the calendar of an IANA zone: for whoever registers waits, and for the simulator. Throws
 * `bad_duration` or `bad_moment`.
 */
export function resolveWait(
  request: WaitRequest,
  enteredAt: string,
  zone: string,
): { until?: string; remindAt?: string } {
  const entered = new Date(enteredAt);
  const until = untilOf(request, entered, zone);
  const remindAt = request.remind === undefined ? undefined : addDuration(entered, request.remind, zone);
  return { ...(until && { until: until.toISOString() }), ...(remindAt && { remindAt: remindAt.toISOString() }) };
}

function untilOf(request: WaitRequest, entered: Date, zone: string): Date | undefined {
  if (request.for !== undefined) {
    return addDuration(request.from === undefined ? entered : new Date(request.from), request.for, zone);
  }
  if (request.until !== undefined) return moment(request.until, zone);
  if (request.next) return nextMoment(request.next, entered, zone);
  return undefined;
}

/** An instant, or a local date (its midnight) or date-time of the zone. */
function moment(text: string, zone: string): Date {
  try {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return new Date(Temporal.Instant.from(text).epochMilliseconds);
    return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds);
  } catch {
    throw new DomainError('bad_moment', `"${text}" is neither a date nor a point in time.`);
  }
}

function nextMoment(next: { weekday?: number; time: string }, entered: Date, zone: string): Date {
  const from = Temporal.Instant.fromEpochMilliseconds(entered.getTime()).toZonedDateTimeISO(zone);
  const time = Temporal.PlainTime.from(next.time);
  for (let days = 0; days <= 7; days++) {
    const day = from.toPlainDate().add({ days });
    if (next.weekday !== undefined && day.dayOfWeek !== next.weekday) continue;
    const candidate = day.toZonedDateTime({ timeZone: zone, plainTime: time });
    if (Temporal.ZonedDateTime.compare(candidate, from) > 0) return new Date(candidate.epochMilliseconds);
  }
  throw new DomainError('bad_moment', `There is no weekday ${next.weekday ?? ''}.`);
}
