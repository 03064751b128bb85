import { z } from 'zod';

export const tier = z.object({ key: z.string(), name: z.string(), rank: z.number().int(), perks: z.array(z.string()) });

/** A programme and its settings; amounts are minor units by currency. */
export const programme = z
  .object({
    key: z.string(),
    name: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    tiers: z.array(tier),
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
