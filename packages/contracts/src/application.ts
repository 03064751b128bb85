import { z } from 'zod';
import { partnerType } from './partner.js';

/** What the public form shows before anybody has written a word. */
export const applicationForm = z.object({
  programme: z.object({ key: z.string(), name: z.string() }),
  types: z.array(partnerType),
});
export type ApplicationForm = z.infer<typeof applicationForm>;

/** What somebody writes who wants to be a partner. */
export const applicationCreate = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  type: partnerType,
  website: z.url().max(500).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  language: z.enum(['en', 'de']).default('en'),
  timeZone: z.string().max(64).optional(),
  organisation: z.string().trim().max(200).optional(),
  /** Where and to whom they speak. */
  channels: z.string().trim().max(1_000).optional(),
  message: z.string().trim().max(4_000).optional(),
  /** The terms must be accepted. */
  acceptsTerms: z.literal(true),
  /** Hidden from people; a form that has it filled in was filled in by a program. */
  fax: z.string().max(200).optional(),
});
export type ApplicationCreate = z.infer<typeof applicationCreate>;

/** The same whether the address was known or not: nobody learns from it who is a partner. */
export const applicationReceived = z.object({ received: z.literal(true) });

export const applicationDecision = z
  .strictObject({
    outcome: z.enum(['approve', 'reject']),
    comment: z.string().trim().min(1).max(2_000).optional(),
  })
  .refine(({ outcome, comment }) => outcome === 'approve' || comment !== undefined, {
    path: ['comment'],
    message: 'say why, the applicant is told',
  });
export type ApplicationDecision = z.infer<typeof applicationDecision>;
