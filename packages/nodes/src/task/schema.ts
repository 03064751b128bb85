import { z } from 'zod';
import { duration, id, role, words } from '../fields.js';

export const schema = z.strictObject({
  /** Liquid over the run's variables. */
  title: words,
  text: words.optional(),
  role,
  /** A user's id; otherwise anybody of the role. */
  assignee: id.optional(),
  about: z.strictObject({ kind: z.string().min(1), id }).optional(),
  due: duration.optional(),
});
