/** What a row is measured in; `×` is a ratio to the peer. */
export interface Measured {
  /** What is compared, e.g. `Interpreter: CPU of a replay`. */
  name: string;
  /** What it is compared with. */
  peer: string;
  /** Ours by the peer's, both measured in this run. */
  ratio: number;
  /** The two figures that the ratio is made of, with their units; absent where only the ratio was measured. */
  ours?: string;
  theirs?: string;
  /** The bar of the specification, e.g. `≤ 1.3`; absent where it sets none. */
  bar?: string;
}

export interface Row extends Measured {
  /** Undefined where there is no bar. */
  met: boolean | undefined;
}

/** A row with its verdict; throws for a bar that cannot be read. */
export function judged(measured: Measured): Row {
  return { ...measured, met: measured.bar === undefined ? undefined : holds(measured.bar, measured.ratio) };
}

/** Says whether a ratio keeps a bar such as `≤ 1.3` or `≥ 8`; one that was not measured (NaN) keeps none. */
export function holds(bar: string, ratio: number): boolean {
  const [, sign, figure] = /^([≤≥]) (\d+(?:\.\d+)?)$/.exec(bar) ?? [];
  if (sign === undefined) throw new Error(`"${bar}" is no bar: write it as "≤ 1.3" or "≥ 8".`);
  return sign === '≤' ? ratio <= Number(figure) : ratio >= Number(figure);
}

/** The middle one of an odd number of figures; the mean of the two in the middle of an even number. NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
