import { z } from 'zod';
import { id, tags } from '../fields.js';

export const schema = z.strictObject({
  /** A partner's id or a referral's. */
  on: id.default({ $var: 'subject.id' }),
  add: tags.optional(),
  remove: tags.optional(),
});
