import { fillText } from '@sluice/connectors/mail/text';
import { requestAnswer, requestOf } from '../decisions/request.js';
import { taskAnswer } from '../decisions/task.js';
import { updateTask } from '../decisions/update-task.js';
import { text } from '../read.js';
import { read, write } from '../simulation/documents.js';
import { referralOf } from '../simulation/people.js';
import { asked } from '../simulation/request.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'request_update',
  run(world, ctx) {
    const referral = referralOf(world, ctx);
    const now = new Date(world.now());
    const question = fillText(text(ctx.config, 'question') ?? 'How does this deal stand?', ctx.vars);
    if (ctx.config['of'] === 'partner') {
      const about = { kind: 'referral' as const, id: referral.id };
      const wanted = { partner: referral.partner, kind: 'update' as const, document: 'update', text: question, about };
      return requestAnswer(ctx, asked(world, ctx, requestOf(ctx, world.programme, now, wanted)), 'answered');
    }
    const made = updateTask(ctx, world.programme, now, referral, question);
    const task = read(world, 'tasks', made.id) ?? made;
    if (task === made) {
      write(world, 'tasks', made);
      world.did(ctx, 'task_opened', { task: made.id, title: made.title, role: made.role });
    }
    const answer = taskAnswer(ctx, task);
    if (answer.port !== 'done') return answer;
    return { ...answer, port: 'answered', output: { task: task.id, referral: referral.id } };
  },
};
