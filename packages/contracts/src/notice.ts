import { z } from 'zod';
import { instant, partnerRef } from './common.js';

/** A notice in a partner's portal. */
export const notice = z
  .object({
    id: z.string(),
    partner: partnerRef,
    title: z.string(),
    text: z.string().optional(),
    /** A page of the portal, or an https address. */
    link: z.string().optional(),
    createdAt: instant,
    readAt: instant.optional(),
  })
  .meta({ id: 'Notice' });
export type NoticeDto = z.infer<typeof notice>;
