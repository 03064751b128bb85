import { z } from 'zod';
import { id, tags } from '../fields.js';

export const schema = z.strictObject({
  referral: id.default({ $var: 'subject.id' }),
  tags: tags.default(['Qualified']),
});
