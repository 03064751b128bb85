import { z } from 'zod';
import { instant, partnerRef } from './common.js';
import { money } from './money.js';

export const batchState = z.enum([
  'draft',
  'awaiting_approval',
  'approved',
  'sending',
  'sent',
  'partly_failed',
  'rejected',
  'cancelled',
]);
export const payoutState = z.enum([
  'draft',
  'awaiting_approval',
  'approved',
  'sending',
  'sent',
  'paid',
  'failed',
  'returned',
  'cancelled',
]);

export const batchRow = z
  .object({
    id: z.string(),
    name: z.string(),
    currency: z.string(),
    cutoff: instant,
    state: batchState,
    maker: z.object({ id: z.string(), name: z.string() }),
    total: money,
    payouts: z.number().int(),
    approvals: z.array(z.object({ by: z.string(), name: z.string(), at: instant, comment: z.string().optional() })),
    approversNeeded: z.number().int(),
    createdAt: instant,
    sentAt: instant.optional(),
  })
  .meta({ id: 'Batch' });
export type BatchRow = z.infer<typeof batchRow>;

export const payoutItem = z.object({
  commission: z.string(),
  amount: money,
  order: z.string().optional(),
  sentence: z.string().optional(),
});
export type PayoutItemDto = z.infer<typeof payoutItem>;

export const payoutAttempt = z.object({
  key: z.string(),
  generation: z.number().int(),
  at: instant,
  outcome: z.enum(['unknown', 'accepted', 'paid', 'refused', 'returned']),
  railReference: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  settledAt: instant.optional(),
});

export const payout = z
  .object({
    id: z.string(),
    batch: z.string(),
    partner: partnerRef,
    amount: money,
    items: z.array(payoutItem),
    rail: z.string(),
    state: payoutState,
    attempts: z.array(payoutAttempt),
    statement: z.string().optional(),
    createdAt: instant,
    paidAt: instant.optional(),
  })
  .meta({ id: 'Payout' });
export type PayoutDto = z.infer<typeof payout>;

export const batchDetail = batchRow
  .extend({
    itemsHash: z.string(),
    revision: z.number().int(),
    leftOut: z.array(z.object({ partner: partnerRef, amount: money, reason: z.string(), code: z.string() })),
    run: z.string().optional(),
    /** The approval that waits on it, if one does. */
    approval: z.string().optional(),
  })
  .meta({ id: 'BatchDetail' });
export type BatchDetail = z.infer<typeof batchDetail>;

/** Starts a batch by hand: the payout-batch flow with the caller as its maker. */
export const batchCreate = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Commissions that became payable before this; now where absent. */
  cutoff: instant.optional(),
});
export type BatchCreate = z.infer<typeof batchCreate>;

export const batchStarted = z.object({ run: z.string() });
export type BatchStarted = z.infer<typeof batchStarted>;
