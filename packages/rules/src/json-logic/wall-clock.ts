/** What a clock on the wall shows in a zone at a point in time, as if it were UTC. Both in milliseconds. */
export function inZone(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const bc = parts.find((each) => each.type === 'era')?.value.startsWith('B');
  const wall = new Date(0);
  wall.setUTCFullYear(bc ? 1 - part('year') : part('year'), part('month') - 1, part('day'));
  wall.setUTCHours(part('hour'), part('minute'), part('second'), ((instant % 1000) + 1000) % 1000);
  return wall.getTime();
}

/**
 * The point in time at which a clock in the zone shows a time: the earlier of two where clocks were put back, and as much
 * later as the gap is long where they were put forward (RFC 5545 section 3.3.5).
 */
export function fromZone(wall: number, zone: string): number {
  const day = 86_400_000;
  // The offset from UTC a day before and a day after: one of them, or both, is the one that counts.
  const before = inZone(wall - day, zone) - (wall - day);
  const after = inZone(wall + day, zone) - (wall + day);
  const candidates = [wall - before, wall - after].filter((instant) => inZone(instant, zone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : wall - before;
}

/** The first moment of a day (its midnight as if it were UTC) in a zone. */
export const startOf = (midnight: number, zone: string): number => fromZone(midnight, zone);
