import { z } from 'zod';
import { sentenceSegment } from './commission.js';
import { decidingRule, instant, json, jsonObject, partnerRef } from './common.js';
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
    orders: z.number().int(),
    revenue: money.optional(),
    createdAt: instant,
  })
  .meta({ id: 'Referral' });
export type ReferralRow = z.infer<typeof referralRow>;

export const referralDetail = referralRow
  .extend({
    touches: z.array(touch),
    /** Why these partners are credited, in the caller's language. */
    sentence: z.string(),
    segments: z.array(sentenceSegment),
    /** What the attribution rule decided, where the model is `rules`; for staff. */
    decision: z.object({ rule: decidingRule, facts: jsonObject, outcome: json, trace: z.array(json) }).optional(),
  })
  .meta({ id: 'ReferralDetail' });
export type ReferralDetail = z.infer<typeof referralDetail>;
