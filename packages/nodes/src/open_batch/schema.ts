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
  /** `calendar`: only on the days of the programme's payout calendar, with the cutoff of that day; nothing to pay on others. */
  when: orReference(z.enum(['now', 'calendar']))
    .nullable()
    .optional(),
  /** A payout that was refused or came back: only its partner is paid again. */
  resends: orReference(z.string()).nullable().optional(),
});
