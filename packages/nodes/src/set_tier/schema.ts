import { z } from 'zod';
import { id } from '../fields.js';

export const schema = z.strictObject({
  partner: id.default({ $var: 'subject.id' }),
  /** Key of a tier; `keep` leaves it. */
  tier: id,
  reason: id.optional(),
  /** The rule's decision that says so. */
  decision: id.optional(),
});
