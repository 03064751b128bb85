import { isId } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
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
import { text } from '../read.js';
import { read, write } from '../simulation/documents.js';
import { commissionsOf, positionsOf } from '../simulation/ledger.js';
import { mailRole } from '../simulation/mail.js';
import { needPartner } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'approval',
  run(world, ctx) {
    const subject = subjectOf(world, ctx);
    const made = approvalOf(ctx, world.programme, subject, new Date(world.now()));
    const stored = read(world, 'approvals', made.id);
    const approval = stored ?? made;
    if (!stored) {
      write(world, 'approvals', made);
      world.did(ctx, 'approval_opened', { approval: made.id, title: made.title, role: made.role });
    }
    if (approval.state === 'approved' || approval.state === 'rejected') return approvalDecided(approval);
    if (ctx.ended?.by === 'timer') {
      write(world, 'approvals', { ...approval, state: 'expired', decidedAt: new Date(world.now()) });
      return { port: 'no_answer', output: { approval: approval.id, state: 'expired' } };
    }
    const current = approval.subjectHash === subject.hash ? approval : reopened(world, approval, subject);
    const template = text(ctx.config, 'mail');
    if (template !== undefined && (ctx.stage === 'enter' || ctx.stage === 'remind'))
      mailRole(world, ctx, template, current.role, approvalMailItem(ctx), approvalMail(world.baseUrl, current));
    return approvalWait(ctx, world.programme, current);
  },
};

type StoredApproval = ReturnType<typeof approvalOf>;

/** Decisions about what it was before are void. */
function reopened(world: World, approval: StoredApproval, subject: ApprovalSubject): StoredApproval {
  const { hash, needed, title, amount } = subject;
  const fresh = { ...approval, subjectHash: hash, needed, title, ...(amount && { amount }), decisions: [] };
  write(world, 'approvals', fresh);
  return fresh;
}

function subjectOf(world: World, ctx: EffectContext): ApprovalSubject {
  const { about, ids, byAmount, needed } = askedAbout(ctx);
  if (about === 'batch') {
    const batch = isId('batch', ids[0]) ? read(world, 'batches', ids[0]) : undefined;
    if (!batch) throw new NonRetryable('unknown_batch', `The batch ${ids[0] ?? ''} is not stored.`);
    return batchSubject({ ...batch, rev: 0 }, byAmount ? undefined : needed);
  }
  if (about !== 'commission') return otherSubject(about, ids, String(ctx.config['title']), needed);
  const commissions = commissionsOf(world, ctx, 'subject').map((commission) => ({
    commission,
    open: positionsOf(world, commission.partner)[commission.id]?.open ?? commission.amount,
  }));
  return commissionSubject(needPartner(world, commissions[0]!.commission.partner), commissions, needed);
}
