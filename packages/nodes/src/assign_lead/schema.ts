import { z } from 'zod';
import { id, role } from '../fields.js';

export const schema = z
  .strictObject({
    referral: id.default({ $var: 'subject.id' }),
    /** A user's id. */
    assignee: id.optional(),
    /** Without an assignee: the next one in turn of those who have this role. */
    role: role.optional(),
  })
  .refine(({ assignee, role: turn }) => assignee !== undefined || turn !== undefined, {
    path: ['assignee'],
    message: 'a person, or a role whose people take turns',
  });
