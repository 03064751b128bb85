import { z } from 'zod';
import { instant, jsonObject, subject } from './common.js';

export const taskRow = z
  .object({
    id: z.string(),
    title: z.string(),
    detail: z.string().optional(),
    subject: subject.optional(),
    assignee: z.string().optional(),
    role: z.string().optional(),
    run: z.string().optional(),
    state: z.enum(['open', 'done', 'cancelled']),
    dueAt: instant.optional(),
    late: z.boolean(),
    createdAt: instant,
    doneAt: instant.optional(),
    doneBy: z.string().optional(),
  })
  .meta({ id: 'Task' });
export type TaskRow = z.infer<typeof taskRow>;

export const taskComplete = z.strictObject({
  note: z.string().trim().max(2000).optional(),
  result: jsonObject.optional(),
});
export type TaskComplete = z.infer<typeof taskComplete>;
