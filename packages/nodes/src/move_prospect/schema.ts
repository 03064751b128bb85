import { closeReasons } from '@sluice/domain';
import { z } from 'zod';
import { id } from '../fields.js';

export const schema = z
  .strictObject({
    prospect: id.default({ $var: 'subject.id' }),
    to: z.enum(['contacted', 'in_talks', 'closed']),
    /** Why it is closed. */
    reason: z.enum(closeReasons).optional(),
  })
  .refine(({ to, reason }) => (to === 'closed') === (reason !== undefined), {
    path: ['reason'],
    message: 'a reason where it is closed, and only there',
  });
