import type { DispatchDeps } from './dispatch.js';

/**
 * Tells runs that are to be stopped: a newer one has taken their place, or the run they belong to is over. One that was not
 * started yet is started first, by the round before. Answers how many were told.
 */
export async function stopDue({ store, runs }: DispatchDeps, programme: string): Promise<number> {
  let told = 0;
  for (const { id, state, run, stop } of await store.admissions.stopsDue(programme)) {
    if (!stop || state === 'admitted') continue;
    const isThere = await runs.stop(run, stop.outcome);
    await store.admissions.markStopTold(programme, id);
    if (!isThere) await store.admissions.markClosed(programme, id);
    told += 1;
  }
  return told;
}
