import { addDuration, periodOf, subtractDuration } from '@sluice/domain';

export interface Week {
  from: Date;
  to: Date;
}

/** The newest `count` weeks of a zone up to the one that `now` lies in, oldest first; they begin on Monday, local midnight. */
export function weeksUntil(now: Date, count: number, zone: string): Week[] {
  let monday = periodOf(now, zone, 'day').from;
  while (weekday(monday, zone) !== 'Mon') monday = periodOf(subtractDuration(monday, 'PT12H', zone), zone, 'day').from;
  const first = subtractDuration(monday, `P${count - 1}W`, zone);
  return Array.from({ length: count }, (_, index) => ({
    from: addDuration(first, `P${index}W`, zone),
    to: addDuration(first, `P${index + 1}W`, zone),
  }));
}

function weekday(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: zone }).format(instant);
}
