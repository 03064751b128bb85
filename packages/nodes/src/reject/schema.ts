import { z } from 'zod';
import { id, key, orReference, tags, words } from '../fields.js';

export const schema = z.strictObject({
  referral: id.default({ $var: 'subject.id' }),
  /** A code such as `duplicate`, `free_mail`, `out_of_segment`; the partner sees it in words. */
  reason: orReference(key),
  /** More about it, for staff: Liquid over the run's variables. */
  note: words.optional(),
  tags: tags.optional(),
});
