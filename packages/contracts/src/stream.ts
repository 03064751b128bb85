import { z } from 'zod';
import { instant, subject } from './common.js';

/**
 * What `GET /v1/stream` sends as `data:`; the SSE `id:` is the cursor for `Last-Event-ID`, the SSE `event:` is `kind`.
 * It says what changed, not its content: readers fetch what they show.
 */
export const streamEvent = z
  .object({
    id: z.string(),
    at: instant,
    kind: z.enum([
      'event',
      'run',
      'approval',
      'commission',
      'batch',
      'payout',
      'statement',
      'message',
      'task',
      'partner',
      'rule',
      'backtest',
      'audit',
    ]),
    subject,
    text: z.string(),
  })
  .meta({ id: 'StreamEvent' });
export type StreamEvent = z.infer<typeof streamEvent>;
