import { z } from 'zod';
import { id, words } from '../fields.js';

export const schema = z.strictObject({
  /** `#name` or a channel's id; absent: the one that the programme has set. */
  channel: id.optional(),
  /** Liquid over the run's variables. */
  text: words,
  /** What to do when Slack's answer is lost: Slack cannot be asked whether it took a message. */
  lost: z.enum(['repeat', 'ask']).default('repeat'),
});
