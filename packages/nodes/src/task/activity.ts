import { fillText } from '@sluice/connectors/mail/text';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { taskAnswer, taskOf } from '../decisions/task.js';

/** Gives somebody a task and waits until it is done, or overdue. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'task',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const task = taskOf(ctx, programme, deps.now(), fillText);
    await deps.failpoint('task.insert.before');
    const { doc } = await deps.store.tasks.insertOrRead(task, {
      audit: { action: 'task.opened', actor: { id: actorOf(ctx) }, detail: { run: ctx.run } },
    });
    await deps.failpoint('task.insert.after');
    return taskAnswer(ctx, doc);
  },
};
