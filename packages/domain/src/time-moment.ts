import { Temporal } from '@js-temporal/polyfill';
import { DomainError } from './error.js';
import { addDuration } from './time.js';

/** Local hours in which nothing is to happen; to the next day where `to` is not after `from`, the whole day where they are equal. */
export interface QuietHours {
  /** `HH:MM`. */
  from: string;
  to: string;
  /** ISO weekdays 1–7 on which they begin; every day when absent. */
  weekdays?: number[];
}

/** A moment as a person says it: after a duration, at a date, or at the next such hour. */
export interface MomentRequest {
  /** ISO 8601 duration after `from`. */
  for?: string;
  /** Absolute instant, or a local date or date-time. */
  until?: string;
  /** The next such local moment: ISO weekday 1–7 (any when absent) and time `HH:MM`. */
  next?: { weekday?: number; time: string };
  /** Instant that `for` is counted from; default: `entered`. */
  from?: string;
  /** A moment that falls into them is put off to their end. */
  quiet?: QuietHours;
}

/**
 * The instant of a moment on the calendar of an IANA zone; undefined where none is said. A local time that a change of clocks
 * leaves out is taken as long after it, one that comes twice is the first. Throws `bad_duration`, `bad_moment`, `bad_time_zone`.
 */
export function resolveMoment(request: MomentRequest, entered: Date, zone: string): Date | undefined {
  const moment = plainMoment(request, entered, zone);
  return moment && request.quiet ? afterQuiet(moment, request.quiet, zone) : moment;
}

/** The instant itself, or the end of the quiet hours that it lies in. Throws `bad_moment` where they never end. */
export function afterQuiet(instant: Date, quiet: QuietHours, zone: string): Date {
  let at = zoned(instant, zone);
  // One window may end where the next begins: a weekend is two whole days.
  for (let windows = 0; windows <= 8; windows += 1) {
    const end = endOfQuiet(at, quiet);
    if (!end) return new Date(at.epochMilliseconds);
    at = end;
  }
  throw new DomainError('bad_moment', 'The quiet hours never end.');
}

function plainMoment(request: MomentRequest, entered: Date, zone: string): Date | undefined {
  if (request.for !== undefined)
    return addDuration(request.from === undefined ? entered : new Date(request.from), request.for, zone);
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
  const from = zoned(entered, zone);
  const time = clock(next.time);
  for (let days = 0; days <= 8; days += 1) {
    const day = from.toPlainDate().add({ days });
    if (next.weekday !== undefined && day.dayOfWeek !== next.weekday) continue;
    const candidate = day.toZonedDateTime({ timeZone: zone, plainTime: time });
    if (Temporal.ZonedDateTime.compare(candidate, from) > 0) return new Date(candidate.epochMilliseconds);
  }
  throw new DomainError('bad_moment', `There is no weekday ${next.weekday ?? ''}.`);
}

/** The end of the window that begins today or began yesterday, where the moment lies in it. */
function endOfQuiet(at: Temporal.ZonedDateTime, quiet: QuietHours): Temporal.ZonedDateTime | undefined {
  const [from, to] = [clock(quiet.from), clock(quiet.to)];
  const over = Temporal.PlainTime.compare(to, from) <= 0;
  for (const back of [0, 1]) {
    const day = at.toPlainDate().subtract({ days: back });
    if (quiet.weekdays && !quiet.weekdays.includes(day.dayOfWeek)) continue;
    const begins = day.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: from });
    const last = over ? day.add({ days: 1 }) : day;
    const ends = last.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: to });
    const { compare } = Temporal.ZonedDateTime;
    if (compare(begins, at) <= 0 && compare(at, ends) < 0) return ends;
  }
  return undefined;
}

function clock(time: string): Temporal.PlainTime {
  try {
    return Temporal.PlainTime.from(time);
  } catch {
    throw new DomainError('bad_moment', `"${time}" is not a time of day such as 09:00.`);
  }
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  } catch {
    throw new DomainError('bad_time_zone', `"${zone}" is not a time zone, or the date is not valid.`);
  }
}
