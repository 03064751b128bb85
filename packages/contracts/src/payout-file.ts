import { z } from 'zod';
import { instant, partnerRef } from './common.js';
import { money } from './money.js';

export const payoutFileFormat = z.enum(['csv', 'pain001', 'nacha', 'payoneer']);
export type PayoutFileFormat = z.infer<typeof payoutFileFormat>;

const day = z.iso.date().meta({ example: '2026-11-24' });

/** Makes a file of the batch's payouts that are sent and wait for it. The same items give the same bytes. */
export const payoutFileCreate = z.strictObject({
  /** Only these payouts; all that wait for this format where absent. */
  payouts: z.array(z.string().min(1).max(80)).min(1).max(20_000).optional(),
  /** Only what is paid in this currency: a file has one. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** The day on which the bank is to pay; the next banking day where absent. */
  executionDate: day.optional(),
  /** Makes a file of payouts that are in one already. Needs `payout.export_again`; who did it and why is audited. */
  override: z.strictObject({ reason: z.string().trim().min(10).max(500) }).optional(),
});
export type PayoutFileCreate = z.infer<typeof payoutFileCreate>;

/** A payout that is not in the file, and why. */
export const payoutFileLeftOut = z.object({
  payout: z.string(),
  partner: partnerRef,
  amount: money,
  code: z.string(),
  reason: z.string(),
});

export const payoutFileRow = z
  .object({
    id: z.string(),
    batch: z.object({ id: z.string(), name: z.string() }),
    /** Counts the files of a batch. */
    number: z.number().int(),
    format: payoutFileFormat,
    /** What to call it on a disk, e.g. `B-2026-11-1.xml`. */
    name: z.string(),
    /** Of its bytes; names exactly this content. */
    sha256: z.string(),
    bytes: z.number().int(),
    currency: z.string(),
    payments: z.number().int(),
    total: money,
    /** The control sum as the file itself carries it, and for NACHA the hash of its routing numbers. */
    sums: z.object({ control: z.string(), hash: z.string().optional() }),
    executionDate: day,
    leftOut: z.number().int(),
    madeBy: z.object({ id: z.string(), name: z.string() }),
    madeAt: instant,
    /** It repeats payouts of earlier files, on purpose. */
    override: z.object({ reason: z.string(), payouts: z.number().int() }).optional(),
    /** How many of its payouts are paid, came back, or still wait for the bank's word. */
    progress: z.object({ waiting: z.number().int(), paid: z.number().int(), returned: z.number().int() }),
  })
  .meta({ id: 'PayoutFile' });
export type PayoutFileRow = z.infer<typeof payoutFileRow>;

export const payoutFileDetail = payoutFileRow
  .omit({ leftOut: true })
  .extend({
    payouts: z.array(
      z.object({
        payout: z.string(),
        partner: partnerRef,
        amount: money,
        /** What the bank's statement will name it by. */
        reference: z.string(),
        state: z.string(),
      }),
    ),
    leftOut: z.array(payoutFileLeftOut),
  })
  .meta({ id: 'PayoutFileDetail' });
export type PayoutFileDetail = z.infer<typeof payoutFileDetail>;

/** What a person saw of a payout elsewhere: in the bank's own pages, in a letter. */
export const payoutMark = z.strictObject({
  /** `failed`: it was never paid. `returned`: it was paid and came back. */
  outcome: z.enum(['paid', 'failed', 'returned']).default('paid'),
  /** The bank's or the person's own reference. */
  reference: z.string().trim().min(1).max(140),
  /** When it happened. */
  date: day,
  note: z.string().trim().min(1).max(1000),
});
export type PayoutMark = z.infer<typeof payoutMark>;

export const payoutMarked = z.object({ payout: z.string(), state: z.string() }).meta({ id: 'PayoutMarked' });
export type PayoutMarked = z.infer<typeof payoutMarked>;
