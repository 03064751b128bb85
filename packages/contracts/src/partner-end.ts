import { z } from 'zod';
import { instant } from './common.js';
import { payoutState } from './batch.js';
import { money } from './money.js';
import { partnerBalance, partnerStatus } from './partner.js';

const count = z.number().int().min(0);

/** One of the two partners of a merge. */
const mergeParty = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  status: partnerStatus,
  tierName: z.string(),
  createdAt: instant,
});

/** What somebody who merges should know; see `mergeWarnings` of the domain. */
export const mergeWarning = z.enum([
  'terms_differ',
  'survivor_not_active',
  'survivor_no_account',
  'payouts_open',
  'debt',
]);
export type MergeWarningDto = z.infer<typeof mergeWarning>;

/** What a merge would do, before anything is done. */
export const partnerMergePreview = z
  .object({
    from: mergeParty,
    into: mergeParty,
    /** Why it cannot be done; the code as `POST /v1/partners/{id}/merge` answers it. */
    refusal: z.object({ code: z.string(), message: z.string() }).optional(),
    /** What goes over at once: what is payable (below zero: owed), and how many of each earn for the survivor from then on. */
    moves: z.object({ payable: z.array(money), links: count, coupons: count, touches: count, referrals: count }),
    /** What goes over when it is released, or when a payout of it fails or comes back. */
    later: z.object({ held: z.array(money), inTransit: z.array(money) }),
    /** What stays with the duplicate. */
    stays: z.object({ commissions: count, statements: count, payouts: count }),
    /** Payouts that are not settled: they go where they were made out to. */
    openPayouts: z.array(
      z.object({ id: z.string(), batch: z.string(), batchName: z.string(), state: payoutState, amount: money }),
    ),
    warnings: z.array(mergeWarning),
  })
  .meta({ id: 'PartnerMergePreview' });
export type PartnerMergePreviewDto = z.infer<typeof partnerMergePreview>;

/** What erasing a partner's personal data would take away, what the law has kept, and what stands against it. */
export const partnerErasePreview = z
  .object({
    /** To be typed again. */
    name: z.string(),
    /** What it is called afterwards. */
    pseudonym: z.string(),
    /** Money that is held, payable or on its way; while there is any, nothing is erased. */
    open: z.array(partnerBalance),
    erases: z.object({
      people: count,
      messages: count,
      notices: count,
      notes: count,
      applications: count,
      payoutAccounts: count,
    }),
    keeps: z.object({
      journals: count,
      commissions: count,
      payouts: count,
      statements: count,
      taxForms: count,
      documents: count,
    }),
    /** Duplicates that were merged into it: each is erased by itself. */
    merged: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'PartnerErasePreview' });
export type PartnerErasePreviewDto = z.infer<typeof partnerErasePreview>;

const stake = z.object({ commissions: count, amounts: z.array(money) });

/** The money that hangs on a partner's status: what ending it for cause would forfeit, and what reinstating it would bring back. */
export const partnerStatusPreview = z.object({ forfeits: stake, restores: stake }).meta({ id: 'PartnerStatusPreview' });
export type PartnerStatusPreviewDto = z.infer<typeof partnerStatusPreview>;
