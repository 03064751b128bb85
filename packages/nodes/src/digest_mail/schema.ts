import { z } from 'zod';
import { duration, id, key, orReference, reference } from '../fields.js';

export const schema = z.strictObject({
  template: orReference(key),
  /** Absent: the run's subject. */
  partner: id.optional(),
  /** How far back the figures look, from now. */
  period: duration.default('P7D'),
  /** Events that a `digest` step has collected: they are told in place of the period's own. */
  events: reference.optional(),
  /** What to do when nothing happened. */
  empty: z.enum(['send', 'skip']).default('send'),
  /** More values for the template, by name. */
  data: z.record(z.string(), z.json()).optional(),
});
