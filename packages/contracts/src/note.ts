import { z } from 'zod';
import { instant } from './common.js';

/** What somebody wrote about a partner or a referral. */
export const note = z
  .object({
    id: z.string(),
    text: z.string(),
    author: z.object({ id: z.string(), name: z.string() }),
    at: instant,
    run: z.string().optional(),
  })
  .meta({ id: 'Note' });
export type NoteDto = z.infer<typeof note>;

export const noteCreate = z.strictObject({ text: z.string().trim().min(1).max(10_000) });
export type NoteCreate = z.infer<typeof noteCreate>;
