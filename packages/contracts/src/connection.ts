import { z } from 'zod';
import { instant } from './common.js';

export const connectionKind = z.enum(['slack', 'webhook']);

/** How the programme reaches an outside system; its secret is never shown again. */
export const connection = z
  .object({
    kind: connectionKind,
    /** Slack's usual channel. */
    channel: z.string().optional(),
    changedAt: instant,
  })
  .meta({ id: 'Connection' });
export type ConnectionDto = z.infer<typeof connection>;

export const slackSave = z.strictObject({
  /** A bot token, or the address of an incoming webhook. */
  secret: z
    .string()
    .trim()
    .max(500)
    .regex(
      /^xox[a-z]-[A-Za-z0-9-]+$|^https:\/\/[^\s]+$/,
      'a bot token (xoxb-…) or the https address of an incoming webhook',
    ),
  channel: z
    .string()
    .trim()
    .regex(/^#?[\p{L}\p{N}_-]{1,80}$/u, 'a channel such as #partners')
    .optional(),
});

export const webhookSave = z.strictObject({
  /** `whsec_` and base 64; absent: a new one is made and answered once. */
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{24,88}={0,2}$/, 'whsec_ and at least 18 bytes in base 64')
    .optional(),
});

export const connectionSaved = connection.extend({ secret: z.string().optional() }).meta({ id: 'ConnectionSaved' });

const words = z.array(z.string().trim().min(1).max(200)).max(500);

/** What the checks of codes and pages hold against partners. */
export const brand = z.strictObject({ names: words, bannedWords: words, claims: words }).meta({ id: 'Brand' });
export type BrandDto = z.infer<typeof brand>;
