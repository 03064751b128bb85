import { z } from 'zod';
import { instant, jsonObject, subject } from './common.js';
import { money } from './money.js';

export const partnerStatus = z.enum([
  'submitted',
  'active',
  'producing',
  'consistent',
  'at_risk',
  'paused',
  'terminated',
  'rejected',
]);
export const partnerType = z.enum([
  'creator',
  'coupon_site',
  'consultant',
  'agency',
  'reseller',
  'influencer',
  'other',
]);

/** What a partner is owed and was paid, per currency; equals the ledger's head. */
export const partnerBalance = z
  .object({ currency: z.string(), held: money, payable: money, inTransit: money, paid: money })
  .meta({ id: 'PartnerBalance' });
export type PartnerBalanceDto = z.infer<typeof partnerBalance>;

export const partnerRow = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    type: partnerType,
    status: partnerStatus,
    tier: z.string(),
    tierName: z.string(),
    country: z.string().optional(),
    owner: z.string().optional(),
    tags: z.array(z.string()),
    balances: z.array(partnerBalance),
    createdAt: instant,
  })
  .meta({ id: 'Partner' });
export type PartnerRow = z.infer<typeof partnerRow>;

export const partnerLink = z.object({ id: z.string(), code: z.string(), url: z.string(), target: z.string() });
export const partnerCoupon = z.object({ id: z.string(), code: z.string() });
export type PartnerLinkDto = z.infer<typeof partnerLink>;
export type PartnerCouponDto = z.infer<typeof partnerCoupon>;

export const partnerDetail = partnerRow
  .extend({
    tierSince: instant,
    statusSince: instant.optional(),
    statusReason: z.string().optional(),
    /** Terminated for cause: what was held is forfeited, and comes back if it is reinstated. */
    forCause: z.boolean().optional(),
    /** It was a duplicate of this one, who earns for both since. */
    mergedInto: z.object({ id: z.string(), name: z.string() }).optional(),
    /** Duplicates that were merged into it. */
    merged: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
    /** Its personal data were erased then. */
    erasedAt: instant.optional(),
    ownerName: z.string().optional(),
    /** Keys of the lists that it is on; for staff. */
    lists: z.array(z.string()),
    group: z.string().optional(),
    organisation: z.string().optional(),
    language: z.enum(['en', 'de']),
    timeZone: z.string(),
    website: z.string().optional(),
    /** The account itself is never shown; only its last characters. */
    payout: z.object({ rail: z.string(), currency: z.string(), account: z.string(), changedAt: instant }).optional(),
    custom: jsonObject,
    links: z.array(partnerLink),
    coupons: z.array(partnerCoupon),
    figures: z.object({
      earned12Months: z.array(money),
      orders: z.number().int(),
      refundRate: z.string().nullable(),
      reviews: z.object({ total: z.number().int(), approved: z.number().int() }),
      openCommissions: z.number().int(),
    }),
    rev: z.number().int(),
  })
  .meta({ id: 'PartnerDetail' });
export type PartnerDetail = z.infer<typeof partnerDetail>;

/** What ops may set. Neither id, status, tier nor money: those follow from events and rules. */
export const partnerCreate = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  type: partnerType,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  language: z.enum(['en', 'de']).default('en'),
  timeZone: z.string().max(64).default('UTC'),
  organisation: z.string().max(200).optional(),
  website: z.url().max(500).optional(),
  tags: z.array(z.string().min(1).max(64)).max(50).default([]),
  custom: jsonObject.default({}),
  /** Key of the group that it is taken into, which may say how new partners begin. Later: `/v1/partners/{id}/agreement`. */
  group: z.string().min(1).max(64).optional(),
});
export type PartnerCreate = z.infer<typeof partnerCreate>;

/** `rev` is what the editor looked at; another one means someone else was quicker (409). */
export const partnerUpdate = partnerCreate
  .omit({ language: true, timeZone: true, tags: true, custom: true, group: true })
  .extend({
    language: z.enum(['en', 'de']),
    timeZone: z.string().max(64),
    tags: z.array(z.string().min(1).max(64)).max(50),
    custom: jsonObject,
    /** A user's id; null takes the owner away. */
    owner: z.string().min(1).max(100).nullable(),
  })
  .partial()
  .extend({ rev: z.number().int() })
  .strict();
export type PartnerUpdate = z.infer<typeof partnerUpdate>;

/** A status that the table of transitions allows, and why. */
export const partnerStatusChange = z.strictObject({
  status: partnerStatus,
  reason: z.string().trim().min(1).max(500),
  /** With `terminated`: what is held is forfeited, and comes back if the partner is reinstated. */
  forCause: z.boolean().optional(),
  rev: z.number().int(),
});
export type PartnerStatusChange = z.infer<typeof partnerStatusChange>;

/** The partner of the path was a duplicate of `into`, who earns for both from now on; what it is owed is handed over. */
export const partnerMerge = z
  .strictObject({ into: z.string().max(200), reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'PartnerMerge' });

/** Erases personal data for good; `name` is the partner's name, typed again. */
export const partnerErase = z
  .strictObject({ name: z.string().max(300), reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'PartnerErase' });

/** One line of a partner's timeline: what happened, in the caller's language, with what it is about. */
export const timelineEntry = z
  .object({
    id: z.string(),
    at: instant,
    kind: z.enum([
      'event',
      'commission',
      'journal',
      'payout',
      'statement',
      'message',
      'approval',
      'task',
      'audit',
      'run',
    ]),
    code: z.string(),
    text: z.string(),
    actor: z.string().optional(),
    amount: money.optional(),
    subject: subject.optional(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntry>;
