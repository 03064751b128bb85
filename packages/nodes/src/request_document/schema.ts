import { z } from 'zod';
import { duration, id, orReference, words } from '../fields.js';

export const schema = z.strictObject({
  partner: id.default({ $var: 'subject.id' }),
  /** `terms`, `tax_form` and `brand_policy` are known; anything else is shown as it is written. */
  document: orReference(z.string().trim().min(1).max(120)),
  /** What the partner reads beside it: Liquid over the run's variables. */
  text: words.optional(),
  /** `go_on` leaves at once by `next`; a later step may wait for `document.signed` or `tax_form.received`. */
  then: z.enum(['wait', 'go_on']).default('wait'),
  due: duration.optional(),
});
