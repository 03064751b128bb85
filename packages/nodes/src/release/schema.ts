import { z } from 'zod';
import { id, ids } from '../fields.js';

export const schema = z.strictObject({ commissions: z.union([ids, id]) });
