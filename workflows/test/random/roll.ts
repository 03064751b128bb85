/** Chance that is the same for the same seed: mulberry32. */
export class Dice {
  constructor(private state: number) {}

  /** A whole number from 0, below `sides`. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  /** True so many times of a hundred. */
  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  one<T>(list: readonly T[]): T {
    return list[this.roll(list.length)]!;
  }
}

/** A whole number from 0, below `sides`, by a text alone: whoever asks and whenever. */
export function rollOf(text: string, sides: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return new Dice(hash).roll(sides);
}
