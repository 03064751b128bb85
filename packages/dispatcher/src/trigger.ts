import { derivedId, isId, type EventId, type RunId } from '@sluice/domain';
import type { Trigger } from '@sluice/flows';
import type { Admission, StoredEvent, StoredFlow } from '@sluice/store';
import { filterHolds } from './filter.js';
import { flowsStartedBy } from './flow-index.js';
import type { ProjectDeps, Projected } from './project/projector.js';
import { runEvent } from './run-event.js';

type Subject = NonNullable<Projected['subject']>;
type TriggerOf<Type extends Trigger['type']> = Extract<Trigger, { type: Type }>;

/** Writes an admission for each published flow that the event starts. What is admitted is started by the starter. */
export async function admitRuns(deps: ProjectDeps, event: StoredEvent, projected: Projected): Promise<RunId[]> {
  const subjects = [projected.subject, ...(projected.also ?? [])].filter((subject) => subject !== undefined);
  if (subjects.length === 0 && event.source !== 'internal') return [];
  const admitted: RunId[] = [];
  for (const flow of await flowsStartedBy(deps.store, event.programme, event.type)) {
    const subject = await startsAbout(deps, flow, event, subjects);
    const run = subject && (await admit(deps, flow, event, subject));
    if (run) admitted.push(run);
  }
  return admitted;
}

/** What the run that the event starts is about; undefined where it starts none. */
async function startsAbout(
  deps: ProjectDeps,
  { key, document }: StoredFlow,
  event: StoredEvent,
  subjects: readonly Subject[],
): Promise<Subject | undefined> {
  const { trigger } = document;
  switch (trigger.type) {
    case 'event':
      return eventSubject(
        deps,
        trigger,
        event,
        subjects.find(({ kind }) => kind === document.subject),
      );
    case 'segment':
      return document.subject === 'partner' ? partnerThatMoved(trigger, event) : undefined;
    case 'schedule':
      return scheduledSubject(key, document.subject, event);
    case 'manual':
      return undefined;
  }
}

/** A flow is about one kind of thing: at most one of the event's subjects is of that kind. */
async function eventSubject(
  deps: ProjectDeps,
  { filter }: TriggerOf<'event'>,
  event: StoredEvent,
  subject: Subject | undefined,
): Promise<Subject | undefined> {
  if (!subject) return undefined;
  return filter === undefined || (await filterHolds(deps, filter, event, subject)) ? subject : undefined;
}

/** Only what this programme's own review says counts: anybody with a key may send an event of that name. */
function partnerThatMoved({ segment }: TriggerOf<'segment'>, event: StoredEvent): Subject | undefined {
  if (event.source !== 'internal') return undefined;
  const { segment: told, partner } = event.data;
  return told === segment && isId('partner', partner) ? { kind: 'partner', id: partner } : undefined;
}

/** A flow over the programme is about it; one over a batch makes its own; one over partners is told of each. */
function scheduledSubject(flow: string, kind: string, event: StoredEvent): Subject | undefined {
  if (event.source !== 'internal' || event.data['flow'] !== flow) return undefined;
  const { partner } = event.data;
  if (partner !== undefined) return kind === 'partner' && isId('partner', partner) ? { kind, id: partner } : undefined;
  if (kind === 'programme') return { kind, id: event.programme };
  return kind === 'batch' ? { kind, id: derivedId('batch', event.programme, event.id) } : undefined;
}

/**
 * `once`: one run per subject, ever. `every_event`: one per event. `restart`: one per event, and the run under way is stopped.
 * `skip_if_running`: one per event that finds none under way; that it was skipped is written too, so that the same event told
 * again does not start one later. The run's id derives from the same parts.
 */
async function admit(
  deps: ProjectDeps,
  flow: StoredFlow,
  event: StoredEvent,
  subject: Subject,
): Promise<RunId | undefined> {
  const { admissions } = deps.store;
  const { trigger } = flow.document;
  const reentry = (trigger.type === 'manual' ? undefined : trigger.reentry) ?? 'every_event';
  const perEvent = reentry !== 'once';
  const parts = [event.programme, flow.key, subject.kind, subject.id, ...(perEvent ? [event.id] : [])];
  const run = derivedId('run', ...parts);
  const others = async (): Promise<Admission[]> =>
    (await admissions.openOf(event.programme, flow.key, subject.id)).filter((other) => other.run !== run);
  const skip = reentry === 'skip_if_running' && (await others()).length > 0;
  await deps.failpoint('admission.insert.before');
  const { doc } = await admissions.admit(
    event.programme,
    {
      flow: { key: flow.key, version: flow.version, hash: flow.hash },
      subject,
      ...(perEvent && { event: event.id as EventId }),
      run,
      input: { event: { ...runEvent(event) } as never },
      admittedAt: deps.now(),
    },
    skip ? 'skipped' : 'admitted',
  );
  await deps.failpoint('admission.insert.after');
  if (reentry === 'restart')
    for (const other of await others())
      if (isBefore(other, doc)) await admissions.askStop(event.programme, other.id, 'superseded');
  return doc.state === 'skipped' ? undefined : run;
}

/** Of two admissions exactly one is the older, also where an old event is told again. */
function isBefore(a: Admission, b: Admission): boolean {
  const [first, second] = [a.admittedAt.getTime(), b.admittedAt.getTime()];
  return first === second ? a.run < b.run : first < second;
}
