import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { BulkActivities, BulkRef } from './bulk-activities.js';
import { failureOf } from './failure.js';

export interface BulkArgs extends BulkRef {
  /** Set by continue-as-new: from here on it goes on. */
  at?: Place;
}

/** `busy`: runs of this pass that were just doing something. */
type Place = { phase: 'plan'; after?: string } | { phase: 'apply'; pass: number; busy: number; after?: string };

/** An outage is waited for however long it takes: half an act on many runs helps nobody. */
const activities = proxyActivities<BulkActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Passes over the runs that were busy, three seconds apart, before they are told as busy. */
const patience = 20;
const roundsAHistory = 300;

/**
 * One act on many runs: first what is to become of each is kept, then each is acted on. The history holds only places;
 * everything else is in the store.
 */
export async function bulk({ programme, bulk: id, at }: BulkArgs): Promise<void> {
  const ref = { programme, bulk: id };
  let place: Place | undefined = at ?? { phase: 'plan' };
  try {
    for (let round = 0; place && round < roundsAHistory && !workflowInfo().continueAsNewSuggested; round += 1)
      place = await go(ref, place);
  } catch (error) {
    const { code, message } = failureOf(error);
    await activities.finishBulk({ ...ref, error: { code, message } });
    return;
  }
  if (place) await continueAsNew<typeof bulk>({ ...ref, at: place });
}

/** One step on; undefined when it is over. */
async function go(ref: BulkRef, place: Place): Promise<Place | undefined> {
  const from = place.after === undefined ? ref : { ...ref, after: place.after };
  if (place.phase === 'plan') {
    const { next } = await activities.planBulk(from);
    return next === undefined ? { phase: 'apply', pass: 0, busy: 0 } : { phase: 'plan', after: next };
  }
  const { next, ...share } = await activities.applyBulk(from);
  const busy = place.busy + share.busy;
  if (next !== undefined) return { ...place, after: next, busy };
  if (busy === 0 || place.pass >= patience) {
    await activities.finishBulk(ref);
    return undefined;
  }
  await sleep('3 seconds');
  return { phase: 'apply', pass: place.pass + 1, busy: 0 };
}
