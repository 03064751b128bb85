import { z } from 'zod';
import { duration, id, role, words } from '../fields.js';

export const schema = z.strictObject({
  referral: id.default({ $var: 'subject.id' }),
  /** `assignee`: a task for whoever has the lead. `partner`: a question in the portal. */
  of: z.enum(['assignee', 'partner']).default('assignee'),
  /** Liquid over the run's variables. */
  question: words.default('How does this deal stand?'),
  /** Who gets the task where nobody has the lead. */
  role: role.default('manager'),
  due: duration.optional(),
});
