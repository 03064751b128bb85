import { addDuration, derivedId, type JsonObject } from '@sluice/domain';
import { Liquid } from 'liquidjs';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';

/** Gives somebody a task and waits until it is done, or overdue. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'task',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const { config } = ctx;
    const due = typeof config['due'] === 'string' && config['due'] !== '' ? config['due'] : undefined;
    const about = config['about'] as { kind: string; id: string } | undefined;
    const now = deps.now();
    await deps.failpoint('task.insert.before');
    const { doc } = await deps.store.tasks.insertOrRead(
      {
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
      },
      { audit: { action: 'task.opened', actor: { id: actorOf(ctx) }, detail: { run: ctx.run } } },
    );
    await deps.failpoint('task.insert.after');
    if (doc.state === 'done')
      return { port: 'done', output: { task: doc.id, by: doc.doneBy ?? '', result: doc.result ?? {} } };
    if (doc.state === 'cancelled') return { port: 'done', output: { task: doc.id, cancelled: true } };
    if (ctx.ended?.by === 'timer') return { port: 'overdue', output: { task: doc.id } };
    return {
      output: { task: doc.id },
      wait: {
        kind: 'task',
        subject: doc.id,
        wake: `task:${doc.id}`,
        events: ['custom.task.completed'],
        correlation: `task:${doc.id}`,
        since: doc.createdAt.toISOString(),
        from: doc.createdAt.toISOString(),
        ...(due && { for: due }),
      },
    };
  },
};

/** Liquid over the run's variables, with limits; the text stays as it was written where it cannot be rendered. */
function fill(template: string, vars: JsonObject): string {
  const engine = new Liquid({
    parseLimit: 10_000,
    renderLimit: 200,
    memoryLimit: 100_000,
    ownPropertyOnly: true,
    templates: {},
  });
  return String(engine.parseAndRenderSync(template, vars));
}
