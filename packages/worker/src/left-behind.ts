import type { RunRecord } from '@sluice/flows';
import type { Store } from '@sluice/store';

/**
 * Takes away what a run waits for no longer: registrations, approvals and tasks of steps that were left (a migration, a branch
 * that was called off). What is there is read before it is asked whether the record is still the newest: a branch that began
 * to wait meanwhile has flushed a newer one first, and what it registered is then left alone.
 */
export async function takeAwayLeftBehind(
  store: Store,
  record: Pick<RunRecord, 'id' | 'programme' | 'rev' | 'current' | 'beside' | 'steps'>,
  now: Date,
): Promise<void> {
  const { programme, id: run } = record;
  const [waits, approvals, tasks, children] = await Promise.all([
    store.waits.ofRun(programme, run),
    store.approvals.ofRun(programme, run),
    store.tasks.ofRun(programme, run),
    store.admissions.children(programme, run),
  ]);
  const stored = await store.runs.get(programme, run);
  if (!stored || stored.progress > record.rev) return;

  const positions = [...(record.current ? [record.current] : []), ...record.beside];
  const keys = new Set(positions.map(({ key }) => key));
  for (const { key } of waits)
    if (key !== 'exits' && !keys.has(key.split('#')[0]!)) await store.waits.removeKey(programme, run, key);

  // A step that ended by itself may leave a task behind on purpose: an overdue one is still to be done.
  const ended = new Map(record.steps.map(({ node, status }) => [node, status]));
  const here = new Set(positions.map((position) => (position.origin ?? position).node));
  const isLeft = ({ node }: { node?: string }): boolean =>
    node !== undefined && ended.get(node) === 'skipped' && !here.has(node);
  for (const approval of approvals)
    if (approval.state === 'pending' && isLeft(approval))
      await store.approvals.close(programme, approval.id, 'cancelled', now, {
        audit: { action: 'approval.cancelled', actor: { id: `run:${run}` } },
      });
  for (const task of tasks) if (task.state === 'open' && isLeft(task)) await store.tasks.cancel(programme, task.id);
  for (const child of children)
    if (child.parent && isLeft(child.parent)) await store.admissions.askStop(programme, child.id, 'parent_left');
}
