import { z } from 'zod';
import { id, ids, orReference, words } from '../fields.js';

export const schema = z.strictObject({
  commissions: z.union([ids, id]),
  /** Code of the reason the partner is told, e.g. `fraud_blocked`, `review_rejected`. */
  reason: orReference(z.string().regex(/^[a-z][a-z0-9_]*$/)),
  comment: orReference(words).nullable().optional(),
});
