import { z } from 'zod';
import { key, words } from '../fields.js';

export const schema = z.strictObject({
  shares: z
    .array(z.strictObject({ port: key, title: words.optional(), percent: z.int().min(0).max(100) }))
    .min(2)
    .max(10)
    .refine(
      (shares) => new Set(shares.map((share) => share.port)).size === shares.length,
      'each share has a port of its own',
    )
    .refine(
      (shares) => shares.reduce((sum, share) => sum + share.percent, 0) === 100,
      'the shares must add up to 100 %',
    ),
});
