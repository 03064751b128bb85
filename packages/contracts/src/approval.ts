import { z } from 'zod';
import { batchDetail } from './batch.js';
import { commissionRow, explanation } from './commission.js';
import { instant, jsonObject, subject } from './common.js';
import { flowEvidence } from './flow.js';
import { money } from './money.js';
import { partnerDetail, timelineEntry } from './partner.js';
import { caseRun, ruleChange, ruleClass, ruleFinding } from './rule.js';
import { touch } from './referral.js';

export const approvalKind = z.enum([
  'commission',
  'batch',
  'rule',
  'flow',
  'application',
  'bank_details',
  'adjustment',
  'other',
]);
export const approvalStatus = z.enum(['pending', 'approved', 'rejected', 'expired', 'cancelled']);

/** Why the caller may not decide: whoever made it never may. */
export const decisionBar = z.enum(['maker', 'role', 'decided', 'already_answered']);

export const approvalRow = z
  .object({
    id: z.string(),
    kind: approvalKind,
    title: z.string(),
    detail: z.string().optional(),
    subject,
    /** The run and its step that wait for it; what a person asked for (a publication) has neither. */
    run: z.string().optional(),
    node: z.string().optional(),
    amount: money.optional(),
    risk: z.number().optional(),
    role: z.string(),
    needed: z.number().int(),
    given: z.number().int(),
    state: approvalStatus,
    canDecide: z.boolean(),
    barredBy: decisionBar.optional(),
    createdAt: instant,
    remindAt: instant.optional(),
    escalateAt: instant.optional(),
    expiresAt: instant.optional(),
    decidedAt: instant.optional(),
  })
  .meta({ id: 'Approval' });
export type ApprovalRow = z.infer<typeof approvalRow>;

/** One signal that added to the risk, with its points and its reason in words. */
export const riskSignal = z.object({
  code: z.string(),
  points: z.number(),
  text: z.string(),
  params: jsonObject,
});
export type RiskSignal = z.infer<typeof riskSignal>;

/** What publishing a rule would change: exactly this content, worked out by the server when it was asked for. */
export const ruleEvidence = z.object({
  key: z.string(),
  kind: z.string(),
  title: z.string(),
  /** Number of the version in force when it was asked for; 0 where there was none. */
  base: z.number().int(),
  /** Hash of the logic, and its text. */
  hash: z.string(),
  logic: z.string(),
  class: ruleClass,
  changes: z.array(ruleChange),
  findings: z.array(ruleFinding),
  cases: z.array(caseRun),
  comment: z.string().optional(),
  effectiveFrom: instant.optional(),
  backtest: z.string().optional(),
  /** The version it became, once it was published. */
  published: z.number().int().optional(),
});
export type RuleEvidence = z.infer<typeof ruleEvidence>;

export const approvalDetail = approvalRow
  .extend({
    subjectHash: z.string(),
    decisions: z.array(
      z.object({
        id: z.string(),
        by: z.string(),
        name: z.string(),
        at: instant,
        outcome: z.enum(['approve', 'reject']),
        comment: z.string().optional(),
      }),
    ),
    evidence: z.object({
      /** As the step gave it. */
      raw: jsonObject,
      risk: z
        .object({
          score: z.number(),
          review: z.number().optional(),
          block: z.number().optional(),
          rule: z.string().optional(),
          signals: z.array(riskSignal),
        })
        .optional(),
      commission: commissionRow.optional(),
      explanation: explanation.optional(),
      touches: z.array(touch).optional(),
      attribution: z.object({ model: z.string(), windowDays: z.number().int() }).optional(),
      partner: partnerDetail.optional(),
      batch: batchDetail.optional(),
      rule: ruleEvidence.optional(),
      /** What publishing a flow would change. */
      flow: flowEvidence.optional(),
    }),
    flow: z.object({ key: z.string(), title: z.string(), version: z.number().int() }).optional(),
    history: z.array(timelineEntry),
  })
  .meta({ id: 'ApprovalDetail' });
export type ApprovalDetail = z.infer<typeof approvalDetail>;

/** A decision names what was looked at by `subjectHash`; a rejection says why. */
export const decisionRequest = z
  .strictObject({
    outcome: z.enum(['approve', 'reject']),
    comment: z.string().trim().max(2000).optional(),
    form: jsonObject.optional(),
    subjectHash: z.string().optional(),
  })
  .refine((value) => value.outcome === 'approve' || (value.comment ?? '') !== '', {
    path: ['comment'],
    message: 'a rejection needs a comment',
  })
  .meta({ id: 'DecisionRequest' });
export type DecisionRequest = z.infer<typeof decisionRequest>;

export const decisionResult = z.object({
  approval: z.string(),
  state: approvalStatus,
  given: z.number().int(),
  needed: z.number().int(),
});
export type DecisionResult = z.infer<typeof decisionResult>;
