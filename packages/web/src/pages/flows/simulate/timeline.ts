import { addDuration } from '@sluice/domain';
import type { TimelineItem } from '@sluice/flows';

type Lane = 'wait' | 'mail' | 'event' | 'people' | 'money' | 'fault';

const lanes: readonly Lane[] = ['wait', 'mail', 'event', 'people', 'money', 'fault'];

/** Left of the ruler stand the lanes' names. */
export const gutter = 148;
const margin = 40;
/** A letter at 11 px, on average. */
const letter = 6;

/** Moments to places: the story's span over the width there is. */
export interface Ruler {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

export function xOf({ start, end, width }: Ruler, at: number): number {
  const span = Math.max(1, end - start);
  const share = Math.min(1, Math.max(0, (at - start) / span));
  return Math.round((gutter + share * Math.max(0, width - gutter - margin)) * 10) / 10;
}

/** The moment under a place, within the story. */
export function timeAt({ start, end, width }: Ruler, x: number): number {
  const share = (x - gutter) / Math.max(1, width - gutter - margin);
  return Math.round(start + Math.min(1, Math.max(0, share)) * (end - start));
}

export interface Tick {
  readonly at: number;
  readonly x: number;
  /** Days, or hours within the first day. */
  readonly label?: { unit: 'day' | 'hour' | 'minute'; count: number };
}

const days = [1, 2, 7, 14, 28, 56, 91, 182, 364];
const clocks: readonly (readonly ['hour' | 'minute', number, number])[] = [
  ['minute', 1, 60_000],
  ['minute', 5, 300_000],
  ['minute', 15, 900_000],
  ['hour', 1, 3_600_000],
  ['hour', 3, 10_800_000],
  ['hour', 6, 21_600_000],
  ['hour', 12, 43_200_000],
];

/** Marks of the ruler on calendar days of the zone, as many labels as there is room for; hours for a story of a day. */
export function ticksOf(ruler: Ruler, zone: string): Tick[] {
  const { start, end, width } = ruler;
  const room = Math.max(1, Math.floor((width - gutter - margin) / 72));
  const span = end - start;
  if (span < 2 * 86_400_000) {
    const found = clocks.find(([, , ms]) => span / ms <= room) ?? clocks[clocks.length - 1];
    if (!found) return [];
    const [unit, size, ms] = found;
    return Array.from({ length: Math.floor(span / ms) + 1 }, (_, index) => {
      const at = start + index * ms;
      return { at, x: xOf(ruler, at), label: { unit, count: index * size } };
    });
  }
  const whole = Math.ceil(span / 86_400_000);
  const every = days.find((each) => whole / each <= room) ?? 728;
  const small = whole <= 92 ? 1 : every;
  const ticks: Tick[] = [];
  for (let day = 0; day <= whole; day += small) {
    const at = addDuration(new Date(start), `P${String(day)}D`, zone).getTime();
    if (at > end) break;
    const shown = day % every === 0;
    ticks.push({ at, x: xOf(ruler, at), ...(shown ? { label: { unit: 'day', count: day } as const } : {}) });
  }
  return ticks;
}

/** Saturdays and Sundays of the zone as stripes; none where they would be thinner than a line. */
export function weekendsOf(ruler: Ruler, zone: string): { x: number; width: number }[] {
  const { start, end } = ruler;
  const whole = (end - start) / 86_400_000;
  if (whole > 200) return [];
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const [hours = 0, minutes = 0, seconds = 0] = clock.format(new Date(start)).split(':').map(Number);
  const midnight = start - ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const stripes: { x: number; width: number }[] = [];
  for (let day = 0; day <= whole + 1; day += 1) {
    const from = addDuration(new Date(midnight), `P${String(day)}D`, zone).getTime();
    const to = addDuration(new Date(midnight), `P${String(day + 1)}D`, zone).getTime();
    if (to <= start || from >= end) continue;
    if (!/^S/.test(weekday.format(new Date(from + 12 * 3_600_000)))) continue;
    const x = xOf(ruler, Math.max(from, start));
    stripes.push({ x, width: xOf(ruler, Math.min(to, end)) - x });
  }
  return stripes;
}

export interface Drawn {
  readonly item: TimelineItem;
  readonly lane: Lane;
  readonly x: number;
  /** End of a bar. */
  readonly to?: number;
  /** How many letters its words may have before they run into the next mark; 0 shows none. */
  readonly letters: number;
}

/** Marks and bars of the lanes that have something to show, in their order, with the room that their words have. */
export function draw(items: readonly TimelineItem[], ruler: Ruler): Drawn[] {
  return lanes.flatMap((lane) => {
    const mine = items.filter((item) => item.lane === lane);
    const places = mine.map((item) => {
      const x = xOf(ruler, Date.parse(item.at));
      const to = item.until === undefined ? undefined : Math.max(x + 6, xOf(ruler, Date.parse(item.until)));
      return { item, lane, x, ...(to === undefined ? {} : { to }) };
    });
    return places.map((place, index): Drawn => {
      const next = places.find((other, after) => after > index && other.x > place.x)?.x ?? ruler.width;
      // Of several at one place the last one speaks.
      const spoken = !places.some((other, after) => after > index && other.x - place.x < 4);
      const inside = place.to !== undefined && place.item.lane !== 'fault';
      const room = (inside ? Math.min(place.to ?? next, next) - 18 : next - 20) - place.x;
      const letters = spoken || inside ? Math.max(0, Math.floor(room / letter)) : 0;
      return { ...place, letters: letters < 4 ? 0 : letters };
    });
  });
}

/** The lanes to draw: the four that every story has, and the others once something lies in them. */
export function lanesOf(items: readonly TimelineItem[]): Lane[] {
  return lanes.filter((lane) => lane !== 'money' || items.some((item) => item.lane === lane));
}
