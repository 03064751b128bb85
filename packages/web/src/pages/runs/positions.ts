import type { RunDetail, RunPosition } from '@sluice/contracts/run';

/** Where a run is, by branch: the one to look at first, then the others. */
export function positionsOf({ current, beside }: Pick<RunDetail, 'current' | 'beside'>): RunPosition[] {
  return [...(current ? [current] : []), ...beside];
}

/** The branch that a person means: the one named, the one at the chosen step, else the first that is parked. */
export function parkedAt(run: RunDetail, { at, node }: { at?: string | undefined; node?: string | undefined } = {}) {
  const parked = positionsOf(run).filter(({ phase }) => phase === 'parked');
  if (at !== undefined) return parked.find(({ key }) => key === at);
  return node === undefined ? parked[0] : parked.find((position) => position.node === node);
}
