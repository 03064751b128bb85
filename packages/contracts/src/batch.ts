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
    /** What is kept back, what comes on top and what the rail is told to pay; absent where that is the amount. */
    settlement: z
      .object({
        vat: money.optional(),
        withholding: money.optional(),
        fee: z.object({ amount: money, borneBy: z.enum(['programme', 'partner']) }).optional(),
        net: money,
        pay: money,
        rate: z.object({ rate: z.string(), source: z.string(), date: z.string() }).optional(),
      })
      .optional(),
    /** The payout that failed or came back, whose money this one sends again. */
    resends: z.string().optional(),
    state: payoutState,
    attempts: z.array(payoutAttempt),
    statement: z.string().optional(),
    createdAt: instant,
    paidAt: instant.optional(),
  })
  .meta({ id: 'Payout' });
export type PayoutDto = z.infer<typeof payout>;

/** A partner who is not in a batch, and why. */
export const batchLeftOut = z.object({ partner: partnerRef, amount: money, reason: z.string(), code: z.string() });
export type BatchLeftOutDto = z.infer<typeof batchLeftOut>;

export const batchDetail = batchRow
  .extend({
    itemsHash: z.string(),
    revision: z.number().int(),
    /** The first hundred of those who are left out; `/left-out` lists all. */
    leftOut: z.array(batchLeftOut),
    leftOutCount: z.number().int(),
    /** While it is prepared: how many of the partners with something payable have been looked at. */
    preparing: z.object({ done: z.number().int(), of: z.number().int() }).optional(),
    run: z.string().optional(),
    /** Locked until then. */
    payOn: instant.optional(),
    /** How many of its payouts are in each state. */
    progress: z.partialRecord(payoutState, z.number().int()),
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

/** Takes a batch, or one payout, back before it is sent. */
export const payoutCancel = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type PayoutCancel = z.infer<typeof payoutCancel>;

export const batchStarted = z.object({ run: z.string() });
export type BatchStarted = z.infer<typeof batchStarted>;

/** What a batch would pay now, and who would be left out and why. Nothing is reserved or stored. */
export const batchPreview = z
  .object({
    currency: z.string(),
    cutoff: instant,
    total: money,
    payouts: z.number().int(),
    approversNeeded: z.number().int(),
    /** The largest payouts, at most 200. */
    largest: z.array(
      payout.pick({ partner: true, amount: true, rail: true, settlement: true }).extend({ items: z.number().int() }),
    ),
    leftOut: z.number().int(),
    /** How many are left out, and what is theirs, by reason. */
    reasons: z.array(z.object({ code: z.string(), partners: z.number().int(), amount: money })),
    /** The first 200 of them. */
    left: z.array(batchLeftOut),
  })
  .meta({ id: 'BatchPreview' });
export type BatchPreview = z.infer<typeof batchPreview>;
