import { addDuration, derivedId, type JsonObject, type Programme, type TaskId } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';

/** A task as a step opens it. */
export interface StepTask {
  id: TaskId;
  programme: string;
  title: string;
  detail?: string;
  subject?: { kind: string; id: string };
  assignee?: string;
  role: string;
  run: string;
  node: string;
  state: 'open' | 'done' | 'cancelled';
  dueAt?: Date;
  createdAt: Date;
  doneBy?: string;
  result?: JsonObject;
}

/** The task of a step; `fill` puts the run's variables into its texts. */
export function taskOf(
  ctx: EffectContext,
  programme: Pick<Programme, 'timeZone'>,
  now: Date,
  fill: (template: string, vars: JsonObject) => string,
): StepTask {
  const { config } = ctx;
  const due = dueOf(ctx);
  const about = config['about'] as { kind: string; id: string } | undefined;
  return {
    id: derivedId('task', ctx.programme, ctx.run, ctx.node, String(ctx.visit)),
    programme: ctx.programme,
    title: fill(String(config['title']), ctx.vars),
    ...(typeof config['text'] === 'string' && { detail: fill(config['text'], ctx.vars) }),
    role: String(config['role']),
    ...(typeof config['assignee'] === 'string' && { assignee: config['assignee'] }),
    ...(about && { subject: { kind: about.kind, id: about.id } }),
    run: ctx.run,
    node: ctx.node,
    state: 'open',
    createdAt: now,
    ...(due && { dueAt: addDuration(now, due, programme.timeZone) }),
  };
}

/** The way on, or the wait until somebody has done it. */
export function taskAnswer(
  ctx: EffectContext,
  task: Pick<StepTask, 'id' | 'state' | 'createdAt' | 'doneBy' | 'result'>,
): EffectResult {
  if (task.state === 'done')
    return { port: 'done', output: { task: task.id, by: task.doneBy ?? '', result: task.result ?? {} } };
  if (task.state === 'cancelled') return { port: 'done', output: { task: task.id, cancelled: true } };
  if (ctx.ended?.by === 'timer') return { port: 'overdue', output: { task: task.id } };
  const due = dueOf(ctx);
  return {
    output: { task: task.id },
    wait: {
      kind: 'task',
      subject: task.id,
      wake: `task:${task.id}`,
      events: ['custom.task.completed'],
      correlation: `task:${task.id}`,
      since: task.createdAt.toISOString(),
      from: task.createdAt.toISOString(),
      ...(due && { for: due }),
    },
  };
}

function dueOf({ config }: EffectContext): string | undefined {
  return typeof config['due'] === 'string' && config['due'] !== '' ? config['due'] : undefined;
}
