import { z } from 'zod';
import { decisionBar } from './approval.js';
import { id, instant, partnerRef } from './common.js';
import { listQuery } from './list.js';
import { money } from './money.js';

/** Waits for somebody else's decision, was rejected, or is in the ledger as a line of the partner's next statement. */
export const adjustmentState = z.enum(['waiting', 'rejected', 'posted']);

/**
 * What a person wants: positive gives the partner money, negative takes it back. In the programme's currency. The partner
 * reads the reason. From the amount that needs a second approver for a batch, it takes two people as well.
 */
export const adjustmentCreate = z
  .strictObject({
    partner: id('par'),
    amount: money.refine(({ amount }) => amount !== '0' && amount !== '-0', {
      path: ['amount'],
      message: 'an adjustment of nothing changes nothing',
    }),
    reason: z.string().trim().min(3, 'say why, in words that the partner can read').max(500),
  })
  .meta({ id: 'AdjustmentCreate' });
export type AdjustmentCreate = z.infer<typeof adjustmentCreate>;

/** Decided in the inbox: `POST /v1/approvals/{id}/decision`. */
export const adjustment = z
  .object({
    id: z.string(),
    partner: partnerRef,
    amount: money,
    reason: z.string(),
    state: adjustmentState,
    approval: z.string(),
    /** Of the approval, so that a list can decide without asking again. */
    subjectHash: z.string(),
    needed: z.number().int(),
    given: z.number().int(),
    canDecide: z.boolean(),
    barredBy: decisionBar.optional(),
    askedBy: z.object({ id: z.string(), name: z.string() }),
    askedAt: instant,
    decidedAt: instant.optional(),
    decidedBy: z.array(
      z.object({ name: z.string(), outcome: z.enum(['approve', 'reject']), comment: z.string().optional() }),
    ),
    /** Its line, once it is posted. */
    commission: z.string().optional(),
    journal: z.string().optional(),
  })
  .meta({ id: 'Adjustment' });
export type AdjustmentDto = z.infer<typeof adjustment>;

export const adjustmentQuery = listQuery.extend({
  partner: z.string().max(200).optional(),
  state: adjustmentState.optional(),
});
