import { z } from 'zod';
import { closeReasons, prospectStages } from '@sluice/domain';
import { instant } from './common.js';
import { partnerType } from './partner.js';

export const prospectStage = z.enum(prospectStages);

export const prospectRow = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    language: z.enum(['en', 'de']),
    website: z.string().optional(),
    country: z.string().optional(),
    source: z.string().optional(),
    stage: prospectStage,
    closedFor: z.enum(closeReasons).optional(),
    owner: z.string().optional(),
    ownerName: z.string().optional(),
    tags: z.array(z.string()),
    followUpAt: instant.optional(),
    partner: z.string().optional(),
    createdAt: instant,
    /** Stages that it may move to. */
    moves: z.array(prospectStage),
    rev: z.number().int(),
  })
  .meta({ id: 'Prospect' });
export type ProspectRow = z.infer<typeof prospectRow>;

export const prospectDetail = prospectRow
  .extend({
    history: z.array(
      z.object({
        at: instant,
        from: prospectStage,
        to: prospectStage,
        by: z.string(),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ProspectDetail' });
export type ProspectDetail = z.infer<typeof prospectDetail>;

export const prospectCreate = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  language: z.enum(['en', 'de']).default('en'),
  website: z.url().max(500).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  source: z.string().trim().min(1).max(100).optional(),
  owner: z.string().max(100).optional(),
  tags: z.array(z.string().min(1).max(64)).max(50).default([]),
  followUpAt: instant.optional(),
});
export type ProspectCreate = z.infer<typeof prospectCreate>;

/** `rev` is what the editor looked at; another one means someone else was quicker (409). */
export const prospectUpdate = prospectCreate
  .omit({ language: true, tags: true })
  .extend({ language: z.enum(['en', 'de']), tags: z.array(z.string().min(1).max(64)).max(50) })
  .partial()
  .extend({ rev: z.number().int() })
  .strict();
export type ProspectUpdate = z.infer<typeof prospectUpdate>;

/** Closing needs a reason; winning makes a partner and is `convert`. */
export const prospectMove = z.discriminatedUnion('to', [
  z.strictObject({ to: z.enum(['contacted', 'in_talks']) }),
  z.strictObject({ to: z.literal('closed'), reason: z.enum(closeReasons) }),
]);
export type ProspectMoveBody = z.infer<typeof prospectMove>;

export const prospectConvert = z.strictObject({ type: partnerType });
export const prospectConverted = z.object({ prospect: z.string(), partner: z.string() });
