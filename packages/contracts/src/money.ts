import { z } from 'zod';

/** Money as JSON carries it: integer minor units as a decimal string, and the ISO 4217 code. */
export const money = z
  .object({
    amount: z.string().regex(/^-?(0|[1-9]\d{0,17})$/, 'integer minor units as a string, e.g. "1999"'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, e.g. "USD"'),
  })
  .meta({ id: 'Money', example: { amount: '1999', currency: 'USD' } });
export type MoneyDto = z.infer<typeof money>;
