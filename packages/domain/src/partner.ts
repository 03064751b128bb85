import type { TermsSource } from './commission/precedence.js';
import type { CustomerId, EventId, OrderId, PartnerId, ReferralId } from './ids.js';
import type { JsonObject } from './json.js';
import type { Currency, Money } from './money.js';
import type { Decided } from './rule-decision.js';

export const partnerStatuses = [
  'submitted',
  'active',
  'producing',
  'consistent',
  'at_risk',
  'paused',
  'terminated',
  'rejected',
] as const;
export type PartnerStatus = (typeof partnerStatuses)[number];

export interface Partner {
  id: PartnerId;
  programme: string;
  name: string;
  email: string;
  type: 'creator' | 'coupon_site' | 'consultant' | 'agency' | 'reseller' | 'influencer' | 'other';
  status: PartnerStatus;
  /** Since when, and why, where a person or a flow has said so. */
  statusSince?: Date;
  statusReason?: string;
  /** Terminated for cause: what was held is forfeited. */
  forCause?: boolean;
  /** It was a duplicate of this one, who earns on its customers since. */
  mergedInto?: PartnerId;
  /** Partners that were merged into this one. */
  merged?: PartnerId[];
  /** Personal data were erased; what was paid stays. */
  erasedAt?: Date;
  tier: string;
  tierSince: Date;
  group?: string;
  /** Terms of its own, which count before those of its group and tier. */
  agreed?: TermsSource;
  owner?: string;
  organisation?: string;
  country?: string;
  language: 'en' | 'de';
  timeZone: string;
  website?: string;
  /** The rail and currency that pays this partner. Account details are encrypted; `accountHash` finds duplicates. */
  payout?: { rail: string; currency: Currency; account: string; accountHash: string; changedAt: Date };
  tags: string[];
  custom: JsonObject;
  userId?: string;
  createdAt: Date;
  rev: number;
}

/** A click, coupon use or lead that may earn a partner credit for a customer. */
export interface Touch {
  id: string;
  kind: 'click' | 'coupon' | 'lead' | 'explicit' | 'customer';
  at: Date;
  partner: PartnerId;
  link?: string;
  coupon?: string;
  referrer?: string;
}

/** Who earns on a customer's orders, and why: touches considered, model and weights are kept. */
export interface Referral {
  id: ReferralId;
  programme: string;
  customer: CustomerId;
  customerExternalId: string;
  partner: PartnerId;
  /** Parts per million; the weights add to exactly 1,000,000. */
  weights: { partner: PartnerId; ppm: number }[];
  model: string;
  touches: (Touch & { counted: boolean; reason?: string })[];
  /** What the attribution rule decided, where the model is `rules`. */
  decision?: Decided;
  stage: 'lead' | 'qualified' | 'opportunity' | 'customer' | 'retained';
  status: 'pending' | 'approved' | 'rejected';
  firstOrder?: OrderId;
  /** Why it is not valid, as a code, where it was rejected. */
  rejection?: { reason: string; note?: string; at: Date };
  tags?: string[];
  /** The user who follows it up. */
  assignee?: string;
  /** The event by which somebody became a lead; its data hold who it is, for as long as events are kept. */
  leadEvent?: EventId;
  orders: number;
  revenue?: Money;
  createdAt: Date;
  rev: number;
}
