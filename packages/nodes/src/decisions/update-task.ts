import type { Programme, Referral } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { text } from '../read.js';
import { taskOf, type StepTask } from './task.js';

/** The task by which whoever has a lead is asked how it stands; without such a person, anybody of the role. */
export function updateTask(
  ctx: EffectContext,
  programme: Pick<Programme, 'timeZone'>,
  now: Date,
  referral: Pick<Referral, 'id' | 'customerExternalId' | 'assignee'>,
  question: string,
): StepTask {
  const config = {
    title: question,
    text: `Referral ${referral.customerExternalId}. Your note is the answer.`,
    role: text(ctx.config, 'role') ?? 'manager',
    ...(referral.assignee !== undefined && { assignee: referral.assignee }),
    about: { kind: 'referral', id: referral.id },
    due: ctx.config['due'] ?? null,
  };
  return taskOf({ ...ctx, config }, programme, now, (words) => words);
}
