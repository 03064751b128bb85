import { z } from 'zod';

export const schema = z.strictObject({
  /** How many branches must have come: all, one (`any`), or a number. */
  need: z.union([z.enum(['all', 'any']), z.int().min(1).max(20)]).default('all'),
});
