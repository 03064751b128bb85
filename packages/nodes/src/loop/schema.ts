import { z } from 'zod';
import { logic, orReference } from '../fields.js';

export const schema = z.strictObject({
  max: orReference(z.int().min(1).max(1_000)),
  /** JSON-logic over the run's variables: ends the loop when it holds. */
  until: logic.optional(),
});
