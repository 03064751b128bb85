import { fillText } from '@sluice/connectors/mail/text';
import { derivedId, type Referral } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { NodeActivity } from '../activity-types.js';
import { referralOf } from '../activity/about.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { ask } from '../activity/request.js';
import { requestAnswer, requestOf } from '../decisions/request.js';
import { taskAnswer } from '../decisions/task.js';
import { updateTask } from '../decisions/update-task.js';
import { text } from '../read.js';

/** Asks whoever has a lead, or its partner, how it stands; the answer becomes a note on the referral. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'request_update',
  async run(deps, ctx) {
    const referral = await referralOf(deps, ctx);
    const question = fillText(text(ctx.config, 'question') ?? 'How does this deal stand?', ctx.vars);
    return ctx.config['of'] === 'partner'
      ? askPartner(deps, ctx, referral, question)
      : askAssignee(deps, ctx, referral, question);
  },
};

async function askPartner(
  deps: ActivityDeps,
  ctx: EffectContext,
  referral: Referral,
  question: string,
): Promise<EffectResult> {
  const programme = await programmeOf(deps, ctx.programme);
  const request = await ask(
    deps,
    ctx,
    requestOf(ctx, programme, deps.now(), {
      partner: referral.partner,
      kind: 'update',
      document: 'update',
      text: question,
      about: { kind: 'referral', id: referral.id },
    }),
  );
  if (request.answer?.text !== undefined) await keep(deps, ctx, referral, request.answer.text, request.answer.by);
  return requestAnswer(ctx, request, 'answered');
}

async function askAssignee(
  deps: ActivityDeps,
  ctx: EffectContext,
  referral: Referral,
  question: string,
): Promise<EffectResult> {
  const programme = await programmeOf(deps, ctx.programme);
  const { doc } = await deps.store.tasks.insertOrRead(updateTask(ctx, programme, deps.now(), referral, question), {
    audit: { action: 'task.opened', actor: { id: actorOf(ctx) }, detail: { run: ctx.run } },
  });
  if (doc.state === 'done' && doc.note !== undefined)
    await keep(deps, ctx, referral, doc.note, { id: doc.doneBy ?? 'unknown' });
  const answer = taskAnswer(ctx, doc);
  if (answer.port !== 'done') return answer;
  return { ...answer, port: 'answered', output: { task: doc.id, referral: referral.id } };
}

/** The answer stays in the store: a run's own variables hold none of it. */
async function keep(
  deps: ActivityDeps,
  ctx: EffectContext,
  referral: Referral,
  answer: string,
  author: { id: string; name?: string },
): Promise<void> {
  if (answer.trim() === '') return;
  await deps.store.notes.write({
    id: derivedId('note', ctx.programme, ctx.run, ctx.node, String(ctx.visit), 'answer'),
    programme: ctx.programme,
    about: { kind: 'referral', id: referral.id },
    text: answer,
    author,
    at: deps.now(),
    run: ctx.run,
    node: ctx.node,
  });
}
