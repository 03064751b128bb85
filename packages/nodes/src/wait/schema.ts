import { z } from 'zod';
import { duration, orReference, quietHours, timeOfDay, words, zone } from '../fields.js';

export const schema = z
  .strictObject({
    for: duration.optional(),
    /** An instant, or a local date or date-time of the zone. */
    until: orReference(z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'a date or a point in time')).optional(),
    next: z
      .strictObject({
        weekday: z.int().min(1).max(7).optional(),
        time: timeOfDay,
      })
      .optional(),
    /** Whose calendar counts: the programme's unless said otherwise. */
    zone: zone.optional(),
    /** The end is put off to after these hours. */
    quiet: quietHours.optional(),
    /** Ends the card's sentence, e.g. "in case the order is refunded". */
    reason: words.optional(),
  })
  .refine((config) => [config.for, config.until, config.next].filter((value) => value !== undefined).length === 1, {
    message: 'say one of: how long, until when, or until which next moment',
  });
