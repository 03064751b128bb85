import type { Conversion } from './fx/conversion.js';
import type { Referral } from './partner.js';
import type { BatchId, CommissionId, EventId, OrderId, PartnerId, PayoutId, ReferralId, RunId } from './ids.js';
import type { JsonObject } from './json.js';
import type { Money } from './money.js';
import type { ExplanationPart } from './explanation.js';
import type { DecidingRule } from './rule-decision.js';
import type { Circumstances } from './commission/circumstances.js';
import type { CommissionTerms } from './commission/terms.js';
import type { TermsFrom } from './commission/precedence.js';

/**
 * The immutable half of a commission: computed once, stored before its journal, read back on every retry.
 * `id` derives from (programme, order, partner, lineKey, component).
 */
export interface Commission {
  id: CommissionId;
  programme: string;
  partner: PartnerId;
  referral: ReferralId;
  order: OrderId;
  orderExternalId: string;
  customer: string;
  /** Where it is for a lead, trial or activation: no order is stored under `order` then. */
  lead?: PaidLead;
  lineKey: string;
  component: string;
  /** Negative for a clawback line. */
  amount: Money;
  base: Money;
  terms: CommissionTerms;
  /** Whose terms they are, where they are not those of the flow's rule. */
  termsFrom?: TermsFrom;
  rule: DecidingRule;
  facts: JsonObject;
  trace: JsonObject[];
  /** Entries of the trace that were left out because there were too many. */
  traceLeftOut?: number;
  explanation: ExplanationPart[];
  calculation: CalculationLine[];
  /** Where the order was in another currency: its base, by the rate of the order's day. */
  conversion?: Conversion;
  /** What the same decision gives besides: lines and stages that become commissions of their own. On the first one alone. */
  parts?: CommissionPart[];
  /** What the sum began from besides. On the first one alone; absent for what was computed before it was kept. */
  begun?: Circumstances;
  /** Keys of the claims documents that granted it: what it took from them is given back when it is rejected. */
  claims?: string[];
  /** Held until then as a stage of the release, counted from the order. */
  stagedUntil?: Date;
  reverses?: CommissionId;
  reason?: ExplanationPart;
  event: EventId;
  run?: RunId;
  /** Time of the order (event time), which decides the period and the rule version. */
  occurredAt: Date;
  createdAt: Date;
}

/** What of a lead a commission was paid for. */
export interface PaidLead {
  /** Type of the event, e.g. `trial.started`. */
  event: string;
  receivedAt: Date;
  /** Who shares it: whoever is credited later does not change it. */
  weights: Referral['weights'];
}

/** A line of the order, or a stage of its release, as it was computed with the rest: written from this, never computed again. */
export interface CommissionPart {
  lineKey: string;
  component: string;
  amount: Money;
  base: Money;
  calculation: CalculationLine[];
  explanation: ExplanationPart[];
  stagedUntil?: Date;
}

/** One line of the sum behind an amount, e.g. "Customer paid 2,451.40", "Tax −391.40", "Gold rate × 20 %". */
export interface CalculationLine {
  code:
    | 'customer_paid'
    | 'tax'
    | 'shipping'
    | 'refunded'
    | 'net'
    | 'margin'
    | 'converted'
    | 'rate'
    | 'flat'
    | 'slice'
    | 'each'
    | 'bounty'
    | 'lead'
    | 'multiplier'
    | 'bonus'
    | 'items'
    | 'rest'
    | 'cap'
    | 'stage'
    | 'share'
    | 'commission';
  params?: JsonObject;
  amount?: Money;
  rate?: string;
}

export type CommissionState = 'new' | 'held' | 'payable' | 'reserved' | 'sent' | 'paid' | 'rejected';
export type ApprovalState = 'not_needed' | 'waiting' | 'approved' | 'rejected';
export type HoldKind = 'refund_window' | 'review' | 'dispute' | 'tax_form' | 'staged';

export interface Hold {
  key: string;
  kind: HoldKind;
  since: Date;
  /** Absent where only an act ends it (review, dispute). */
  until?: Date;
  openedBy: string;
  endedAt?: Date;
}

/**
 * The living half, a fold over the journals that touch the commission (`foldCommission`); what the store keeps of it is a
 * projection that can be rebuilt.
 */
export interface CommissionPosition {
  state: CommissionState;
  approval: ApprovalState;
  holds: Hold[];
  /** Posted by `earn`. */
  earned: Money;
  /** Taken back so far, as a positive amount. */
  reversed: Money;
  /** earned − reversed while unpaid; what a payout would carry. */
  open: Money;
  /**
   * What its own journals add up to, whatever the state: equals `open` until it is paid. Optional only for projections
   * written before it existed.
   */
  worth?: Money;
  payout?: PayoutId;
  batch?: BatchId;
  /** Payouts that it left without being paid by them, or after the money came back. */
  past?: { payout: PayoutId; by: 'unreserve' | 'failed' | 'returned' }[];
  /** Where nothing is left: the state it had, to which a restored amount returns. */
  resume?: CommissionState;
  /** Cancelled because its partner was terminated for cause; refunds are noted and move nothing. */
  forfeited?: true;
  /** The newest revision of the folded order that a reversal was decided from: an older one decides nothing. */
  orderRev?: number;
  /** seq of the newest journal folded in. */
  seq: number;
}
