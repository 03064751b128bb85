import { z } from 'zod';
import { duration, id, logic } from '../fields.js';

export const schema = z.strictObject({
  events: z.array(z.string().regex(/^[a-z_]+(\.[a-z_]+)*$/)).min(1),
  /** A key that the events can be found by; default: the run's subject. */
  correlation: id.optional(),
  /** JSON-logic over `event` and the run's variables. */
  filter: logic.optional(),
  /** How long it collects, from when the step is entered. */
  for: duration,
  max: z.int().min(1).max(100).default(100),
});
