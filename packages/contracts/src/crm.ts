import { z } from 'zod';
import { instant } from './common.js';

/** A CRM that leads are pushed to; its secret is never shown again. */
export const crmSetting = z
  .object({
    key: z.string(),
    kind: z.enum(['webhook']),
    url: z.string(),
    mapping: z.record(z.string(), z.string()),
    enabled: z.boolean(),
    changedAt: instant,
  })
  .meta({ id: 'Crm' });
export type CrmSettingDto = z.infer<typeof crmSetting>;

export const crmSave = z.strictObject({
  kind: z.enum(['webhook']).default('webhook'),
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** `whsec_` and base 64; absent: the one there is stays, or a new one is made and answered once. */
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{24,88}={0,2}$/, 'whsec_ and at least 18 bytes in base 64')
    .optional(),
  /** Where each of the CRM's fields comes from, e.g. `email` ← `lead.email`. */
  mapping: z
    .record(
      z.string().min(1).max(100),
      z.string().regex(/^(lead|utm|referral|partner|assignee)(\.[A-Za-z][A-Za-z0-9_]*)+$/, 'a path such as lead.email'),
    )
    .default({}),
  enabled: z.boolean().default(true),
});
export type CrmSave = z.infer<typeof crmSave>;

export const crmSaved = crmSetting.extend({ secret: z.string().optional() }).meta({ id: 'CrmSaved' });
