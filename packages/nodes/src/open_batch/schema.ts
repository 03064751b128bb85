import { z } from 'zod';
import { id, orReference } from '../fields.js';

export const schema = z.strictObject({
  /** Id of the batch; default: the run's subject. */
  batch: id.default({ $var: 'subject.id' }),
  /** Default: the programme's. */
  currency: orReference(z.string().regex(/^[A-Z]{3}$/))
    .nullable()
    .optional(),
  /** Commissions released up to this instant; default: when the run started. */
  cutoff: orReference(z.string()).nullable().optional(),
  /** Opens only on the days of the programme's payout calendar, with the cutoff of that day; nothing to pay on others. */
  calendar: orReference(z.boolean()).nullable().optional(),
});
