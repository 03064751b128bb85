import { periodOf } from '@sluice/domain/time';

export interface Period {
  /** Instants, half-open. */
  from: Date;
  to: Date;
}

export const presets = ['this quarter', 'last quarter', 'this month', 'last month', 'last 12 months'] as const;
export type Preset = (typeof presets)[number];

/** A span of whole months of the programme's calendar. */
export function presetPeriod(preset: Preset, now: Date, zone: string): Period {
  const month = periodOf(now, zone);
  const inQuarter = (Number(month.key.slice(5, 7)) - 1) % 3;
  switch (preset) {
    case 'this month':
      return { from: month.from, to: month.to };
    case 'last month':
      return months(month.from, zone, 1, 1);
    case 'this quarter':
      return { from: back(month.from, zone, inQuarter), to: month.to };
    case 'last quarter':
      return months(month.from, zone, inQuarter + 3, 3);
    case 'last 12 months':
      return { from: back(month.from, zone, 11), to: month.to };
  }
}

/** From a day to another, both included, as date fields tell them; undefined where they make no span. */
export function daysPeriod(first: string, last: string, zone: string): Period | undefined {
  const from = startOf(first, zone);
  const end = startOf(last, zone);
  return from && end && from <= end ? { from, to: periodOf(end, zone, 'day').to } : undefined;
}

/** `Jul – Sep 2026`, or the days where it is no span of months. */
export function periodText({ from, to }: Period, zone: string, locale: string): string {
  const last = new Date(to.getTime() - 1);
  const whole =
    periodOf(from, zone).from.getTime() === from.getTime() && periodOf(last, zone).to.getTime() === to.getTime();
  const parts: Intl.DateTimeFormatOptions = whole
    ? { month: 'short', year: 'numeric' }
    : { day: 'numeric', month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale.startsWith('de') ? 'de-DE' : 'en-GB', { ...parts, timeZone: zone }).formatRange(
    from,
    last,
  );
}

function months(from: Date, zone: string, backwards: number, count: number): Period {
  const start = back(from, zone, backwards);
  let end = start;
  for (let month = 0; month < count; month += 1) end = periodOf(end, zone).to;
  return { from: start, to: end };
}

function back(from: Date, zone: string, count: number): Date {
  let start = from;
  for (let month = 0; month < count; month += 1) start = periodOf(new Date(start.getTime() - 1), zone).from;
  return start;
}

function startOf(day: string, zone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const noon = new Date(`${day}T12:00:00Z`);
  return Number.isNaN(noon.getTime()) ? undefined : periodOf(noon, zone, 'day').from;
}
