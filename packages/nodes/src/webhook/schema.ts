import { z } from 'zod';
import { id } from '../fields.js';

export const schema = z.strictObject({
  /** https, at an address of the public internet; redirects are not followed. */
  url: id,
  method: z.enum(['POST']).default('POST'),
  /** What `data` holds, by name; absent: the run's subject and the event that began it. */
  body: z.record(z.string(), z.json()).optional(),
  /** What to do when the answer is lost. The receiver knows a repeated call by its id. */
  lost: z.enum(['ask', 'repeat']).default('ask'),
});
