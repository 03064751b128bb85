import { z } from 'zod';
import { explanationPart, instant, partnerRef } from './common.js';

/** A coupon code and whose it is. */
export const couponRow = z
  .object({
    id: z.string(),
    code: z.string(),
    partner: partnerRef,
    /** False once it was taken away or its time is over. */
    usable: z.boolean(),
    createdAt: instant,
    expiresAt: instant.optional(),
    /** What the partner agrees to by using it. */
    terms: z.string().optional(),
  })
  .meta({ id: 'Coupon' });
export type CouponRow = z.infer<typeof couponRow>;

export const couponRequestState = z.enum(['requested', 'clear', 'conflict', 'created', 'declined']);

/** What a partner's page was found to say. */
export const pageScan = z
  .object({
    id: z.string(),
    url: z.string(),
    outcome: z.enum(['ok', 'findings', 'unreachable']),
    findings: z.array(explanationPart),
    /** The findings as sentences, in the caller's language. */
    words: z.array(z.string()),
    /** Where the page discloses, as it stands there. */
    disclosure: z.string().optional(),
    error: z.string().optional(),
    at: instant,
  })
  .meta({ id: 'PageScan' });
export type PageScanDto = z.infer<typeof pageScan>;

/** A partner's wish for a code, what speaks against it, and what came of it. */
export const couponRequestRow = z
  .object({
    id: z.string(),
    partner: partnerRef,
    code: z.string(),
    landingPage: z.string().optional(),
    note: z.string().optional(),
    state: couponRequestState,
    conflicts: z.array(explanationPart),
    /** The conflicts as sentences; for staff. */
    words: z.array(z.string()),
    coupon: z.string().optional(),
    /** Why it was declined. */
    reason: z.string().optional(),
    createdAt: instant,
    answeredAt: instant.optional(),
    /** The newest look at its landing page. */
    scan: pageScan.optional(),
  })
  .meta({ id: 'CouponRequest' });
export type CouponRequestRow = z.infer<typeof couponRequestRow>;

export const couponRequestCreate = z.strictObject({
  /** For staff, who ask for a partner; a partner asks for itself. */
  partner: z.string().min(1).max(100).optional(),
  code: z.string().trim().min(1).max(64),
  landingPage: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  note: z.string().trim().max(2000).optional(),
});
export type CouponRequestCreate = z.infer<typeof couponRequestCreate>;
