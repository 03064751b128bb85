import { fillText } from '@sluice/connectors/mail/text';
import { taskAnswer, taskOf } from '../decisions/task.js';
import { read, write } from '../simulation/documents.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'task',
  run(world, ctx) {
    const made = taskOf(ctx, world.programme, new Date(world.now()), fillText);
    const task = read(world, 'tasks', made.id) ?? made;
    if (task === made) {
      write(world, 'tasks', made);
      const { title, role, assignee } = made;
      world.did(ctx, 'task_opened', { task: made.id, title, role, ...(assignee !== undefined && { assignee }) });
    }
    return taskAnswer(ctx, task);
  },
};
