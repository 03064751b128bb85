import type { Store } from '@sluice/store';
import type { Runs } from './runs.js';

/** Starts the acts on many runs that were asked for; one that was started and not marked is found started. Answers how many. */
export async function startBulks(
  { store, runs, now }: { store: Store; runs: Pick<Runs, 'startBulk'>; now(): Date },
  programme: string,
): Promise<number> {
  const due = await store.bulks.due(programme);
  for (const { id } of due) {
    await runs.startBulk(programme, id);
    await store.bulks.markStarted(programme, id, now());
  }
  return due.length;
}
