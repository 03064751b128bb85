import { z } from 'zod';
import { duration, id, logic, quietHours, zone } from '../fields.js';

export const schema = z.strictObject({
  events: z.array(z.string().regex(/^[a-z_]+(\.[a-z_]+)*$/)).min(1),
  /** A key that the event can be found by, e.g. `order:ord_…`; default: the run's subject. */
  correlation: id.optional(),
  /** JSON-logic over `event` and the run's variables. */
  filter: logic.optional(),
  for: duration.optional(),
  /** Whose calendar the duration is counted on: the programme's unless said otherwise. */
  zone: zone.optional(),
  /** The timeout is put off to after these hours; an event ends the wait at any time. */
  quiet: quietHours.optional(),
});
