import { z } from 'zod';
import { id, ids } from '../fields.js';

export const schema = z.strictObject({
  commissions: z.union([ids, id]),
  /** The approval that allows it: the activity checks that it was given for these commissions. */
  approval: id,
});
