import { z } from 'zod';
import { id, key } from '../fields.js';

export const schema = z.strictObject({
  referral: id.default({ $var: 'subject.id' }),
  /** Which of the programme's CRMs. */
  crm: key.default('crm'),
  /** More fields by the CRM's names, over those of the mapping: constants, references or ids. */
  fields: z.record(z.string().min(1).max(100), z.json()).optional(),
});
