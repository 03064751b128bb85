import { derivedId, type JsonObject, type RunId } from '@sluice/domain';
import { answerOfChild, MAX_DEPTH, type EffectContext } from '@sluice/flows';
import type { Admission, StoredFlow } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import type { ActivityDeps } from '../activity/deps.js';

/** Admits the child run once, and looks at how it is whenever it is asked; the dispatcher starts what is admitted. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'subflow',
  async run(deps, ctx) {
    const { store } = deps;
    const run = derivedId('run', ctx.programme, ctx.run, ctx.node, String(ctx.visit));
    const waits = ctx.config['wait'] !== false;
    const known = await store.admissions.ofRun(ctx.programme, run);
    const admission = known ?? (await admit(deps, ctx, run, waits));
    return answerOfChild(run, await closed(deps, admission), waits);
  },
};

async function admit(deps: ActivityDeps, ctx: EffectContext, run: RunId, waits: boolean): Promise<Admission> {
  const { store } = deps;
  const flow = await lockedFlow(deps, ctx);
  const above = await store.admissions.ofRun(ctx.programme, ctx.run);
  const depth = (above?.depth ?? 0) + 1;
  if (depth > MAX_DEPTH) throw new NonRetryable('too_deep', `At most ${MAX_DEPTH} runs are inside each other.`);
  const event = ctx.vars['event'];
  await deps.failpoint('admission.insert.before');
  const { doc } = await store.admissions.admit(ctx.programme, {
    flow: { key: flow.key, version: flow.version, hash: flow.hash },
    subject: subjectOf(ctx, flow),
    run,
    depth,
    ...(waits && { parent: { run: ctx.run, node: ctx.node } }),
    input: { params: paramsOf(ctx, flow), makers: ctx.makers, ...(event !== undefined && { event }) },
    admittedAt: deps.now(),
  });
  await deps.failpoint('admission.insert.after');
  return doc;
}

async function lockedFlow(deps: ActivityDeps, ctx: EffectContext): Promise<StoredFlow> {
  const key = String(ctx.config['flow']);
  const locked = ctx.flows?.[key];
  const flow = locked && (await deps.store.flows.get(ctx.programme, key, locked.version));
  if (!locked || !flow) throw new NonRetryable('missing_flow', `The flow “${key}” is not locked to this one.`);
  if (flow.hash !== locked.hash)
    throw new NonRetryable('changed', `Version ${locked.version} of “${key}” is not what was locked.`);
  return flow;
}

function subjectOf(ctx: EffectContext, { key, document }: StoredFlow): { kind: string; id: string } {
  const named = ctx.config['subject'];
  if (typeof named === 'string' && named !== '') return { kind: document.subject, id: named };
  if (named !== undefined && named !== null) throw new NonRetryable('bad_subject', 'The subject is not an id.');
  if (document.subject !== ctx.subject.kind)
    throw new NonRetryable('other_subject', `“${key}” is about a ${document.subject}: say which one.`);
  return ctx.subject;
}

function paramsOf(ctx: EffectContext, { key, pinned }: StoredFlow): JsonObject {
  const given = ctx.config['params'];
  const params = given !== null && typeof given === 'object' && !Array.isArray(given) ? given : {};
  const unknown = Object.keys(params).find((name) => !Object.hasOwn(pinned.params, name));
  if (unknown !== undefined) throw new NonRetryable('unknown_parameter', `“${key}” has no parameter “${unknown}”.`);
  return params;
}

/** How the child ended; a run that was lost without a record has been stopped by whatever lost it. */
async function closed(
  { store }: ActivityDeps,
  { programme, run, state }: Admission,
): Promise<{ status: 'completed' | 'stopped'; outcome: string } | undefined> {
  const record = await store.runs.get(programme, run);
  if (record?.status === 'completed' || record?.status === 'stopped')
    return { status: record.status, outcome: record.outcome ?? '' };
  return state === 'closed' ? { status: 'stopped', outcome: 'lost' } : undefined;
}
