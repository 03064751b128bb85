import { z } from 'zod';
import { id, key, reference } from '../fields.js';

export const schema = z.strictObject({
  /** Key of the flow; its version is locked when this one is published. */
  flow: key,
  /** Id of what it is about; default: what this run is about. */
  subject: id.optional(),
  /** Its parameters by key, over their defaults. */
  params: z.record(z.string().min(1).max(64), z.union([reference, z.json()])).optional(),
  /** Go on only when it is over. */
  wait: z.boolean().default(true),
});
