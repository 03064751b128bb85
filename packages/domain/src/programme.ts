import type { Currency } from './money.js';
import type { CountedPeriod } from './commission/period.js';
import type { TermsSource } from './commission/precedence.js';
import type { FxSettings } from './fx/rates.js';
import type { PayoutSettings } from './payouts/settings.js';
import type { SanctionsSettings } from './sanctions/settings.js';
import type { TaxSettings } from './tax/settings.js';
import type { VatSettings } from './vat/settings.js';

/** A programme: the scope of every key, index, account and API key. */
export interface Programme {
  key: string;
  name: string;
  currency: Currency;
  /** IANA zone; periods and calendar durations are counted in it. */
  timeZone: string;
  settings: ProgrammeSettings;
  tiers: Tier[];
}

export interface Tier {
  key: string;
  name: string;
  rank: number;
  perks: string[];
  /** Terms of those who have none of their own, nor by group. */
  terms?: TermsSource;
}

export interface ProgrammeSettings {
  /** ISO 8601 duration that a commission is held for refunds. */
  refundWindow: string;
  /** A hold never ends earlier than this after `receivedAt`. */
  minimumHold: string;
  base: 'net' | 'gross' | 'margin';
  rounding: RoundingMode;
  /** `rule`: key of the published rule that the model `rules` asks; `attribution` unless set. */
  attribution: { model: AttributionModel; windowDays: number; rule?: string };
  ruleVersionBy: 'occurredAt' | 'receivedAt';
  /** Oldest accepted `occurredAt`, as an ISO 8601 duration before now. */
  allowedLateness: string;
  allowedFuture: string;
  minimumPayout: Record<Currency, string>;
  /** From this total (minor units by currency) a batch needs two approvers. */
  secondApproverFrom: Record<Currency, string>;
  /** One person may make and check; every such act is audited and marked. */
  singleOperator: boolean;
  feesBorneBy: 'programme' | 'partner';
  /** When and how it pays out; on demand, without fees and cooling, unless set. */
  payouts?: PayoutSettings;
  /** Where rates come from; what was imported or added by hand unless set. */
  fx?: FxSettings;
  recurringMonths: number;
  /** Terms of everybody who has none of their own, nor by group or tier; the rule that a flow names unless set. */
  terms?: TermsSource;
  /** The most that all commissions of a period may come to, minor units of the programme's currency. */
  spendCaps?: { period?: CountedPeriod; amount: string }[];
  retention: RetentionSettings;
  locale: 'en' | 'de';
  tax?: TaxSettings;
  sanctions?: SanctionsSettings;
  vat?: VatSettings;
  /** Hosts of the programme's own, and hosts that nobody may advertise on: the fraud signals compare referrers with them. */
  brand?: {
    domains: string[];
    bannedDomains: string[];
    leakedCoupons: string[];
    /** Its names: no coupon code may hold one. */
    names?: string[];
    /** Words that no coupon code may hold. */
    bannedWords?: string[];
    /** Phrases that no page of a partner may claim. */
    claims?: string[];
  };
}

export interface RetentionSettings {
  rawEventDays: number;
  rawContextDays: number;
  messageDays: number;
  runRecordDays: number;
}

export type AttributionModel = 'last' | 'first' | 'linear' | 'time_decay' | 'position' | 'rules';
export type RoundingMode = 'half_even' | 'half_up' | 'half_down' | 'up' | 'down' | 'ceil' | 'floor';
