import type { JsonObject, TaskId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** Something a person is to do. */
export interface Task {
  id: TaskId;
  programme: string;
  title: string;
  detail?: string;
  subject?: { kind: string; id: string; title?: string };
  assignee?: string;
  role?: string;
  run?: string;
  node?: string;
  state: 'open' | 'done' | 'cancelled';
  dueAt?: Date;
  createdAt: Date;
  doneAt?: Date;
  doneBy?: string;
  note?: string;
  result?: JsonObject;
}

export function tasks(db: Database) {
  const c = db.collection<Task>({
    name: 'tasks',
    version: 1,
    fields: {
      title: 'string',
      detail: 'string',
      subject: 'plain',
      assignee: 'string',
      role: 'string',
      run: 'string',
      node: 'string',
      state: 'string',
      dueAt: 'date',
      createdAt: 'date',
      doneAt: 'date',
      doneBy: 'string',
      note: 'string',
      result: 'text',
    },
    lookups: { subjectId: 'string' },
    derive: (task) => ({ subjectId: task.subject?.id }),
    indexes: [
      { keys: ['state', 'createdAt'] },
      { keys: ['assignee', 'state'] },
      { keys: ['subjectId'] },
      { keys: ['run'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (task: Task, out?: Outgoing) => c.insertOrRead(task, out),
    get: (programme: string, id: TaskId) => c.get(programme, id),

    /** Completes an open task; one that is no longer open is answered as it is. */
    complete: (
      programme: string,
      id: TaskId,
      done: { by: string; at: Date; note?: string; result?: JsonObject },
      out?: Outgoing,
    ) =>
      c.change(programme, id, (task) =>
        task.state === 'open'
          ? {
              set: {
                state: 'done' as const,
                doneAt: done.at,
                doneBy: done.by,
                ...(done.note === undefined ? {} : { note: done.note }),
                ...(done.result === undefined ? {} : { result: done.result }),
              },
              ...out,
            }
          : null,
      ),

    cancel: (programme: string, id: TaskId, out?: Outgoing) =>
      c.change(programme, id, (task) =>
        task.state === 'open' ? { set: { state: 'cancelled' as const }, ...out } : null,
      ),
    assign: (programme: string, id: TaskId, assignee: string | undefined, out?: Outgoing) =>
      c.change(programme, id, (task) => (task.assignee === assignee ? null : { set: { assignee }, ...out })),
    about: (programme: string, subjectId: string) =>
      c.find(programme, { subjectId }, { sort: { createdAt: -1, _id: -1 } }),
    ofRun: (programme: string, run: string) => c.find(programme, { run }, { sort: { createdAt: 1 } }),
    list: (programme: string, query: PageQuery & { state?: Task['state']; assignee?: string; role?: string } = {}) =>
      c.page(
        programme,
        {
          ...(query.state ? { state: query.state } : {}),
          ...(query.assignee ? { assignee: query.assignee } : {}),
          ...(query.role ? { role: query.role } : {}),
        },
        query,
      ),
    count: (programme: string, state: Task['state']) => c.count(programme, { state }),
  };
}
