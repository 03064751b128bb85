import { z } from 'zod';
import { instant, jsonObject, subject } from './common.js';
import { money } from './money.js';
import { timelineEntry } from './partner.js';

/** Something that waits on the caller. */
export const needsMeItem = z.object({
  kind: z.enum(['approval', 'parked', 'task']),
  id: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  amount: money.optional(),
  subject: subject.optional(),
  since: instant,
  dueAt: instant.optional(),
  late: z.boolean(),
});
export type NeedsMeItem = z.infer<typeof needsMeItem>;

/**
 * One north-star figure over the last 12 weeks and the 12 before. `value` is a decimal string in `unit` (money: minor units of
 * `currency`; percent: 0–100; days), null where there is nothing to measure. Week starts are local to the programme.
 */
export const figure = z.object({
  key: z.enum([
    'partner_revenue',
    'active_partners',
    'activation_rate',
    'click_to_customer',
    'payout_lag',
    'time_to_first_referral',
    'revenue_to_commission',
  ]),
  unit: z.enum(['money', 'count', 'percent', 'days', 'ratio']),
  currency: z.string().optional(),
  value: z.string().nullable(),
  previous: z.string().nullable(),
  series: z.array(z.object({ from: instant, value: z.string().nullable() })),
  previousSeries: z.array(z.object({ from: instant, value: z.string().nullable() })),
  /** Numbers for the line below, e.g. `{ clicks: 101336 }`. */
  detail: jsonObject,
});
export type Figure = z.infer<typeof figure>;

export const homeMetrics = z
  .object({
    asOf: instant,
    needsMe: z.object({
      counts: z.object({
        all: z.number().int(),
        approvals: z.number().int(),
        parked: z.number().int(),
        tasks: z.number().int(),
      }),
      items: z.array(needsMeItem),
    }),
    figures: z.array(figure),
    live: z.object({
      asleep: z.number().int(),
      parked: z.number().int(),
      eventsPerMinute: z.number(),
      activity: z.array(timelineEntry),
    }),
  })
  .meta({ id: 'HomeMetrics' });
export type HomeMetrics = z.infer<typeof homeMetrics>;
