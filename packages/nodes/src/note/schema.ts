import { z } from 'zod';
import { id, words } from '../fields.js';

export const schema = z.strictObject({
  /** A partner's id or a referral's. */
  on: id.default({ $var: 'subject.id' }),
  /** Liquid over the run's variables. */
  text: words,
});
