import { z } from 'zod';
import { duration, id, words } from '../fields.js';

export const schema = z.strictObject({
  request: id.default({ $var: 'subject.id' }),
  answer: z.enum(['create', 'decline']).default('create'),
  /** Another code than the one that was asked for. */
  code: id.optional(),
  /** How long it can be used, from now; absent: without end. */
  expires: duration.optional(),
  /** What the partner agrees to by using it. Liquid over the run's variables. */
  terms: words.optional(),
  /** Why it is declined, as the partner reads it. */
  reason: words.optional(),
});
