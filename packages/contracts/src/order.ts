import { z } from 'zod';
import { instant } from './common.js';
import { money } from './money.js';

/** One order, folded from every event that tells of it. */
export const order = z
  .object({
    id: z.string(),
    account: z.string(),
    externalId: z.string(),
    aliases: z.array(z.string()),
    /** Absent while only a refund or dispute has arrived. */
    paid: z
      .object({
        at: instant,
        amount: money,
        tax: money,
        shipping: money,
        discount: money,
        kind: z.enum(['new', 'renewal', 'upgrade']),
        coupon: z.string().optional(),
        customer: z.object({ id: z.string(), externalId: z.string(), country: z.string().optional() }),
      })
      .optional(),
    refunds: z.array(z.object({ id: z.string(), at: instant, amount: money, status: z.enum(['succeeded', 'failed']) })),
    disputes: z.array(
      z.object({ id: z.string(), at: instant, amount: money, status: z.enum(['open', 'won', 'lost']) }),
    ),
    referral: z.string().optional(),
    events: z.array(z.string()),
  })
  .meta({ id: 'Order' });
export type OrderDto = z.infer<typeof order>;
