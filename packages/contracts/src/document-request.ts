import { z } from 'zod';
import { instant, partnerRef } from './common.js';

export const documentState = z.enum(['open', 'fulfilled', 'withdrawn']);

/** Something a partner is asked for: a document, or news of a deal. */
export const documentRequest = z
  .object({
    id: z.string(),
    partner: partnerRef,
    kind: z.enum(['document', 'update']),
    /** `terms`, `tax_form`, `brand_policy`, `update`, or the name of another document. */
    document: z.string(),
    text: z.string().optional(),
    about: z.object({ kind: z.literal('referral'), id: z.string(), title: z.string().optional() }).optional(),
    state: documentState,
    late: z.boolean(),
    createdAt: instant,
    dueAt: instant.optional(),
    fulfilledAt: instant.optional(),
    answer: z
      .object({
        by: z.string(),
        signedAs: z.string().optional(),
        reference: z.string().optional(),
        text: z.string().optional(),
      })
      .optional(),
    run: z.string().optional(),
  })
  .meta({ id: 'DocumentRequest' });
export type DocumentRequestDto = z.infer<typeof documentRequest>;

export const documentRequestCreate = z.strictObject({
  document: z.string().trim().min(1).max(120),
  text: z.string().trim().min(1).max(2_000).optional(),
  dueAt: instant.optional(),
});
export type DocumentRequestCreate = z.infer<typeof documentRequestCreate>;

/** What is given: a signature for something to accept, where the document lies, or the news. */
export const documentFulfil = z.strictObject({
  signedAs: z.string().trim().min(2).max(200).optional(),
  reference: z.string().trim().min(1).max(500).optional(),
  text: z.string().trim().min(1).max(5_000).optional(),
});
export type DocumentFulfil = z.infer<typeof documentFulfil>;
