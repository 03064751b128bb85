import { derivedId, type EventId, type RunId } from '@sluice/domain';
import type { StoredEvent, StoredFlow } from '@sluice/store';
import { filterHolds } from './filter.js';
import type { ProjectDeps, Projected } from './project/projector.js';
import { runEvent } from './run-event.js';

/** Writes an admission for each published flow that the event starts. What is admitted is started by the starter. */
export async function admitRuns(deps: ProjectDeps, event: StoredEvent, projected: Projected): Promise<RunId[]> {
  const subjects = [projected.subject, ...(projected.also ?? [])].filter((subject) => subject !== undefined);
  if (subjects.length === 0) return [];
  const admitted: RunId[] = [];
  for (const flow of await deps.store.flows.all(event.programme)) {
    // A flow is about one kind of thing: at most one of the event's subjects is of that kind.
    const subject = subjects.find(({ kind }) => kind === flow.document.subject);
    if (!subject || !(await starts(deps, flow, event, subject))) continue;
    const run = await admit(deps, flow, event, subject);
    admitted.push(run);
  }
  return admitted;
}

async function starts(
  deps: ProjectDeps,
  { document }: StoredFlow,
  event: StoredEvent,
  subject: { kind: string; id: string },
): Promise<boolean> {
  const { trigger } = document;
  if (trigger.type !== 'event' || document.subject !== subject.kind || !trigger.events.includes(event.type))
    return false;
  return trigger.filter === undefined || filterHolds(deps, trigger.filter, event, subject);
}

/** `once`: one run per subject, ever. `every_event`: one per event. The run's id derives from the same parts. */
async function admit(
  deps: ProjectDeps,
  flow: StoredFlow,
  event: StoredEvent,
  subject: { kind: string; id: string },
): Promise<RunId> {
  const { trigger } = flow.document;
  const perEvent = trigger.type === 'event' && trigger.reentry !== 'once';
  const parts = [event.programme, flow.key, subject.kind, subject.id, ...(perEvent ? [event.id] : [])];
  const run = derivedId('run', ...parts);
  await deps.failpoint('admission.insert.before');
  await deps.store.admissions.admit(event.programme, {
    flow: { key: flow.key, version: flow.version, hash: flow.hash },
    subject,
    ...(perEvent && { event: event.id as EventId }),
    run,
    input: { event: { ...runEvent(event) } as never },
    admittedAt: deps.now(),
  });
  await deps.failpoint('admission.insert.after');
  return run;
}
