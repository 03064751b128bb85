import { z } from 'zod';
import { id } from '../fields.js';

export const schema = z.strictObject({ request: id.default({ $var: 'subject.id' }) });
