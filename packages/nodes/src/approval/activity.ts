import { isId, type Approval, type CommissionId, type Programme } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { Stored } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { mailRole } from '../activity/mail.js';
import {
  approvalDecided,
  approvalMail,
  approvalMailItem,
  approvalOf,
  approvalWait,
  askedAbout,
  batchSubject,
  commissionSubject,
  otherSubject,
  type ApprovalSubject,
} from '../decisions/approval.js';

/**
 * Opens the approval and waits for people. When what is decided changes meanwhile, decisions so far are void and the new
 * hash counts; when it is decided in the store (a worker was lost between), the run goes on from there.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'approval',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const subject = await subjectOf(deps, ctx);
    const approval = await open(deps, ctx, programme, subject);
    if (approval.state === 'approved' || approval.state === 'rejected') return approvalDecided(approval);
    if (ctx.ended?.by === 'timer') return expire(deps, ctx, approval);
    if (approval.subjectHash !== subject.hash) await deps.failpoint('approval.reopen.before');
    const current =
      approval.subjectHash === subject.hash
        ? approval
        : await deps.store.approvals.reopen(
            ctx.programme,
            approval.id,
            {
              subjectHash: subject.hash,
              needed: subject.needed,
              title: subject.title,
              ...(subject.amount && { amount: subject.amount }),
            },
            {
              audit: { action: 'approval.voided', actor: { id: actorOf(ctx) }, detail: { subjectHash: subject.hash } },
            },
          );
    if (approval.subjectHash !== subject.hash) await deps.failpoint('approval.reopen.after');
    if (ctx.stage === 'enter' || ctx.stage === 'remind') await tell(deps, ctx, programme, current);
    return approvalWait(ctx, programme, current);
  },
};

async function open(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  subject: ApprovalSubject,
): Promise<Stored<Approval>> {
  await deps.failpoint('approval.insert.before');
  const { doc } = await deps.store.approvals.insertOrRead(approvalOf(ctx, programme, subject, deps.now()), {
    audit: {
      action: 'approval.opened',
      actor: { id: actorOf(ctx) },
      detail: { subjectHash: subject.hash, title: subject.title },
    },
  });
  await deps.failpoint('approval.insert.after');
  return doc;
}

async function expire(deps: ActivityDeps, ctx: EffectContext, approval: Stored<Approval>): Promise<EffectResult> {
  const closed = await deps.store.approvals.close(ctx.programme, approval.id, 'expired', deps.now(), {
    audit: { action: 'approval.expired', actor: { id: actorOf(ctx) } },
  });
  if (closed.state === 'approved' || closed.state === 'rejected') return approvalDecided(closed);
  return { port: 'no_answer', output: { approval: approval.id, state: 'expired' } };
}

async function subjectOf(deps: ActivityDeps, ctx: EffectContext): Promise<ApprovalSubject> {
  const { about, ids, byAmount, needed } = askedAbout(ctx);
  if (about === 'batch') return ofBatch(deps, ctx, ids[0], byAmount ? undefined : needed);
  if (about === 'commission') return ofCommissions(deps, ctx, ids, needed);
  return otherSubject(about, ids, String(ctx.config['title']), needed);
}

async function ofBatch(
  deps: ActivityDeps,
  ctx: EffectContext,
  id: string | undefined,
  needed: number | undefined,
): Promise<ApprovalSubject> {
  const batch = isId('batch', id) ? await deps.store.batches.get(ctx.programme, id) : null;
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id ?? ''} is not stored.`);
  return batchSubject(batch, needed);
}

async function ofCommissions(
  deps: ActivityDeps,
  ctx: EffectContext,
  ids: string[],
  needed: number,
): Promise<ApprovalSubject> {
  const wanted = ids.filter((id): id is CommissionId => isId('commission', id));
  const commissions = await deps.store.commissions.many(ctx.programme, wanted);
  const first = commissions[0];
  if (!first || commissions.length !== ids.length)
    throw new NonRetryable('unknown_commission', 'A commission is not stored.');
  const partner = await deps.store.partners.need(ctx.programme, first.partner);
  const open = await Promise.all(
    commissions.map(async (commission) => {
      const { id, partner: owner, amount } = commission;
      const position = (await deps.store.ledger.positions(ctx.programme, owner, [id]))[id];
      return { commission, open: position?.open ?? amount };
    }),
  );
  return commissionSubject(partner, open, needed);
}

async function tell(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  approval: Stored<Approval>,
): Promise<void> {
  const template = ctx.config['mail'];
  if (typeof template !== 'string' || template === '') return;
  await mailRole(
    deps,
    ctx,
    programme,
    template,
    approval.role,
    approvalMailItem(ctx),
    approvalMail(deps.baseUrl, approval),
  );
}
