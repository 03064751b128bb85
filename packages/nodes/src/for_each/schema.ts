import { z } from 'zod';
import { reference } from '../fields.js';

export const schema = z.strictObject({
  /** A reference to a list, e.g. `{"$var": "event.data.items"}`, or the list itself. */
  list: z.union([reference, z.array(z.json()).max(1_000)]),
  /** So many items a round; `item` is the first of them, `items` all. */
  batch: z.int().min(1).max(500).default(1),
});
