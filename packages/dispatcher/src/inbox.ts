import { afterClose } from '@sluice/store/operations/index';
import type { StoredRun } from '@sluice/store';
import type { DispatchDeps } from './dispatch.js';

/** A run is given this long to write that it has closed. */
const GRACE_MS = 10 * 60_000;

/** Runs looked at in one round. */
const MOST = 200;

/**
 * Takes back what people are asked by runs that are gone: ended in Temporal itself, or lost with it. Such a run is closed as
 * `lost`, and whoever waits for it is told. Answers how many. Safe to repeat.
 */
export async function reconcileInbox({ store, runs, now }: DispatchDeps, programme: string): Promise<number> {
  const before = new Date(now().getTime() - GRACE_MS);
  const [approvals, tasks] = await Promise.all([
    store.approvals.collection.find(programme, { state: 'pending', createdAt: { $lt: before } }),
    store.tasks.collection.find(programme, { state: 'open', createdAt: { $lt: before } }),
  ]);
  const asking = [...new Set([...approvals, ...tasks].flatMap(({ run }) => run ?? []))];
  let gone = 0;
  for (const id of shuffled(asking, now()).slice(0, MOST)) {
    const record = await store.runs.get(programme, id);
    if (!record) continue;
    const isOpen = record.status !== 'completed' && record.status !== 'stopped';
    if (isOpen && !(await runs.isOver(id))) continue;
    const closed = isOpen ? await close(store, record, now()) : record;
    const { closedAt, ...rest } = closed;
    await afterClose(store, { ...rest, ...(closedAt && { closedAt: closedAt.toISOString() }) }, now());
    gone += 1;
  }
  return gone;
}

/** What is known of it stays; it goes on nowhere. */
function close(store: DispatchDeps['store'], run: StoredRun, now: Date): Promise<StoredRun> {
  const { current: _current, progress, startedAt, closedAt: _closedAt, ...rest } = run;
  return store.runs.save(run.programme, {
    ...rest,
    status: 'stopped',
    outcome: 'lost',
    beside: [],
    startedAt: startedAt.toISOString(),
    closedAt: now.toISOString(),
    rev: progress + 1,
  });
}

/** Begins elsewhere each time, so that with very many each gets its turn. */
function shuffled<T>(all: readonly T[], now: Date): T[] {
  const start = all.length <= MOST ? 0 : Math.floor(now.getTime() / 1_000) % all.length;
  return [...all.slice(start), ...all.slice(0, start)];
}
