import { derivedId, type RunId } from '@sluice/domain';
import type { RunRecord } from '@sluice/flows';
import type { Admission } from '../collections/admissions.js';
import type { Store } from '../store.js';

/**
 * What is left to do when a run has closed and its record is written: its registrations, approvals, tasks and child runs go,
 * whoever waits for it is told, and where a person asked for it the newest version begins anew. Each may be done twice.
 */
export async function afterClose(store: Store, record: ClosedRun, now: Date): Promise<void> {
  const { programme, id: run } = record;
  await store.waits.removeRun(programme, run);
  await store.database.failpoint('run.close.cleared');
  for (const approval of await store.approvals.ofRun(programme, run))
    if (approval.state === 'pending')
      await store.approvals.close(programme, approval.id, 'cancelled', now, {
        audit: { action: 'approval.cancelled', actor: { id: `run:${run}` } },
      });
  for (const task of await store.tasks.ofRun(programme, run))
    if (task.state === 'open') await store.tasks.cancel(programme, task.id);
  for (const child of await store.admissions.children(programme, run))
    await store.admissions.askStop(programme, child.id, 'parent_closed');
  const admission = await store.admissions.ofRun(programme, run);
  if (!admission) return;
  await beginAnew(store, record, admission, now);
  await tellParent(store, record, admission, now);
  await store.admissions.markClosed(programme, admission.id);
}

/** What of a closed run says what is left to do. */
export type ClosedRun = Pick<RunRecord, 'id' | 'programme' | 'status' | 'outcome' | 'closedAt' | 'acts'>;

/** The same subject and event in the newest version; the id derives from the run that was restarted. */
async function beginAnew(store: Store, record: ClosedRun, admission: Admission, now: Date): Promise<void> {
  const act = record.acts.findLast(({ type }) => type === 'restart');
  if (!act || record.outcome !== 'restarted') return;
  const { programme } = record;
  const flow = await store.flows.latest(programme, admission.flow.key);
  if (!flow) return;
  const { parent: _parent, ...input } = admission.input;
  await store.admissions.admit(programme, {
    flow: { key: flow.key, version: flow.version, hash: flow.hash },
    subject: admission.subject,
    ...(admission.event && { event: admission.event }),
    run: derivedId('run', programme, record.id, 'restart') as RunId,
    // Whoever began it anew made what it makes, beside who started it first.
    input: { ...input, startedBy: input['startedBy'] ?? act.actor.id, makers: [act.actor.id] },
    admittedAt: now,
  });
}

/** A stored event, not a signal: the parent finds it however long it or its worker was away. */
async function tellParent(store: Store, record: ClosedRun, { parent }: Admission, now: Date): Promise<void> {
  if (!parent) return;
  await store.events.insert(record.programme, {
    programme: record.programme,
    source: 'internal',
    sourceId: `run.closed:${record.id}`,
    type: 'custom.run.closed',
    version: 1,
    occurredAt: record.closedAt ? new Date(record.closedAt) : now,
    receivedAt: now,
    data: { run: record.id, status: record.status, outcome: record.outcome ?? '' },
    correlations: [`run:${record.id}`],
  });
}
