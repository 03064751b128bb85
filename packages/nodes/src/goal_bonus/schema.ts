import { z } from 'zod';
import { duration, id, key, moneyValue, orReference, words } from '../fields.js';

export const schema = z.strictObject({
  /** Absent: the run's subject. */
  partner: id.optional(),
  goal: z.enum(['referrals', 'orders', 'revenue']),
  /** So many referrals or orders. */
  count: orReference(z.int().min(1).max(1_000_000)).optional(),
  /** So much revenue, after tax and shipping. */
  revenue: moneyValue.optional(),
  /** Time to reach it, from when the step is entered. */
  for: duration,
  /** What is paid. */
  amount: moneyValue,
  /** What it is for, as the partner reads it. */
  reason: words,
  /** How long it is held before it can be paid out; absent: the programme's refund window. */
  hold: duration.optional(),
  /** Under this name it is paid once to a partner, by whatever run; absent: once by this step of this run. */
  once: orReference(key).optional(),
});
