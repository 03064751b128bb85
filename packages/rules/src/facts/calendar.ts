import { Temporal } from '@js-temporal/polyfill';
import { addDuration, dayOf } from '@sluice/domain/time';
import { fault } from '../compile/fault.js';

/** True for a name of the IANA time zone database, such as `Europe/Berlin` or `UTC`; offsets are no zones. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return dayOf(new Date(0), text) !== '';
  } catch {
    return false;
  }
}

/** An ISO 8601 duration: counted in days or longer units, in hours or shorter ones, or in both. */
export interface Span {
  readonly text: string;
  readonly hasTime: boolean;
  readonly sign: number;
}

/** Reads a duration such as `P30D`, `-P1M` or `PT12H`; undefined when it is none. */
export function spanOf(text: string): Span | undefined {
  try {
    const { hours, minutes, seconds, milliseconds, sign } = Temporal.Duration.from(text);
    return { text, hasTime: [hours, minutes, seconds, milliseconds].some((part) => part !== 0), sign };
  } catch {
    return undefined;
  }
}

/** The instant a duration after another, by the calendar of a zone (see `addDuration` of the domain). UTC milliseconds. */
export function later(instant: number, span: Span, zone: string): number {
  return within(() => addDuration(new Date(instant), span.text, zone).getTime());
}

/** The day a duration after another: `P1M` after 31 January is the last of February. */
export function laterDay(day: string, span: Span): string {
  return within(() => dayOf(addDuration(new Date(`${day}T00:00:00Z`), span.text, 'UTC'), 'UTC'));
}

/** The day that an instant lies in, in a zone. */
export function dayIn(instant: number, zone: string): string {
  return within(() => dayOf(new Date(instant), zone));
}

/** The first moment of a day in a zone; where midnight is skipped, the moment after the gap. UTC milliseconds. */
export function startOfDay(day: string, zone: string): number {
  return within(() => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** Zone and duration are checked with the rule, so that only the calendar's own ends can be in the way here. */
function within<T>(compute: () => T): T {
  try {
    return compute();
  } catch {
    return fault('overflow', 'This point in time lies beyond what a calendar can hold.');
  }
}
