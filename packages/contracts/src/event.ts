import { z } from 'zod';
import { instant, jsonObject } from './common.js';

/** `type@version` is allowed; the version is 1 where none is named. */
export const eventInput = z
  .strictObject({
    id: z.string().min(1).max(200),
    type: z.string().regex(/^[a-z_]+(\.[a-z0-9_]+)*(@[1-9]\d{0,3})?$/, 'a type like "order.paid" or "order.paid@1"'),
    occurredAt: instant,
    data: jsonObject,
  })
  .meta({ id: 'EventInput' });
export type EventInput = z.infer<typeof eventInput>;

export const eventsRequest = z.union([eventInput, z.array(eventInput).min(1).max(500)]);

export const eventReceipt = z
  .object({ eventId: z.string(), duplicate: z.boolean(), clamped: z.enum(['future', 'too_old']).optional() })
  .meta({ id: 'EventReceipt' });
export type EventReceipt = z.infer<typeof eventReceipt>;

/** One receipt for one event, an array for an array, in the same order. */
export const eventsResponse = z.union([eventReceipt, z.array(eventReceipt)]);

export const eventRow = z
  .object({
    id: z.string(),
    source: z.string(),
    sourceId: z.string(),
    type: z.string(),
    version: z.number().int(),
    occurredAt: instant,
    receivedAt: instant,
    dispatch: z.enum(['due', 'done', 'ignored', 'failed']),
    clamped: z.enum(['future', 'too_old']).optional(),
    /** A later telling under the same id said something else; both are kept. */
    differing: z.number().int().optional(),
    data: jsonObject,
  })
  .meta({ id: 'Event' });
export type EventRow = z.infer<typeof eventRow>;

export const webhookReceipt = z.object({
  received: z.array(eventReceipt),
  /** Stored and shown, but not understood. */
  ignored: z.boolean(),
});
export type WebhookReceipt = z.infer<typeof webhookReceipt>;
