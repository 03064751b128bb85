import { z } from 'zod';
import { id, ids, key } from '../fields.js';

export const schema = z.strictObject({
  rule: key,
  commissions: z.union([ids, id]),
  /** Points from which a person looks, and from which it is stopped. */
  reviewFrom: z.int().min(1).max(100).default(40),
  blockFrom: z.int().min(1).max(100).default(80),
});
