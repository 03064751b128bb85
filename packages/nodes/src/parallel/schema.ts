import { z } from 'zod';
import { key, words } from '../fields.js';

export const schema = z.strictObject({
  branches: z
    .array(z.strictObject({ port: key, title: words.optional() }))
    .min(2)
    .max(20)
    .refine(
      (branches) => new Set(branches.map((branch) => branch.port)).size === branches.length,
      'each branch has a port of its own',
    )
    .refine((branches) => branches.every((branch) => branch.port !== 'on_error'), '“on_error” is taken'),
});
