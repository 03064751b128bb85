import { z } from 'zod';
import { sentenceSegment } from './commission.js';
import { decidingRule, instant, json, jsonObject, partnerRef } from './common.js';
import { documentRequest } from './document-request.js';
import { money } from './money.js';

/** A touch that was looked at when the credit was given, and why it counted or not. */
export const touch = z.object({
  id: z.string(),
  kind: z.enum(['click', 'coupon', 'lead', 'explicit', 'customer']),
  at: instant,
  partner: partnerRef,
  link: z.string().optional(),
  coupon: z.string().optional(),
  referrer: z.string().optional(),
  counted: z.boolean(),
  reason: z.string().optional(),
});
export type TouchDto = z.infer<typeof touch>;

export const referralRow = z
  .object({
    id: z.string(),
    customer: z.string(),
    customerExternalId: z.string(),
    partner: partnerRef,
    model: z.string(),
    weights: z.array(z.object({ partner: partnerRef, ppm: z.number().int() })),
    stage: z.enum(['lead', 'qualified', 'opportunity', 'customer', 'retained']),
    status: z.enum(['pending', 'approved', 'rejected']),
    /** Why it is not valid, as a code; what staff noted beside it is for staff. */
    rejection: z.object({ reason: z.string(), note: z.string().optional() }).optional(),
    /** Tags and who follows it up: for staff. */
    tags: z.array(z.string()),
    assignee: z.object({ id: z.string(), name: z.string() }).optional(),
    orders: z.number().int(),
    revenue: money.optional(),
    createdAt: instant,
    rev: z.number().int(),
  })
  .meta({ id: 'Referral' });
export type ReferralRow = z.infer<typeof referralRow>;

export const referralDetail = referralRow
  .extend({
    touches: z.array(touch),
    /** Keys of the lists that it is on; for staff. */
    lists: z.array(z.string()),
    /** When it was pushed to a CRM, and what came of it; for staff. */
    pushes: z.array(
      z.object({
        crm: z.string(),
        state: z.enum(['sending', 'taken', 'refused']),
        reference: z.string().optional(),
        error: z.string().optional(),
        at: instant,
      }),
    ),
    /** What its partner was asked about it. */
    requests: z.array(documentRequest),
    /** Why these partners are credited, in the caller's language. */
    sentence: z.string(),
    segments: z.array(sentenceSegment),
    /** What the attribution rule decided, where the model is `rules`; for staff. */
    decision: z.object({ rule: decidingRule, facts: jsonObject, outcome: json, trace: z.array(json) }).optional(),
  })
  .meta({ id: 'ReferralDetail' });
export type ReferralDetail = z.infer<typeof referralDetail>;

/** `rev` is what the editor looked at. An assignee of null takes it away. */
export const referralUpdate = z
  .object({
    tags: z.array(z.string().trim().min(1).max(64)).max(50),
    assignee: z.string().min(1).max(100).nullable(),
  })
  .partial()
  .extend({ rev: z.number().int() })
  .strict();
export type ReferralUpdate = z.infer<typeof referralUpdate>;

/** Whether a lead is valid. */
export const referralDecision = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('qualify'), rev: z.number().int() }),
  z.strictObject({
    outcome: z.literal('reject'),
    reason: z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'a code such as duplicate'),
    note: z.string().trim().min(1).max(2_000).optional(),
    rev: z.number().int(),
  }),
]);
export type ReferralDecision = z.infer<typeof referralDecision>;
