import { z } from 'zod';
import { instant } from './common.js';
import { money } from './money.js';

const month = z.string().regex(/^\d{4}-\d\d$/);

/** What was earned by the month of the order, and where it lies now. Money that was taken back is in the month of its order. */
export const accrualRow = z.object({
  month,
  commissions: z.number().int(),
  /** held + payable + in transit + paid. */
  earned: money,
  held: money,
  payable: money,
  inTransit: money,
  paid: money,
  /** held + payable + in transit: what the programme owes for that month's orders. */
  owed: money,
});
export type AccrualRow = z.infer<typeof accrualRow>;

export const accruals = z
  .object({
    asOf: instant,
    currencies: z.array(
      z.object({
        currency: z.string(),
        months: z.array(accrualRow),
        total: accrualRow.omit({ month: true }),
        /** Whether held, payable and in transit are what the ledger's accounts hold. */
        agrees: z.boolean(),
        ledger: z.object({ held: money, payable: money, inTransit: money }),
      }),
    ),
  })
  .meta({ id: 'Accruals' });
export type AccrualsDto = z.infer<typeof accruals>;

export const payoutLagRow = z.object({
  /** When it was paid. */
  month,
  payouts: z.number().int(),
  commissions: z.number().int(),
  medianDays: z.number(),
  p90Days: z.number(),
});
export type PayoutLagRow = z.infer<typeof payoutLagRow>;

/** From the order to the money at the partner, by the month of the payment. */
export const payoutLag = z.object({ data: z.array(payoutLagRow) }).meta({ id: 'PayoutLag' });
export type PayoutLagDto = z.infer<typeof payoutLag>;

/** A statement's file: its number and form, e.g. `3.pdf`. */
export const statementFile = z.string().regex(/^[1-9]\d{0,8}\.(?:html|pdf|csv)$/, 'a number and a form, e.g. 3.pdf');

export const statementFileQuery = z.object({
  locale: z.enum(['en', 'de']).optional(),
  /** The programme's where absent. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

/** What can be exported, by the name of the file. */
export const exportNames = [
  'journals',
  'accounts',
  'trial-balance',
  'accruals',
  'payout-lag',
  'batches',
  'payouts',
  'commissions',
  'statements',
  'partners',
  'referrals',
  'adjustments',
  'files',
  'bank-entries',
  'audit',
] as const;
export type ExportName = (typeof exportNames)[number];

export const exportFile = z.string().regex(new RegExp(`^(?:${exportNames.join('|')})\\.csv$`));
