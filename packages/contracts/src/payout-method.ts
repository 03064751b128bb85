import { z } from 'zod';
import { instant } from './common.js';

/** How a partner is paid: the rail, the currency and the account as people may see it. */
export const payoutMethod = z
  .object({
    method: z
      .object({
        rail: z.string(),
        currency: z.string(),
        account: z.string(),
        changedAt: instant,
        /** Nothing is paid to it before. */
        coolsUntil: instant.optional(),
      })
      .optional(),
    /** New details that wait for the link in the mail to be followed. */
    waiting: z
      .object({
        rail: z.string(),
        currency: z.string(),
        account: z.string(),
        askedBy: z.string(),
        askedAt: instant,
        expiresAt: instant,
        /** Where the link went; only its first letter and its domain. */
        to: z.string(),
      })
      .optional(),
    /** What may be chosen, with the fields of its account. */
    rails: z.array(
      z.object({
        rail: z.string(),
        fields: z.array(z.object({ key: z.string(), label: z.string(), required: z.boolean() })),
      }),
    ),
    currencies: z.array(z.string()),
  })
  .meta({ id: 'PayoutMethod' });
export type PayoutMethodDto = z.infer<typeof payoutMethod>;

/** `account` has the fields of its rail; what is wrong with one is told under its pointer. */
export const payoutMethodChange = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  account: z.record(z.string(), z.string().max(500)),
});
export type PayoutMethodChangeDto = z.infer<typeof payoutMethodChange>;

/** What the link in the mail carries. */
export const payoutMethodConfirm = z.strictObject({ token: z.string().min(20).max(200) });
export type PayoutMethodConfirm = z.infer<typeof payoutMethodConfirm>;

export const payoutMethodConfirmed = z.object({
  rail: z.string(),
  currency: z.string(),
  account: z.string(),
  coolsUntil: instant.optional(),
});
export type PayoutMethodConfirmed = z.infer<typeof payoutMethodConfirmed>;
