import { defaultThresholds } from '@sluice/domain';
import type { Approval, ApprovalId, BatchId, CommissionId, Json, JsonObject, PartnerId } from '@sluice/domain';
import type { ApprovalDetail, ApprovalRow, ProblemCode, RiskSignal, TimelineEntry } from '@sluice/contracts';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { commissionRow, explanationDto } from '../present/commission.js';
import { Names } from '../present/names.js';
import { partnersOf, touchesDto } from '../present/order.js';
import { at, compact, moneyDto } from '../present/plain.js';
import { auditLines } from '../present/audit.js';
import { say } from '../present/words.js';
import { GateRefusal } from '@sluice/runtime/run-gate';
import { decideAdjustment } from './adjustments.js';
import { batchOf } from './batches.js';
import { partnerDetailOf } from './partners.js';
import { programmeOf } from './programme.js';
import type { GivenDecision } from './publishing/decide.js';
import { flowEvidence } from './flows/evidence.js';
import { decideFlow } from './flows/publish.js';
import { publicationEvidence } from './rules/evidence.js';
import { decideRule } from './rules/publish.js';

export function approvalRoutes(context: Context): Pick<Handlers, 'listApprovals' | 'getApproval' | 'decideApproval'> {
  const { store } = context;
  return {
    async listApprovals({ caller, query }) {
      const { for: whose, state, kind, ...paging } = query;
      const { singleOperator } = (await programmeOf(context, caller.programme)).settings;
      const mayDecide = caller.permissions['approval.decide'] === 'any';
      const filter = {
        ...(state === 'decided'
          ? { state: { $in: ['approved', 'rejected', 'expired', 'cancelled'] } }
          : state
            ? { state }
            : {}),
        ...(kind ? { kind } : {}),
        ...(whose === 'me'
          ? {
              state: 'pending',
              ...(caller.roles.includes('admin') ? {} : { role: { $in: mayDecide ? caller.roles : [] } }),
              ...(singleOperator ? {} : { makers: { $ne: caller.id } }),
            }
          : {}),
      };
      const page = await store.approvals.collection.page(caller.programme, filter, compact(paging));
      return {
        data: page.data.map((approval) => approvalRow(approval, caller, singleOperator)),
        nextCursor: page.nextCursor,
      };
    },

    async getApproval({ caller, params, locale }) {
      const approval = await store.approvals.get(caller.programme, params.id as ApprovalId);
      if (!approval) throw new Refusal('not_found');
      const programme = await programmeOf(context, caller.programme);
      const run = approval.run ? await store.runs.get(caller.programme, approval.run) : null;
      return {
        ...approvalRow(approval, caller, programme.settings.singleOperator),
        subjectHash: approval.subjectHash,
        decisions: approval.decisions.map((one) =>
          compact({
            id: one.id,
            by: one.by,
            name: one.name,
            at: at(one.at),
            outcome: one.outcome,
            comment: one.comment,
          }),
        ),
        evidence: await evidenceOf(context, approval, locale, programme.settings.attribution),
        ...compact({ flow: run ? { key: run.flow.key, title: run.flow.title, version: run.flow.version } : undefined }),
        history: await historyOf(context, approval, locale),
      };
    },

    async decideApproval({ caller, params, body, requestKey }) {
      const approval = await store.approvals.get(caller.programme, params.id as ApprovalId);
      if (!approval) throw new Refusal('not_found');
      const repeated = approval.decisions.some(({ id, by }) => id === requestKey && by === caller.id);
      if (!repeated)
        refuseEarly(
          approval,
          caller,
          body.subjectHash,
          (await programmeOf(context, caller.programme)).settings.singleOperator,
        );
      const decision = {
        // Another person's key must never be taken for this one's.
        id: requestKey,
        approval: approval.id,
        outcome: body.outcome,
        ...compact({ comment: body.comment, form: body.form }),
        actor: { id: caller.id, name: caller.name, roles: caller.roles },
        subjectHash: body.subjectHash ?? approval.subjectHash,
      };
      if (approval.run === undefined) return decidePublication(context, caller, approval, decision);
      await store.database.failpoint('approval.answer.before');
      const answer = await context.runs.decide(approval.run, decision).catch(async (error: unknown) => {
        throw (await isOnItsWay(error, approval, decision.subjectHash)) ? onItsWay() : refusalOfGate(error);
      });
      await store.database.failpoint('approval.answer.after');
      if (!answer.accepted) throw refusalOf(answer.code, answer.message);
      const after = (await store.approvals.get(caller.programme, approval.id)) ?? approval;
      return { approval: after.id, state: after.state, given: given(after), needed: after.needed };
    },
  };

  /**
   * The approval is stored before its run reaches the wait, and so is what it is about now (a worker may be lost just between
   * the two): the run will soon have come to what the person has seen.
   */
  async function isOnItsWay(error: unknown, approval: Approval, subjectHash: string): Promise<boolean> {
    if (!(error instanceof GateRefusal) || !['not_pending', 'changed'].includes(error.code)) return false;
    const stored = await store.approvals.get(approval.programme, approval.id);
    return stored?.state === 'pending' && (error.code === 'not_pending' || stored.subjectHash === subjectHash);
  }
}

