import { z } from 'zod';
import { duration, id, key, moneyValue, orReference, words } from '../fields.js';

export const schema = z.strictObject({
  /** Absent: the run's subject. */
  partner: id.optional(),
  amount: moneyValue,
  /** What it is for, as the partner reads it. */
  reason: words,
  /** How long it is held before it can be paid out; absent: the programme's refund window. */
  hold: duration.optional(),
  /** Under this name it is paid once to a partner, by whatever run; absent: once by this step of this run. */
  once: orReference(key).optional(),
});
