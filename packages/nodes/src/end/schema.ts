import { z } from 'zod';
import { words } from '../fields.js';

export const schema = z.strictObject({ outcome: words });
