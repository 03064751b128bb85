import { z } from 'zod';
import { id, role } from '../fields.js';

export const schema = z
  .strictObject({
    partner: id.default({ $var: 'subject.id' }),
    /** A user's id. */
    owner: id.optional(),
    /** Without an owner: the next one in turn of those who have this role. */
    role: role.optional(),
    /** A partner that has an owner keeps it. */
    keep: z.enum(['owner', 'nothing']).default('nothing'),
  })
  .refine(({ owner, role: turn }) => owner !== undefined || turn !== undefined, {
    path: ['owner'],
    message: 'a person, or a role whose people take turns',
  });
