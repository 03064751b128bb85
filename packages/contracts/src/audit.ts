import { z } from 'zod';
import { instant, jsonObject, subject } from './common.js';

/** One entry of the audit log; each carries the hash of the one before it. */
export const auditEntry = z
  .object({
    id: z.string(),
    seq: z.number().int(),
    at: instant,
    actor: z.object({ id: z.string(), name: z.string().optional() }),
    action: z.string(),
    text: z.string(),
    subject,
    detail: jsonObject,
    hash: z.string(),
    previous: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryDto = z.infer<typeof auditEntry>;
