import { z } from 'zod';
import { id } from '../fields.js';

export const schema = z.strictObject({ order: id.default({ $var: 'subject.id' }) });
