import { Temporal } from '@js-temporal/polyfill';
import { DomainError } from './error.js';

/** A half-open interval [from, to) in a time zone; `key` names it, e.g. `2026-11`. */
export interface Period {
  key: string;
  from: Date;
  to: Date;
}

/**
 * The instant an ISO 8601 duration after another, counted in the calendar of an IANA zone: `P30D` keeps the wall-clock time
 * across a change of daylight saving, `P1M` from 31 January is the last of February, `PT24H` is exactly 24 hours. Throws
 * `bad_duration` or `bad_time_zone`.
 */
export function addDuration(instant: Date, iso8601: string, zone: string): Date {
  return toDate(zoned(instant, zone).add(duration(iso8601)));
}

/** As `addDuration`, backwards. */
export function subtractDuration(instant: Date, iso8601: string, zone: string): Date {
  return toDate(zoned(instant, zone).subtract(duration(iso8601)));
}

/** True for an ISO 8601 duration that is not negative, such as `P30D` or `PT5S`. */
export function isDuration(text: unknown): text is string {
  try {
    return typeof text === 'string' && duration(text).sign >= 0;
  } catch {
    return false;
  }
}

/** The calendar month or day of a zone that an instant lies in. */
export function periodOf(instant: Date, zone: string, unit: 'month' | 'day' = 'month'): Period {
  const day = zoned(instant, zone).toPlainDate();
  const start = unit === 'month' ? day.with({ day: 1 }) : day;
  const end = start.add(unit === 'month' ? { months: 1 } : { days: 1 });
  return {
    key: unit === 'month' ? start.toPlainYearMonth().toString() : start.toString(),
    from: toDate(start.toZonedDateTime(zone)),
    to: toDate(end.toZonedDateTime(zone)),
  };
}

/** Midnights of the zone between two instants: negative when `to` is earlier. */
export function daysBetween(from: Date, to: Date, zone: string): number {
  return zoned(from, zone).toPlainDate().until(zoned(to, zone).toPlainDate(), { largestUnit: 'days' }).days;
}

/**
 * Whole calendar months from an anchor to an instant, by days of the zone. The anchor's day is kept where a month has it
 * (31 January → 28 February → 31 March), so that a subscription's months never drift.
 */
export function monthsSince(anchor: Date, instant: Date, zone: string): number {
  const start = zoned(anchor, zone).toPlainDate();
  const end = zoned(instant, zone).toPlainDate();
  const months = (end.year - start.year) * 12 + end.month - start.month;
  return Temporal.PlainDate.compare(start.add({ months }), end) > 0 ? months - 1 : months;
}

/** The ISO day of an instant in a zone, e.g. `2026-11-20`. */
export function dayOf(instant: Date, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString();
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  } catch {
    throw new DomainError('bad_time_zone', `"${zone}" is not a time zone, or the date is not valid.`);
  }
}

function duration(text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text);
  } catch {
    throw new DomainError('bad_duration', `"${text}" is not an ISO 8601 duration such as P30D.`);
  }
}

function toDate(value: Temporal.ZonedDateTime): Date {
  return new Date(value.epochMilliseconds);
}
