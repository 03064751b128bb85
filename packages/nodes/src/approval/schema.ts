import { z } from 'zod';
import { duration, id, ids, key, orReference, role, words } from '../fields.js';

export const schema = z.strictObject({
  about: z.enum(['commission', 'batch', 'application', 'other']),
  /** What is approved: a batch id, or commission ids. */
  subject: z.union([id, ids]),
  title: words,
  role,
  /** How many people; `by_amount` asks one, and two from the programme's threshold. */
  needed: z.union([z.int().min(1).max(5), z.literal('by_amount')]).default(1),
  /** Node outputs shown as evidence, by name. */
  evidence: z.record(z.string(), z.json()).optional(),
  /** Mail to those who may decide, when it is opened and with each reminder. */
  mail: orReference(key).optional(),
  remind: duration.optional(),
  escalateAfter: duration.optional(),
  escalateTo: role.optional(),
  timeout: duration.optional(),
});
