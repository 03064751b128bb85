import { z } from 'zod';
import { duration, id, ids } from '../fields.js';

export const schema = z.strictObject({
  commissions: z.union([ids, id]),
  kind: z.enum(['refund_window', 'review', 'dispute', 'tax_form', 'staged']).default('refund_window'),
  /** Absent or null: the programme's refund window. */
  for: duration.nullable().optional(),
});
