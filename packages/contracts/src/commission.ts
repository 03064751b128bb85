import { z } from 'zod';
import { decidingRule, explanationPart, instant, json, jsonObject, partnerRef, ruleRef } from './common.js';
import { money } from './money.js';

export const commissionState = z.enum(['new', 'held', 'payable', 'reserved', 'sent', 'paid', 'rejected']);
export const approvalState = z.enum(['not_needed', 'waiting', 'approved', 'rejected']);

export const hold = z.object({
  key: z.string(),
  kind: z.enum(['refund_window', 'review', 'dispute', 'tax_form', 'staged']),
  since: instant,
  until: instant.optional(),
  endedAt: instant.optional(),
});
export type HoldDto = z.infer<typeof hold>;

/** The living half: what the ledger says of this commission now. */
export const commissionPosition = z.object({
  state: commissionState,
  approval: approvalState,
  holds: z.array(hold),
  earned: money,
  reversed: money,
  open: money,
  /** The latest end of an open hold, where time alone ends it. */
  heldUntil: instant.optional(),
  payout: z.string().optional(),
  batch: z.string().optional(),
});

export const commissionRow = z
  .object({
    id: z.string(),
    partner: partnerRef,
    order: z.object({ id: z.string(), externalId: z.string() }),
    /** Where it is for a lead, trial or activation: no order is stored under `order` then. `what`: in the caller's language. */
    lead: z.object({ event: z.string(), what: z.string() }).optional(),
    referral: z.string(),
    customer: z.string(),
    amount: money,
    rule: ruleRef,
    position: commissionPosition,
    /** 0 to 100 and above, from the fraud rule. */
    risk: z.number().optional(),
    reverses: z.string().optional(),
    /** "15 % because …", in the caller's language. */
    sentence: z.string(),
    occurredAt: instant,
    createdAt: instant,
  })
  .meta({ id: 'Commission' });
export type CommissionRow = z.infer<typeof commissionRow>;

export const commissionDetail = commissionRow
  .extend({
    lineKey: z.string(),
    component: z.string(),
    base: money,
    terms: jsonObject,
    run: z.string().optional(),
    event: z.string(),
    /** Journals that touched it, oldest first. */
    journals: z.array(
      z.object({
        id: z.string(),
        seq: z.number().int(),
        at: instant,
        kind: z.string(),
        delta: money,
        actor: z.string(),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'CommissionDetail' });
export type CommissionDetail = z.infer<typeof commissionDetail>;

/** A piece of a sentence; `value` marks what the design shows as a value token. */
export const sentenceSegment = z.object({ text: z.string(), value: z.boolean() });
export type SentenceSegment = z.infer<typeof sentenceSegment>;

/** One line of the sum, e.g. "Tax −391.40"; `label` is in the caller's language. */
export const calculationLine = z.object({
  code: z.string(),
  label: z.string(),
  params: jsonObject.optional(),
  amount: money.optional(),
  rate: z.string().optional(),
});
export type CalculationLineDto = z.infer<typeof calculationLine>;

/** Words of an explanation: the sentence, and the same in pieces. */
const said = z.object({ sentence: z.string(), segments: z.array(sentenceSegment) });

/** Why this amount: the rule and its version, the facts it saw, the path it took, the sum, and the sentence. */
export const explanation = z
  .object({
    commission: z.string(),
    sentence: z.string(),
    segments: z.array(sentenceSegment),
    parts: z.array(explanationPart),
    rule: decidingRule,
    facts: jsonObject,
    trace: z.array(json),
    /** Entries of the trace that were left out because there were too many. */
    traceLeftOut: z.number().int().optional(),
    /** Why this partner: by the order's attribution. Names of other partners are for staff. */
    attribution: said.extend({ model: z.string(), rule: decidingRule.optional() }).optional(),
    /** What the fraud rule said, strongest first; for staff. */
    fraud: said.extend({ risk: z.number(), rule: decidingRule, decision: z.string() }).optional(),
    calculation: z.array(calculationLine),
    locale: z.enum(['en', 'de']),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanation>;
