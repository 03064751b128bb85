/** Units that a wait is told in, with the pattern of each in ISO 8601. */
export const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const;
export type Unit = (typeof UNITS)[number];

const MARKS: Readonly<Record<Unit, readonly [before: string, after: string]>> = {
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
  weeks: ['P', 'W'],
  months: ['P', 'M'],
  years: ['P', 'Y'],
};

/** `P30D` as 30 days; undefined for one of several units, which only its text can show. */
export function readDuration(iso: string): { count: number; unit: Unit } | undefined {
  for (const unit of UNITS) {
    const [before, after] = MARKS[unit];
    const count = iso.startsWith(before) && iso.endsWith(after) ? iso.slice(before.length, -after.length) : '';
    if (/^\d{1,6}$/.test(count)) return { count: Number(count), unit };
  }
  return undefined;
}

export function writeDuration(count: number, unit: Unit): string {
  const [before, after] = MARKS[unit];
  return `${before}${String(count)}${after}`;
}
