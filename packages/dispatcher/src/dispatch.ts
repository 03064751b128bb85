import type { Admission, StoredEvent } from '@sluice/store';
import { withParameters } from '@sluice/store/operations/index';
import { projectCustom } from './project/custom.js';
import { projectorOf } from './project/index.js';
import type { Projected, ProjectDeps } from './project/projector.js';
import { runEvent } from './run-event.js';
import type { Runs } from './runs.js';
import { admitRuns } from './trigger.js';

export interface DispatchDeps extends ProjectDeps {
  runs: Runs;
}

/**
 * Takes one stored event through: folds it into its documents, admits and starts the runs it triggers, wakes the runs that
 * wait for it, and marks it dispatched. At least once; every part has its effect once.
 */
export async function dispatchEvent(deps: DispatchDeps, event: StoredEvent): Promise<void> {
  const { store } = deps;
  const projector = projectorOf(event.type);
  const projected: Projected = projector ? await projector(deps, event) : { correlations: event.correlations };
  await deps.failpoint('event.correlate.before');
  const correlated = await store.events.addCorrelations(event.programme, event.id, projected.correlations);
  await deps.failpoint('event.correlate.after');
  for (const run of await admitRuns(deps, correlated, projected)) await startAdmitted(deps, event.programme, run);
  const woken = await wake(deps, correlated);
  const known =
    (projector !== undefined && projector !== projectCustom) ||
    projected.subject ||
    woken > 0 ||
    event.source === 'internal';
  await deps.failpoint('event.done.before');
  await store.events.markDispatched(event.programme, event.id, known ? 'done' : 'ignored');
  await deps.failpoint('event.done.after');
}

/** Tells every run that waits for such an event. A wait whose run is over is taken away. */
async function wake(deps: DispatchDeps, event: StoredEvent): Promise<number> {
  const { store } = deps;
  if (event.correlations.length === 0) return 0;
  const waits = await store.waits.findMatching(event.programme, event.type, event.correlations);
  let woken = 0;
  for (const wait of waits) {
    await deps.failpoint('run.signal.before');
    if (await deps.runs.signal(wait.run, runEvent(event))) woken += 1;
    else await store.waits.removeRun(event.programme, wait.run);
    await deps.failpoint('run.signal.after');
  }
  return woken;
}

/** Starts an admitted run; one that is started already is only marked. */
export async function startAdmitted(deps: DispatchDeps, programme: string, run: string): Promise<void> {
  const admission = await deps.store.admissions.ofRun(programme, run);
  if (admission?.state === 'admitted') await start(deps, programme, admission);
}

async function start(deps: DispatchDeps, programme: string, admission: Admission): Promise<void> {
  const { key, version } = admission.flow;
  const flow = await deps.store.flows.get(programme, key, version);
  if (!flow) throw new Error(`Version ${version} of the flow "${key}" is not stored.`);
  const settings = await deps.store.flowParameters.get(programme, key);
  await deps.failpoint('run.start.before');
  await deps.runs.start(programme, admission, withParameters(flow, settings));
  await deps.failpoint('run.start.after');
  await deps.store.admissions.markStarted(programme, admission.id, deps.now());
  await deps.failpoint('run.started.after');
}

/**
 * Starts what was admitted and not started: by hand, or before a crash. Answers how many. One that cannot be started keeps no
 * other; it is tried again.
 */
export async function startDue(
  deps: DispatchDeps,
  programme: string,
  log: (message: string, error: unknown) => void,
): Promise<number> {
  let started = 0;
  for (const admission of await deps.store.admissions.due(programme)) {
    try {
      await start(deps, programme, admission);
      started += 1;
    } catch (error) {
      log(`The run ${admission.run} could not be started.`, error);
    }
  }
  return started;
}
