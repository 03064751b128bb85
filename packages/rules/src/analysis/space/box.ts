/**
 * Sets of facts as unions of boxes. A box says for each dimension which of its regions it holds, as bits of 32-bit words laid
 * side by side; all facts of one region are alike for every condition, so set algebra on boxes is exact.
 */
export type Box = Int32Array;

/** So many boxes are made for one rule at most; what needs more is said to be undecided. */
export const MOST_BOXES = 40_000;

/** The search grew beyond MOST_BOXES. */
export class TooLarge extends Error {
  constructor() {
    super(`More than ${String(MOST_BOXES)} regions.`);
    this.name = 'TooLarge';
  }
}

/** The algebra of boxes over dimensions of given numbers of regions. */
export class Boxes {
  readonly full: Box;
  private readonly first: readonly number[];
  private made = 0;

  constructor(private readonly sizes: readonly number[]) {
    const first: number[] = [];
    let words = 0;
    for (const size of sizes) {
      first.push(words);
      words += Math.max(1, Math.ceil(size / 32));
    }
    this.first = [...first, words];
    this.full = new Int32Array(words);
    sizes.forEach((size, dimension) => {
      for (let region = 0; region < size; region++) this.add(this.full, dimension, region);
    });
  }

  has(box: Box, dimension: number, region: number): boolean {
    return ((box[this.start(dimension) + (region >> 5)]! >>> (region & 31)) & 1) === 1;
  }

  regions(box: Box, dimension: number): number[] {
    const found: number[] = [];
    for (let region = 0; region < this.sizes[dimension]!; region++) {
      if (this.has(box, dimension, region)) found.push(region);
    }
    return found;
  }

  /** The box that holds in one dimension only the regions given, and all of the others. */
  slice(dimension: number, regions: Iterable<number>, of: Box = this.full): Box {
    const box = this.copy(of);
    box.fill(0, this.start(dimension), this.start(dimension + 1));
    for (const region of regions) this.add(box, dimension, region);
    return box;
  }

  /** The box with all regions of one dimension. */
  free(box: Box, dimension: number): Box {
    const freed = this.copy(box);
    for (let w = this.start(dimension); w < this.start(dimension + 1); w++) freed[w] = this.full[w]!;
    return freed;
  }

  isFull(box: Box, dimension: number): boolean {
    for (let w = this.start(dimension); w < this.start(dimension + 1); w++) if (box[w] !== this.full[w]) return false;
    return true;
  }

  sameIn(a: Box, b: Box, dimension: number): boolean {
    for (let w = this.start(dimension); w < this.start(dimension + 1); w++) if (a[w] !== b[w]) return false;
    return true;
  }

  meets(a: Box, b: Box): boolean {
    for (let dimension = 0; dimension < this.sizes.length; dimension++) {
      if (!this.meetsIn(a, b, dimension)) return false;
    }
    return true;
  }

  intersect(a: Box, b: Box): Box | undefined {
    if (!this.meets(a, b)) return undefined;
    const both = this.copy(a);
    for (let w = 0; w < both.length; w++) both[w]! &= b[w]!;
    return both;
  }

  /** a without b, in disjoint boxes. */
  subtract(a: Box, b: Box): Box[] {
    if (!this.meets(a, b)) return [a];
    const pieces: Box[] = [];
    const rest = this.copy(a);
    for (let dimension = 0; dimension < this.sizes.length; dimension++) {
      let outside = false;
      for (let w = this.start(dimension); w < this.start(dimension + 1); w++) outside ||= (rest[w]! & ~b[w]!) !== 0;
      if (!outside) continue;
      const piece = this.copy(rest);
      for (let w = this.start(dimension); w < this.start(dimension + 1); w++) {
        piece[w]! &= ~b[w]!;
        rest[w]! &= b[w]!;
      }
      pieces.push(piece);
    }
    return pieces;
  }

  without(from: readonly Box[], taken: readonly Box[]): readonly Box[] {
    return taken.reduce<readonly Box[]>((rest, box) => rest.flatMap((each) => this.subtract(each, box)), from);
  }

  product(a: readonly Box[], b: readonly Box[]): Box[] {
    return a.flatMap((x) => b.flatMap((y) => this.intersect(x, y) ?? []));
  }

  /** True when every box of `a` lies in the union of `b`. */
  within(a: readonly Box[], b: readonly Box[]): boolean {
    return a.every((box) => this.without([box], b).length === 0);
  }

  /** Boxes that differ in one dimension only become one, so that a set is told in few words. */
  merged(boxes: readonly Box[]): Box[] {
    const list = [...boxes];
    for (let i = 0; i < list.length; i++) {
      for (let k = i + 1; k < list.length; k++) {
        const one = this.union(list[i]!, list[k]!);
        if (!one) continue;
        list[i] = one;
        list.splice(k, 1);
        k = i;
      }
    }
    return list;
  }

  private union(a: Box, b: Box): Box | undefined {
    let different = -1;
    for (let dimension = 0; dimension < this.sizes.length; dimension++) {
      if (this.sameIn(a, b, dimension)) continue;
      if (different >= 0) return undefined;
      different = dimension;
    }
    const one = this.copy(a);
    for (let w = 0; w < one.length; w++) one[w]! |= b[w]!;
    return one;
  }

  private meetsIn(a: Box, b: Box, dimension: number): boolean {
    for (let w = this.start(dimension); w < this.start(dimension + 1); w++) if ((a[w]! & b[w]!) !== 0) return true;
    return false;
  }

  private add(box: Box, dimension: number, region: number): void {
    box[this.start(dimension) + (region >> 5)]! |= 1 << (region & 31);
  }

  private start(dimension: number): number {
    return this.first[dimension]!;
  }

  private copy(box: Box): Box {
    if (++this.made > MOST_BOXES) throw new TooLarge();
    return box.slice();
  }
}
