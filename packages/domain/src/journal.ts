import type { ApprovalState, CommissionState, Hold } from './commission.js';
import type { Conversion } from './fx/conversion.js';
import type { BatchId, CommissionId, JournalId, PartnerId, PayoutId } from './ids.js';
import type { Currency, Money } from './money.js';
import type { ExplanationPart } from './explanation.js';

/** Ledger accounts; `partner:*` are per partner because a journal belongs to one partner's chain. */
export type Account =
  | 'expense:commission'
  | 'partner:held'
  | 'partner:payable'
  | 'partner:in_transit'
  | `cash:${string}`
  | 'withholding'
  /** Input VAT that self-billing paid on top of commissions and the programme may reclaim. */
  | 'vat'
  | 'fees'
  | 'fx'
  | 'adjustment';

export interface Posting {
  account: Account;
  /** Signed minor units; per currency a journal's postings sum to zero. A positive amount raises what the account holds. */
  amount: bigint;
  currency: Currency;
}

export type JournalKind =
  | 'earn'
  | 'hold'
  | 'lift'
  | 'review'
  | 'approve'
  | 'reject'
  | 'release'
  | 'reduce'
  | 'restore'
  | 'claw_back'
  | 'reserve'
  | 'unreserve'
  | 'send'
  | 'paid'
  | 'failed'
  | 'returned'
  | 'adjust'
  /** Held money of a partner that was terminated for cause goes back to expense. */
  | 'forfeit'
  /** It is held again, less what was refunded meanwhile: the partner was reinstated. */
  | 'reinstate'
  | 'import_paid'
  /** Claims a slice of the month's volume before a tiered commission is computed: counters only. */
  | 'volume'
  /** An order's refunds and disputes were weighed and nothing is to be moved: an older telling of it decides nothing. */
  | 'noted';

/** What a journal did to one commission. */
export interface JournalCommission {
  id: CommissionId;
  /** Signed change of what the commission is worth (earn +, reduce −, restore +); zero for moves. */
  delta: bigint;
  currency: Currency;
  state?: CommissionState;
  approval?: ApprovalState;
  /** Hold opened (no endedAt) or ended (endedAt). */
  hold?: Hold;
  /** Several holds at once: those that `earn` opens. */
  holds?: Hold[];
  /** Signed change of what a refund or dispute has taken back, by `delta` here or by a line of its own. */
  reversed?: bigint;
  /** Forfeited (true), or no longer (false). */
  forfeited?: boolean;
  /** Revision of the folded order that this was decided from. */
  orderRev?: number;
  /** On a line that takes back from (or gives back to) a commission that is already paid: that commission. */
  reverses?: CommissionId;
}

/**
 * One double-entry journal = one document = one atomic fact. `id` derives from the cause; unique on (programme, partner,
 * seq), so that each partner's journals form a chain: read the head, decide from it, insert head + 1.
 */
export interface Journal {
  id: JournalId;
  programme: string;
  partner: PartnerId;
  seq: number;
  at: Date;
  kind: JournalKind;
  /** What caused it, as text: `commission:<id>`, `refund:<order>:<refund>`, `payout:<id>:<attempt>`… */
  cause: string;
  commissions: JournalCommission[];
  payout?: PayoutId;
  batch?: BatchId;
  postings: Posting[];
  /** Where its money was converted: rate, source, day and both amounts. */
  conversion?: Conversion;
  balancesAfter: Balances;
  /** Cumulative facts read from the head, e.g. month-to-date volume: `month_volume:2026-11:USD` → minor units. */
  counters: Record<string, bigint>;
  reason?: ExplanationPart;
  actor: string;
}

/** A journal as it is decided: its place in the chain and the sums after it come from `appendJournal`. */
export interface NewJournal extends Omit<Journal, 'seq' | 'balancesAfter' | 'counters'> {
  /** Added to the head's counters. */
  counterDeltas?: Record<string, bigint>;
}

/** Minor units by account and currency: key `${account}|${currency}`. */
export type Balances = Record<string, bigint>;

export interface PartnerBalance {
  currency: Currency;
  held: Money;
  payable: Money;
  inTransit: Money;
  paid: Money;
}
