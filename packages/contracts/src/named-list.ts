import { z } from 'zod';
import { instant, subject } from './common.js';

export const listKey = z
  .string()
  .regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'a key: small letters, digits, dot, dash, underscore');

/** A named list of leads and partners, such as `nurture`. */
export const namedList = z
  .object({ key: z.string(), title: z.string(), members: z.number().int(), createdAt: instant })
  .meta({ id: 'List' });
export type NamedListDto = z.infer<typeof namedList>;

export const namedListCreate = z.strictObject({ key: listKey, title: z.string().trim().min(1).max(120).optional() });
export type NamedListCreate = z.infer<typeof namedListCreate>;

export const listMember = z
  .object({
    member: subject,
    /** The partner itself, or the partner of the referral. */
    partner: z.object({ id: z.string(), name: z.string() }),
    tags: z.array(z.string()),
    addedAt: instant,
    by: z.string(),
  })
  .meta({ id: 'ListMember' });
export type ListMemberDto = z.infer<typeof listMember>;

export const listMemberChange = z.strictObject({
  member: z.strictObject({ kind: z.enum(['partner', 'referral']), id: z.string().min(1).max(200) }),
  on: z.boolean(),
});
export type ListMemberChange = z.infer<typeof listMemberChange>;
