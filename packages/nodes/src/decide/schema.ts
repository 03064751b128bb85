import { z } from 'zod';
import { key, logic, words } from '../fields.js';

export const schema = z.strictObject({
  branches: z
    .array(z.strictObject({ port: key, title: words.optional(), when: logic }))
    .min(1)
    .max(20)
    .refine(
      (branches) => new Set(branches.map((branch) => branch.port)).size === branches.length,
      'each branch has a port of its own',
    )
    .refine(
      (branches) => branches.every((branch) => !['otherwise', 'on_error'].includes(branch.port)),
      '“otherwise” and “on_error” are taken',
    ),
});