/** What a person asked for is decided without a run: by its kind. */
function decidePublication(context: Context, caller: Caller, approval: Approval, decision: GivenDecision) {
  if (approval.kind === 'adjustment') return decideAdjustment(context, caller, approval, decision);
  if (approval.kind === 'flow') return decideFlow(context, caller, approval, decision);
  return decideRule(context, caller, approval, decision);
}

function onItsWay(): Refusal {
  return new Refusal('unavailable', {
    detail: 'The run has not reached this approval yet. Nothing is lost: repeat it with the same Idempotency-Key.',
    headers: { 'Retry-After': '2' },
  });
}

export function approvalRow(approval: Approval, caller: Caller, makersMayDecide: boolean): ApprovalRow {
  const barredBy = barOf(approval, caller, makersMayDecide);
  return compact({
    id: approval.id,
    kind: approval.kind,
    title: approval.title,
    subject: approval.subject,
    run: approval.run,
    node: approval.node,
    amount: approval.amount && moneyDto(approval.amount),
    risk: approval.risk,
    role: approval.role,
    needed: approval.needed,
    given: given(approval),
    state: approval.state,
    canDecide: barredBy === undefined,
    barredBy,
    createdAt: at(approval.createdAt),
    remindAt: approval.remindAt && at(approval.remindAt),
    escalateAt: approval.escalateAt && at(approval.escalateAt),
    expiresAt: approval.expiresAt && at(approval.expiresAt),
    decidedAt: approval.decidedAt && at(approval.decidedAt),
  });
}

function given(approval: Approval): number {
  return approval.decisions.filter(({ outcome }) => outcome === 'approve').length;
}

/** What the run's own validator will say, said before a worker is asked; the run and its activity check again. */
function barOf(approval: Approval, caller: Caller, makersMayDecide: boolean): ApprovalRow['barredBy'] {
  if (approval.state !== 'pending') return 'decided';
  if (caller.permissions['approval.decide'] !== 'any') return 'role';
  if (!caller.roles.some((role) => role === 'admin' || role === approval.role)) return 'role';
  if (approval.makers.includes(caller.id) && !makersMayDecide) return 'maker';
  return approval.decisions.some(({ by }) => by === caller.id) ? 'already_answered' : undefined;
}

function refuseEarly(
  approval: Approval,
  caller: Caller,
  subjectHash: string | undefined,
  makersMayDecide: boolean,
): void {
  const bar = barOf(approval, caller, makersMayDecide);
  // Who made it learns nothing more than that, not even whether it is decided.
  if (approval.makers.includes(caller.id) && !makersMayDecide) throw new Refusal('maker');
  if (bar === 'role') throw new Refusal('forbidden', { detail: `This takes somebody with the role ${approval.role}.` });
  if (bar === 'decided') throw new Refusal('already_decided');
  if (bar === 'already_answered')
    throw new Refusal('already_decided', { detail: 'You have answered this; it takes another person.' });
  if (subjectHash !== undefined && subjectHash !== approval.subjectHash) throw new Refusal('subject_changed');
}

