import { z } from 'zod';
import { id, key } from '../fields.js';

export const schema = z.strictObject({ rule: key, order: id.default({ $var: 'subject.id' }) });
