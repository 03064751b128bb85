import { z } from 'zod';
import { id, ids } from '../fields.js';

export const schema = z.strictObject({
  /** Absent: the landing page of the coupon request, or else the partner's website. */
  url: id.optional(),
  /** Absent: whom the request or the run is about. */
  partner: id.optional(),
  /** Phrases that nobody may claim, beside those of the programme. */
  claims: ids.optional(),
});
