import { z } from 'zod';
import { instant } from './common.js';

export const assetKind = z.enum(['landing_page', 'banner', 'copy']);

/** Something that partners may advertise with. */
export const asset = z
  .object({
    id: z.string(),
    kind: assetKind,
    title: z.string(),
    /** Where the landing page or the banner's picture is. */
    url: z.string().optional(),
    /** The words to copy. */
    text: z.string().optional(),
    /** Only for partners of this tier or a higher one. */
    tier: z.string().optional(),
    active: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Asset' });
export type AssetDto = z.infer<typeof asset>;

const fields = {
  title: z.string().trim().min(1).max(200),
  tier: z.string().min(1).max(64).optional(),
};
const url = z.url({ protocol: /^https$/ }).max(2000);

export const assetCreate = z.discriminatedUnion('kind', [
  z.strictObject({ ...fields, kind: z.literal('landing_page'), url, text: z.string().trim().max(5000).optional() }),
  z.strictObject({ ...fields, kind: z.literal('banner'), url, text: z.string().trim().max(5000).optional() }),
  z.strictObject({ ...fields, kind: z.literal('copy'), text: z.string().trim().min(1).max(5000) }),
]);
export type AssetCreate = z.infer<typeof assetCreate>;

export const assetUpdate = z.strictObject({ active: z.boolean() });
