import {
  addDuration,
  canonicalJson,
  derivedId,
  isId,
  moneyToJson,
  sha256Hex,
  sumMoney,
  type Approval,
  type BatchId,
  type CommissionId,
  type JsonObject,
  type Money,
  type Programme,
  type RunId,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { Stored } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { mailRole } from '../activity/mail.js';

/** What is decided: its hash names it exactly, so that a decision about something else is refused. */
interface Subject {
  kind: string;
  id: string;
  hash: string;
  title: string;
  amount?: Money;
  needed: number;
  /** Who made it. */
  makers: string[];
}

/**
 * Opens the approval and waits for people. When what is decided changes meanwhile, decisions so far are void and the new
 * hash counts; when it is decided in the store (a worker was lost between), the run goes on from there.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'approval',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const subject = await subjectOf(deps, ctx, programme);
    const approval = await open(deps, ctx, programme, subject);
    if (approval.state === 'approved' || approval.state === 'rejected') return decided(approval);
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
    return waitFor(ctx, programme, current);
  },
};

async function open(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  subject: Subject,
): Promise<Stored<Approval>> {
  const id = derivedId('approval', ctx.programme, ctx.run, ctx.node, String(ctx.visit));
  const now = deps.now();
  const due = (field: string) => {
    const duration = ctx.config[field];
    return typeof duration === 'string' && duration !== '' ? addDuration(now, duration, programme.timeZone) : undefined;
  };
  const [remindAt, escalateAt, expiresAt] = [due('remind'), due('escalateAfter'), due('timeout')];
  const risk = (ctx.config['evidence'] as JsonObject | undefined)?.['risk'];
  await deps.failpoint('approval.insert.before');
  const { doc } = await deps.store.approvals.insertOrRead(
    {
      id,
      programme: ctx.programme,
      kind: subject.kind === 'batch' ? 'batch' : subject.kind === 'commission' ? 'commission' : 'other',
      title: subject.title,
      subject: { kind: subject.kind, id: subject.id },
      run: ctx.run as RunId,
      node: ctx.node,
      subjectHash: subject.hash,
      ...(subject.amount && { amount: subject.amount }),
      ...(typeof risk === 'number' && { risk }),
      evidence: (ctx.config['evidence'] ?? {}) as JsonObject,
      role: String(ctx.config['role']),
      needed: subject.needed,
      makers: [...new Set([...ctx.makers, ...subject.makers])],
      state: 'pending',
      decisions: [],
      createdAt: now,
      ...(remindAt && { remindAt }),
      ...(escalateAt && { escalateAt }),
      ...(expiresAt && { expiresAt }),
    },
    {
      audit: {
        action: 'approval.opened',
        actor: { id: actorOf(ctx) },
        detail: { subjectHash: subject.hash, title: subject.title },
      },
    },
  );
  await deps.failpoint('approval.insert.after');
  return doc;
}

function waitFor(ctx: EffectContext, programme: Programme, approval: Stored<Approval>): EffectResult {
  const { remind, timeout } = ctx.config;
  return {
    output: { approval: approval.id, subject: approval.subject.id, subjectHash: approval.subjectHash },
    wait: {
      kind: 'approval',
      subject: approval.id,
      from: approval.createdAt.toISOString(),
      wake: `approval:${approval.id}`,
      events: ['custom.batch.changed', 'custom.commission.changed'],
      correlation: correlationOf(approval),
      since: approval.createdAt.toISOString(),
      ...(typeof timeout === 'string' && timeout !== '' && { for: timeout }),
      ...(typeof remind === 'string' && remind !== '' && { remind }),
      approval: {
        id: approval.id,
        subjectHash: approval.subjectHash,
        role: approval.role,
        needed: approval.needed,
        makers: approval.makers,
        ...(programme.settings.singleOperator && { makersMayDecide: true }),
        decisions: approval.decisions.map(({ id, by, outcome }) => ({ id, by, outcome })),
      },
    },
    label: { code: 'waiting_for', params: { role: approval.role } },
  };
}

function correlationOf({ subject }: Approval): string {
  return `${subject.kind}:${subject.id.split(',')[0]}`;
}

function decided(approval: Stored<Approval>): EffectResult {
  const last = approval.decisions.at(-1);
  const decision: JsonObject = last
    ? {
        id: last.id,
        by: last.by,
        name: last.name,
        outcome: last.outcome,
        ...(last.comment && { comment: last.comment }),
      }
    : {};
  return {
    port: approval.state,
    output: { approval: approval.id, state: approval.state, decision },
    label: { code: approval.state, params: { by: last?.name ?? '' } },
  };
}

async function expire(deps: ActivityDeps, ctx: EffectContext, approval: Stored<Approval>): Promise<EffectResult> {
  const closed = await deps.store.approvals.close(ctx.programme, approval.id, 'expired', deps.now(), {
    audit: { action: 'approval.expired', actor: { id: actorOf(ctx) } },
  });
  if (closed.state === 'approved' || closed.state === 'rejected') return decided(closed);
  return { port: 'no_answer', output: { approval: approval.id, state: 'expired' } };
}

async function subjectOf(deps: ActivityDeps, ctx: EffectContext, programme: Programme): Promise<Subject> {
  const about = String(ctx.config['about']);
  const value = ctx.config['subject'];
  const ids = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
  const asked = ctx.config['needed'];
  const needed = typeof asked === 'number' ? asked : 1;
  if (about === 'batch') return batchSubject(deps, ctx, ids[0], asked === 'by_amount' ? undefined : needed);
  if (about === 'commission') return commissionSubject(deps, ctx, ids, programme, needed);
  const title = String(ctx.config['title']);
  return { kind: about, id: ids.join(','), hash: sha256Hex(canonicalJson([about, ids])), title, needed, makers: [] };
}

async function batchSubject(
  deps: ActivityDeps,
  ctx: EffectContext,
  id: string | undefined,
  needed: number | undefined,
): Promise<Subject> {
  const batch = isId('batch', id) ? await deps.store.batches.get(ctx.programme, id as BatchId) : null;
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id ?? ''} is not stored.`);
  return {
    kind: 'batch',
    id: batch.id,
    hash: batch.itemsHash,
    title: `Payout batch ${batch.name}`,
    amount: batch.total,
    needed: needed ?? batch.approversNeeded,
    makers: [batch.maker],
  };
}

async function commissionSubject(
  deps: ActivityDeps,
  ctx: EffectContext,
  ids: string[],
  programme: Programme,
  needed: number,
): Promise<Subject> {
  const wanted = ids.filter((id): id is CommissionId => isId('commission', id));
  const commissions = await deps.store.commissions.many(ctx.programme, wanted);
  const first = commissions[0];
  if (!first || commissions.length !== ids.length)
    throw new NonRetryable('unknown_commission', 'A commission is not stored.');
  const partner = await deps.store.partners.need(ctx.programme, first.partner);
  const sorted = [...commissions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const open = await Promise.all(
    sorted.map(async ({ id, partner: owner, amount }) => {
      const position = (await deps.store.ledger.positions(programme.key, owner, [id]))[id];
      return position?.open ?? amount;
    }),
  );
  return {
    kind: 'commission',
    id: sorted.map(({ id }) => id).join(','),
    hash: sha256Hex(canonicalJson(sorted.map(({ id }, index) => [id, moneyToJson(open[index]!).amount]))),
    title: `Commission for ${partner.name}`,
    amount: sumMoney(open, first.amount.currency),
    needed,
    makers: [],
  };
}

async function tell(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  approval: Stored<Approval>,
): Promise<void> {
  const template = ctx.config['mail'];
  if (typeof template !== 'string' || template === '') return;
  await mailRole(deps, ctx, programme, template, approval.role, `${ctx.item}`, {
    title: approval.title,
    amount: approval.amount ? { ...moneyToJson(approval.amount) } : null,
    url: `${deps.baseUrl}/approvals/${approval.id}`,
  });
}
