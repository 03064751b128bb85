import { z } from 'zod';
import { id, key, orReference } from '../fields.js';

export const schema = z.strictObject({
  /** Key of the list; one that is new is made. */
  list: orReference(key),
  /** A referral's id or a partner's. */
  member: id.default({ $var: 'subject.id' }),
  do: z.enum(['add', 'remove']).default('add'),
});
