import { z } from 'zod';

export const tier = z.object({ key: z.string(), name: z.string(), rank: z.number().int(), perks: z.array(z.string()) });

/** Minor units by currency. */
const amounts = z.record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,15}$/, 'whole minor units'));
const percent = z.string().regex(/^\d{1,2}(\.\d{1,4})?$/, 'a percentage such as 2.9');

/** When and how it pays out; see the calendars in `docs/money.md`. */
export const payoutSettings = z.strictObject({
  calendar: z.enum(['on_demand', 'monthly', 'net', 'lock_then_pay']),
  netDays: z.union([z.literal(15), z.literal(30), z.literal(60)]).optional(),
  payDay: z.number().int().min(1).max(31).optional(),
  lockDays: z.number().int().min(0).max(60).optional(),
  coolingDays: z.number().int().min(0).max(60).optional(),
  feesByRail: z
    .record(z.string(), z.strictObject({ flat: amounts.optional(), percent: percent.optional() }))
    .optional(),
});
export type PayoutSettingsDto = z.infer<typeof payoutSettings>;

/** A programme and its settings; amounts are minor units by currency. */
export const programme = z
  .object({
    key: z.string(),
    name: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    tiers: z.array(tier),
    rev: z.number().int(),
    settings: z.object({
      refundWindow: z.string(),
      minimumHold: z.string(),
      base: z.enum(['net', 'gross', 'margin']),
      rounding: z.string(),
      attribution: z.object({ model: z.string(), windowDays: z.number().int() }),
      ruleVersionBy: z.enum(['occurredAt', 'receivedAt']),
      allowedLateness: z.string(),
      allowedFuture: z.string(),
      minimumPayout: z.record(z.string(), z.string()),
      secondApproverFrom: z.record(z.string(), z.string()),
      singleOperator: z.boolean(),
      feesBorneBy: z.enum(['programme', 'partner']),
      payouts: payoutSettings.optional(),
      recurringMonths: z.number().int(),
      retention: z.object({
        rawEventDays: z.number().int(),
        rawContextDays: z.number().int(),
        messageDays: z.number().int(),
        runRecordDays: z.number().int(),
      }),
      locale: z.enum(['en', 'de']),
    }),
  })
  .meta({ id: 'Programme' });
export type ProgrammeDto = z.infer<typeof programme>;

/** What may be set of a programme's payouts; null goes back to what counts without a setting. */
export const programmeUpdate = z.strictObject({
  rev: z.number().int(),
  settings: z
    .strictObject({
      payouts: payoutSettings.nullable(),
      minimumPayout: amounts,
      secondApproverFrom: amounts,
      feesBorneBy: z.enum(['programme', 'partner']),
    })
    .partial(),
});
export type ProgrammeUpdate = z.infer<typeof programmeUpdate>;
