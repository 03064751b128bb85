import { z } from 'zod';
import { termsSource } from './group.js';

const spendCap = z.strictObject({
  period: z.enum(['month', 'quarter', 'year', 'lifetime']).optional(),
  /** Minor units of the programme's currency. */
  amount: z.string().regex(/^\d{1,15}$/, 'whole minor units'),
});

/** Terms by whose they are; those of groups are with the groups. What comes first here counts before what comes later. */
export const programmeTerms = z
  .object({
    tiers: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        terms: termsSource.optional(),
        sentence: z.string().optional(),
      }),
    ),
    terms: termsSource.optional(),
    sentence: z.string().optional(),
    /** The most that all commissions of a period may come to, and what is claimed of it now. */
    spendCaps: z.array(spendCap.extend({ claimed: z.string() })),
    rev: z.number().int(),
  })
  .meta({ id: 'ProgrammeTerms' });
export type ProgrammeTermsDto = z.infer<typeof programmeTerms>;

/** Null takes terms away. */
export const programmeTermsUpdate = z.strictObject({
  rev: z.number().int(),
  terms: termsSource.nullable().optional(),
  /** By the tier's key. */
  tiers: z.record(z.string(), termsSource.nullable()).optional(),
  spendCaps: z.array(spendCap).max(4).optional(),
});
export type ProgrammeTermsUpdate = z.infer<typeof programmeTermsUpdate>;

/** What a partner has agreed on, and whose terms count for it. */
export const partnerAgreement = z
  .object({
    group: z.object({ key: z.string(), name: z.string() }).optional(),
    terms: termsSource.optional(),
    counts: z.object({
      level: z.enum(['partner', 'group', 'tier', 'programme', 'flow']),
      name: z.string().optional(),
      source: termsSource.optional(),
      sentence: z.string(),
    }),
    rev: z.number().int(),
  })
  .meta({ id: 'PartnerAgreement' });
export type PartnerAgreementDto = z.infer<typeof partnerAgreement>;

export const partnerAgreementUpdate = z.strictObject({
  rev: z.number().int(),
  /** A group's key; null takes the partner out of its group. */
  group: z.string().min(1).max(64).nullable().optional(),
  terms: termsSource.nullable().optional(),
});
export type PartnerAgreementUpdate = z.infer<typeof partnerAgreementUpdate>;
