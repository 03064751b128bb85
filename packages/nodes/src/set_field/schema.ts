import { z } from 'zod';
import { fieldName, id } from '../fields.js';

export const schema = z.strictObject({
  partner: id.default({ $var: 'subject.id' }),
  /** Name of a custom field, as the facts of rules have it under `partner.`. */
  field: fieldName,
  /** A value, a reference, or JSON-logic; null takes the field away. Held against the field's type where it has one. */
  value: z.json(),
});
