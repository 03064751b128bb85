import { partnerStatuses } from '@sluice/domain';
import { z } from 'zod';
import { id, orReference, words } from '../fields.js';

export const schema = z.strictObject({
  /** A partner's id, or that of a referral, whose partner it then is. */
  partner: id.default({ $var: 'subject.id' }),
  status: orReference(z.enum(partnerStatuses)),
  /** Why, in words: Liquid over the run's variables. Kept with the status and in the audit log. */
  reason: words.optional(),
});
