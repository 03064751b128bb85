import {
  addDuration,
  canonicalJson,
  derivedId,
  moneyToJson,
  sha256Hex,
  sumMoney,
  type Approval,
  type Batch,
  type Commission,
  type JsonObject,
  type Money,
  type Partner,
  type Programme,
  type RunId,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';

/** What is decided: its hash names it exactly, so that a decision about something else is refused. */
export interface ApprovalSubject {
  kind: string;
  id: string;
  hash: string;
  title: string;
  amount?: Money;
  needed: number;
  /** Who made it. */
  makers: string[];
}

/** Who or what a step asks about, by its config. */
export function askedAbout({ config }: Pick<EffectContext, 'config'>) {
  const value = config['subject'];
  const asked = config['needed'];
  return {
    about: String(config['about']),
    ids: (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string'),
    byAmount: asked === 'by_amount',
    needed: typeof asked === 'number' ? asked : 1,
  };
}

export function otherSubject(about: string, ids: string[], title: string, needed: number): ApprovalSubject {
  return { kind: about, id: ids.join(','), hash: sha256Hex(canonicalJson([about, ids])), title, needed, makers: [] };
}

export function batchSubject(batch: Batch, needed: number | undefined): ApprovalSubject {
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

/** Commissions with what is open of each; at least one, all of the partner's. */
export function commissionSubject(
  partner: Pick<Partner, 'name'>,
  commissions: readonly { commission: Commission; open: Money }[],
  needed: number,
): ApprovalSubject {
  const sorted = [...commissions].sort((a, b) => (a.commission.id < b.commission.id ? -1 : 1));
  return {
    kind: 'commission',
    id: sorted.map(({ commission }) => commission.id).join(','),
    hash: sha256Hex(canonicalJson(sorted.map(({ commission, open }) => [commission.id, moneyToJson(open).amount]))),
    title: `Commission for ${partner.name}`,
    amount: sumMoney(
      sorted.map(({ open }) => open),
      sorted[0]!.commission.amount.currency,
    ),
    needed,
    makers: [],
  };
}

/** The approval that a step opens, as it is stored. */
export function approvalOf(
  ctx: EffectContext,
  programme: Programme,
  subject: ApprovalSubject,
  now: Date,
): Omit<Approval, 'rev'> {
  const due = (field: string) => {
    const duration = ctx.config[field];
    return typeof duration === 'string' && duration !== '' ? addDuration(now, duration, programme.timeZone) : undefined;
  };
  const [remindAt, escalateAt, expiresAt] = [due('remind'), due('escalateAfter'), due('timeout')];
  const risk = (ctx.config['evidence'] as JsonObject | undefined)?.['risk'];
  return {
    id: derivedId('approval', ctx.programme, ctx.run, ctx.node, String(ctx.visit)),
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
  };
}

/** The wait for people to decide. */
export function approvalWait(
  ctx: EffectContext,
  programme: Pick<Programme, 'settings'>,
  approval: Omit<Approval, 'rev'>,
): EffectResult {
  const { remind, timeout } = ctx.config;
  return {
    output: { approval: approval.id, subject: approval.subject.id, subjectHash: approval.subjectHash },
    wait: {
      kind: 'approval',
      subject: approval.id,
      from: approval.createdAt.toISOString(),
      wake: `approval:${approval.id}`,
      events: ['custom.batch.changed', 'custom.commission.changed'],
      correlation: `${approval.subject.kind}:${approval.subject.id.split(',')[0]}`,
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

/** The way out of an approval that is decided in the store. */
export function approvalDecided(approval: Omit<Approval, 'rev'>): EffectResult {
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

/** Tells the mails of an approval apart: the first one, and each reminder, whose effect has a key of its own. */
export function approvalMailItem({ key }: Pick<EffectContext, 'key'>): string {
  return key.split('/').at(-2) ?? key;
}

/** What those who may decide are mailed. */
export function approvalMail(baseUrl: string, approval: Omit<Approval, 'rev'>): JsonObject {
  return {
    title: approval.title,
    amount: approval.amount ? { ...moneyToJson(approval.amount) } : null,
    url: `${baseUrl}/approvals/${approval.id}`,
  };
}
