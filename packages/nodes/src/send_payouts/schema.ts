import { z } from 'zod';
import { duration, id } from '../fields.js';

export const schema = z.strictObject({
  batch: id,
  /** The approval that allows it. */
  approval: id,
  /** How often an unsettled payout is asked for at its rail. */
  lookEvery: duration.optional(),
});
