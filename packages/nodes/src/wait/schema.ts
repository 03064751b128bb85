import { z } from 'zod';
import { duration, orReference, words } from '../fields.js';

export const schema = z
  .strictObject({
    for: duration.optional(),
    /** An instant, or a local date or date-time in the programme's zone. */
    until: orReference(z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'a date or a point in time')).optional(),
    next: z
      .strictObject({
        weekday: z.int().min(1).max(7).optional(),
        time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM'),
      })
      .optional(),
    /** Ends the card's sentence, e.g. "in case the order is refunded". */
    reason: words.optional(),
  })
  .refine((config) => [config.for, config.until, config.next].filter((value) => value !== undefined).length === 1, {
    message: 'say one of: how long, until when, or until which next moment',
  });
