import type { Store } from '@sluice/store';
import type { Runs } from './runs.js';

/** Starts the backtests that were asked for; one that was started and not marked is found started. Answers how many. */
export async function startBacktests(
  { store, runs, now }: { store: Store; runs: Pick<Runs, 'startBacktest'>; now(): Date },
  programme: string,
): Promise<number> {
  const due = await store.backtests.due(programme);
  for (const { id } of due) {
    await runs.startBacktest(programme, id);
    await store.backtests.markStarted(programme, id, now());
  }
  return due.length;
}
