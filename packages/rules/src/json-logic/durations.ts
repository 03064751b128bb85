import { fromZone, inZone } from './wall-clock.js';

const PATTERN =
  /^([+-]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,3}))?S)?)?$/i;

/** A day or point in time with an ISO 8601 duration added: first the calendar's units on the wall clock, then exact time. */
export function plusDuration(moment: string | number, duration: string, zone = 'UTC'): string | number {
  const match = PATTERN.exec(duration);
  if (!match) throw new Error(`${duration} is not a duration`);
  const sign = match[1] === '-' ? -1 : 1;
  const unit = (at: number): number => sign * Number(match[at] ?? 0);
  const months = unit(2) * 12 + unit(3);
  const days = unit(4) * 7 + unit(5);
  const time = ((unit(6) * 60 + unit(7)) * 60 + unit(8)) * 1000 + sign * Number((match[9] ?? '').padEnd(3, '0'));
  if (typeof moment === 'string') {
    return new Date(onCalendar(Date.parse(moment), months, days)).toISOString().slice(0, 10);
  }
  if (months === 0 && days === 0) return moment + time;
  return fromZone(onCalendar(inZone(moment, zone), months, days), zone) + time;
}

/** Months first, kept within the month reached (31 January → 28 February), then days. */
function onCalendar(wall: number, months: number, days: number): number {
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last) + days);
  return date.getTime();
}
