import { z } from 'zod';
import { key, variable } from '../fields.js';

export const schema = z.strictObject({
  rule: key,
  /** Facts by name; each a value or a reference. */
  facts: z.record(z.string(), z.json()).optional(),
  into: variable,
});
