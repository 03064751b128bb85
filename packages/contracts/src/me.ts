import { z } from 'zod';
import { instant, partnerRef } from './common.js';
import { partnerBalance } from './partner.js';
import { actions, roles } from './permissions.js';
import { tier } from './programme.js';

export const role = z.enum(roles);
export const scope = z.enum(actions);

/** Who is asking: a signed-in user or an API key, with what they may do (the table, already worked out). */
export const me = z
  .object({
    kind: z.enum(['user', 'api_key']),
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    roles: z.array(role),
    locale: z.enum(['en', 'de']),
    permissions: z.partialRecord(scope, z.enum(['any', 'own'])),
    programme: z.object({
      key: z.string(),
      name: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      tiers: z.array(tier),
      singleOperator: z.boolean(),
    }),
    /** Set for people of a partner. */
    partner: partnerRef.optional(),
    /** True where the embedded trial database serves: the console says so. */
    trialDatabase: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

/** What a partner may see of its own money. */
export const myBalance = z
  .object({
    balances: z.array(partnerBalance),
    heldCommissions: z.number().int(),
    /** Where the next payout goes. */
    rail: z.string().optional(),
    minimumPayout: z.record(z.string(), z.string()),
    /** By the programme's payout calendar: the day in its zone, and until when money must be payable to go out then. */
    nextPayout: z.object({ on: z.iso.date(), cutoff: instant }).optional(),
  })
  .meta({ id: 'MyBalance' });
export type MyBalance = z.infer<typeof myBalance>;

export const userRow = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    roles: z.array(role),
    partner: z.string().optional(),
    createdAt: instant,
  })
  .meta({ id: 'User' });
export type UserRow = z.infer<typeof userRow>;

export const userCreate = z.strictObject({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(200),
  password: z.string().min(12).max(128),
  roles: z
    .array(role.exclude(['api']))
    .min(1)
    .max(5),
  /** A partner's id; needed for the role `partner`. */
  partner: z.string().max(80).optional(),
});
export type UserCreate = z.infer<typeof userCreate>;

export const apiKeyRow = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Its first characters, to tell keys apart. */
    start: z.string(),
    /** The source that its events carry. */
    source: z.string(),
    scopes: z.array(scope),
    state: z.enum(['active', 'paused', 'revoked']),
    createdAt: instant,
    expiresAt: instant.optional(),
    lastUsedAt: instant.optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyRow = z.infer<typeof apiKeyRow>;

/** No scope grants nothing. */
export const apiKeyCreate = z.strictObject({
  name: z.string().trim().min(1).max(100),
  source: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes'),
  scopes: z.array(scope).max(actions.length),
  expiresAt: instant.optional(),
});
export type ApiKeyCreate = z.infer<typeof apiKeyCreate>;

/** The key itself is shown once, here. */
export const apiKeyCreated = apiKeyRow.extend({ key: z.string() }).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof apiKeyCreated>;

/** Somebody on the team, as others may know them. */
export const teamMember = z
  .object({ id: z.string(), name: z.string(), roles: z.array(z.enum(roles)) })
  .meta({ id: 'TeamMember' });
export type TeamMember = z.infer<typeof teamMember>;
