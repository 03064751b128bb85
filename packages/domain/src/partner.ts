import type { CustomerId, OrderId, PartnerId, ReferralId } from './ids.js';
import type { JsonObject } from './json.js';
import type { Currency, Money } from './money.js';
import type { Decided } from './rule-decision.js';

export type PartnerStatus =
  'submitted' | 'active' | 'producing' | 'consistent' | 'at_risk' | 'paused' | 'terminated' | 'rejected';

export interface Partner {
  id: PartnerId;
  programme: string;
  name: string;
  email: string;
  type: 'creator' | 'coupon_site' | 'consultant' | 'agency' | 'reseller' | 'influencer' | 'other';
  status: PartnerStatus;
  tier: string;
  tierSince: Date;
  group?: string;
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
  orders: number;
  revenue?: Money;
  createdAt: Date;
  rev: number;
}
