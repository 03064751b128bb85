import type { Box } from './space/box.js';
import type { ListSets } from './reach.js';
import type { Space } from './space/space.js';
import { runsOf } from './clauses.js';

/**
 * Facts beside branches that fall to `otherwise`. A line holds all facts but one fixed. On it,
 * - `point`: a single value of an ordered fact is left open, and there are taken values below and above it;
 * - `range`: the same of several values;
 * - `absent`: every value of the fact is taken, and the fact not being there is not.
 */
export interface Hole {
  readonly kind: 'point' | 'range' | 'absent';
  readonly dimension: number;
  /** The regions of the fact that are left open. */
  readonly run: readonly number[];
  /** The lines, with the run: facts that are left open. */
  readonly box: Box;
}

/** All holes of a list by itself, in disjoint boxes for each fact. Throws TooLarge. */
export function holesOf(space: Space, sets: ListSets): readonly Hole[] {
  const open = sets.open;
  return space.dimensions.flatMap((dimension, at): Hole[] => {
    if (space.opaque.has(at)) return [];
    const absent = dimension.regions.findIndex(({ kind }) => kind === 'absent');
    const present = dimension.regions.length - (absent < 0 ? 0 : 1);
    if (!dimension.scale && absent < 0) return [];
    return linesOf(space, open, at).flatMap(({ others, held }) => {
      const regions = space.boxes.regions(held, at);
      const hole = (kind: Hole['kind'], run: readonly number[]): Hole => {
        return { kind, dimension: at, run, box: space.boxes.slice(at, run, others) };
      };
      if (absent >= 0 && regions.length === 1 && regions[0] === absent && present > 0) return [hole('absent', regions)];
      if (!dimension.scale) return [];
      const taken = (region: number): boolean => !regions.includes(region);
      return runsOf(dimension, regions).flatMap((run) => {
        const below = run[0]! > 0 && taken(run[0]! - 1);
        const above = run.at(-1)! + 1 < present && taken(run.at(-1)! + 1);
        if (!below || !above) return [];
        const single = run.length === 1 && dimension.regions[run[0]!]!.single;
        return [hole(single ? 'point' : 'range', run)];
      });
    });
  });
}

interface Lines {
  /** The other facts; free in the dimension. */
  readonly others: Box;
  /** What is open on each of these lines: meaningful in the dimension only. */
  readonly held: Box;
}

/** A set seen along one dimension: lines with the same part of it held, each line once. Lines held entirely are left out. */
function linesOf(space: Space, set: readonly Box[], at: number): readonly Lines[] {
  const { boxes } = space;
  let lines: Lines[] = [];
  for (const box of set) {
    if (boxes.isFull(box, at)) continue;
    let pieces: readonly Box[] = [boxes.free(box, at)];
    const next: Lines[] = [];
    for (const line of lines) {
      const shared = pieces.flatMap((piece) => boxes.intersect(piece, line.others) ?? []);
      if (shared.length === 0) {
        next.push(line);
        continue;
      }
      const held = boxes.slice(at, [...boxes.regions(line.held, at), ...boxes.regions(box, at)]);
      for (const others of boxes.without([line.others], shared)) next.push({ others, held: line.held });
      for (const others of shared) next.push({ others, held });
      pieces = boxes.without(pieces, shared);
    }
    for (const others of pieces) next.push({ others, held: box });
    lines = next;
  }
  return lines;
}
