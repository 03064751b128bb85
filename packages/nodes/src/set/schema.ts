import { z } from 'zod';
import { variable } from '../fields.js';

export const schema = z.strictObject({ values: z.record(variable, z.json()) });