/** Codes of the run's validator and of the store's last check, as the API tells them. */
const codes: Record<string, ProblemCode> = {
  self_approval: 'maker',
  maker: 'maker',
  not_allowed: 'forbidden',
  role: 'forbidden',
  changed: 'subject_changed',
  not_pending: 'already_decided',
  already_decided: 'already_decided',
  already_answered: 'already_decided',
  decided: 'already_decided',
  closed: 'already_decided',
  too_late: 'already_decided',
  unavailable: 'unavailable',
};

function refusalOf(code: string, message: string): Refusal {
  return new Refusal(codes[code] ?? 'conflict', { detail: message });
}

function refusalOfGate(error: unknown): unknown {
  return error instanceof GateRefusal ? refusalOf(error.code, error.message) : error;
}

type Evidence = ApprovalDetail['evidence'];

/** What a person needs to decide: the step's own evidence, and the commission, partner or batch it is about. */
async function evidenceOf(
  context: Context,
  approval: Approval,
  locale: 'en' | 'de',
  attribution: NonNullable<Evidence['attribution']>,
): Promise<Evidence> {
  const { store } = context;
  const { programme, subject } = approval;
  const raw: Evidence = compact({ raw: approval.evidence, risk: riskOf(approval, locale) });
  if (subject.kind === 'batch') {
    const batch = await store.batches.get(programme, subject.id as BatchId);
    return batch ? { ...raw, batch: await batchOf(context, batch, locale) } : raw;
  }
  if (subject.kind === 'rule') {
    const rule = await publicationEvidence(context.store, approval);
    return rule ? { ...raw, rule } : raw;
  }
  if (approval.kind === 'flow' && subject.kind === 'flow') {
    const flow = await flowEvidence(context.store, approval, locale);
    return flow ? { ...raw, flow } : raw;
  }
  const commission =
    subject.kind === 'commission' ? await store.commissions.get(programme, subject.id as CommissionId) : null;
  if (!commission) return raw;
  const [referral, partner, rule, fraud] = await Promise.all([
    store.referrals.get(programme, commission.referral),
    partnerDetailOf(context, programme, commission.partner as PartnerId),
    store.rules.get(programme, commission.rule.key, commission.rule.version),
    store.decisions.newest(programme, { kind: 'fraud', subject: commission.id }),
  ]);
  const names = await new Names(store, programme).load([commission.partner, ...(referral ? partnersOf(referral) : [])]);
  return {
    ...raw,
    commission: commissionRow(commission, names, locale),
    explanation: explanationDto(commission, locale, {
      ruleTitle: rule?.title,
      referral,
      fraud,
      nameOf: (id) => names.partner(id).name,
    }),
    ...(referral ? { touches: touchesDto(referral, names) } : {}),
    attribution: { model: attribution.model, windowDays: attribution.windowDays },
    ...(partner ? { partner } : {}),
  };
}

/** What the fraud check found, as it passes it on: the sum, and each reason with its points, strongest first. */
function riskOf(approval: Approval, locale: 'en' | 'de'): Evidence['risk'] {
  const { evidence } = approval;
  const fraud = isObject(evidence.fraud) ? evidence.fraud : {};
  const score = approval.risk ?? numberOf(evidence.risk) ?? numberOf(fraud.score);
  if (score === undefined) return undefined;
  return compact({
    score,
    rule: typeof fraud.rule === 'string' ? fraud.rule : undefined,
    review: numberOf(fraud.review) ?? defaultThresholds.review,
    block: numberOf(fraud.block) ?? defaultThresholds.block,
    signals: (Array.isArray(fraud.signals) ? fraud.signals.filter(isObject) : []).map((signal): RiskSignal => {
      const code = typeof signal.code === 'string' ? signal.code : '';
      const { points: _points, ...params } = isObject(signal.params) ? signal.params : {};
      return { code, points: numberOf(signal.points) ?? 0, text: say([{ code, params }], locale), params };
    }),
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

async function historyOf(context: Context, approval: Approval, locale: 'en' | 'de'): Promise<TimelineEntry[]> {
  const [own, subject] = await Promise.all([
    context.store.audit.about(approval.programme, approval.id, 50),
    context.store.audit.about(approval.programme, approval.subject.id, 50),
  ]);
  const entries = [...own, ...subject].sort((a, b) => b.seq - a.seq);
  return auditLines(context.store, approval.programme, entries, locale);
}
