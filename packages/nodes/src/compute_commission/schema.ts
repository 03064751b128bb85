import { z } from 'zod';
import { id, key } from '../fields.js';

export const schema = z.strictObject({
  rule: key,
  /** An order, or a referral: then it is computed for what happened to the lead. */
  order: id.default({ $var: 'subject.id' }),
  /** Of a lead: the event that it is paid for; absent: the one that began the run. */
  event: id.optional(),
});
