import { z } from 'zod';
import { instant, subject } from './common.js';

export const messageState = z.enum(['due', 'sending', 'sent', 'failed', 'suppressed']);

/** One outgoing message in the outbox. */
export const messageRow = z
  .object({
    id: z.string(),
    channel: z.string(),
    template: z.string(),
    to: z.string(),
    subjectLine: z.string(),
    state: messageState,
    /** Who delivered it: `resend`, or `outbox` where no key is set. */
    provider: z.string().optional(),
    partner: z.string().optional(),
    about: subject.optional(),
    createdAt: instant,
    sentAt: instant.optional(),
    attempts: z.number().int(),
    error: z.string().optional(),
  })
  .meta({ id: 'Message' });
export type MessageRow = z.infer<typeof messageRow>;

export const messageDetail = messageRow
  .extend({
    html: z.string().optional(),
    text: z.string().optional(),
    run: z.string().optional(),
    attachments: z.array(z.object({ name: z.string(), path: z.string() })).optional(),
  })
  .meta({ id: 'MessageDetail' });
export type MessageDetail = z.infer<typeof messageDetail>;
