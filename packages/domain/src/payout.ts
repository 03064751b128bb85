import type { CalculationLine } from './commission.js';
import type { Conversion } from './fx/conversion.js';
import type { BatchId, CommissionId, PartnerId, PayoutId, RunId, StatementId } from './ids.js';
import type { Currency, Money } from './money.js';
import type { ExplanationPart } from './explanation.js';
import type { SelfBilledInvoice } from './vat/invoice.js';

export type BatchState =
  'draft' | 'awaiting_approval' | 'approved' | 'sending' | 'sent' | 'partly_failed' | 'rejected' | 'cancelled';

export type BatchSchedule = 'calendar' | 'weekly';

/** A payout batch: enumerated commissions of many partners, approved as exactly those items and that total. */
export interface Batch {
  id: BatchId;
  programme: string;
  /** e.g. `B-2026-11`. */
  name: string;
  currency: Currency;
  cutoff: Date;
  /** Locked until then: nothing is sent before it. */
  payOn?: Date;
  /** What opened it: the programme's calendar, or the week of groups that are paid weekly; a person where absent. */
  schedule?: BatchSchedule;
  state: BatchState;
  /** Who made it: a user's id, or `flow:<run>` where a schedule did. */
  maker: string;
  total: Money;
  payouts: number;
  itemsHash: string;
  /** Counts up with each change; voids approvals. */
  revision: number;
  approvals: { by: string; name: string; at: Date; itemsHash: string; comment?: string }[];
  approversNeeded: 1 | 2;
  /** Who is left out, of a batch of before; today each is a document of its own. */
  leftOut: { partner: PartnerId; amount: Money; reason: ExplanationPart }[];
  /** While it is prepared: how many of the partners with something payable have been looked at. */
  preparing?: { done: number; of: number };
  run?: RunId;
  createdAt: Date;
  sentAt?: Date;
  rev: number;
}

export type PayoutState =
  'draft' | 'awaiting_approval' | 'approved' | 'sending' | 'sent' | 'paid' | 'failed' | 'returned' | 'cancelled';

export interface Payout {
  id: PayoutId;
  programme: string;
  batch: BatchId;
  partner: PartnerId;
  currency: Currency;
  /** The sum of its items, in the programme's currency. */
  amount: Money;
  items: { commission: CommissionId; amount: Money }[];
  settlement?: PayoutSettlement;
  rail: string;
  /** Where the money goes, as it was when the batch was planned: the account is encrypted, its hash is part of what is approved. */
  payee?: { account: string; accountHash: string; holder: string };
  /** The payout that failed or came back, whose money this one sends again. */
  resends?: PayoutId;
  state: PayoutState;
  attempts: PayoutAttempt[];
  statement?: StatementId;
  createdAt: Date;
  paidAt?: Date;
  rev: number;
}

/**
 * What is sent for a payout's items: worked out when its batch is planned, named by the batch's hash, posted when it is paid.
 * Absent: the whole amount, in its own currency. All but `pay` are in the currency of the items.
 */
export interface PayoutSettlement {
  /** Paid on top of the items, by self-billing; an amount of zero with a scheme (reverse charge) is said on the statement. */
  vat?: { amount: Money; rate: string; scheme: VatScheme; reason: ExplanationPart };
  withholding?: { amount: Money; rate: string; reason: ExplanationPart };
  fee?: { amount: Money; borneBy: 'programme' | 'partner' };
  /** Items + VAT − withholding − a fee that the partner bears. */
  net: Money;
  /** What the rail is told to pay: `net` in the currency that the partner is paid in. */
  pay: Money;
  conversion?: Conversion;
}

/** How VAT on commissions is treated: on top at a rate, owed by the recipient, not due, or outside its scope. */
export type VatScheme = 'standard' | 'reverse_charge' | 'small_business' | 'outside_scope';

/** One call of the rail; the key stays the same until the rail has definitely refused. */
export interface PayoutAttempt {
  key: string;
  generation: number;
  at: Date;
  outcome: 'unknown' | 'accepted' | 'paid' | 'refused' | 'returned';
  railReference?: string;
  error?: { code: string; message: string };
  settledAt?: Date;
}

/** A partner's statement: a range of the journal chain in words. */
export interface Statement {
  id: StatementId;
  programme: string;
  partner: PartnerId;
  number: number;
  currency: Currency;
  fromSeq: number;
  toSeq: number;
  from: Date;
  to: Date;
  opening: Money;
  closing: Money;
  payout?: PayoutId;
  /** Number of the self-billed invoice that it is at the same time, or that was written before for the money that it sends again. */
  selfBilling?: string;
  /** The invoice, where it is one itself. */
  invoice?: SelfBilledInvoice;
  /** What the law wants to be said on it. */
  notes?: ExplanationPart[];
  lines: StatementLine[];
  createdAt: Date;
}

export interface StatementLine {
  at: Date;
  kind: 'commission' | 'clawback' | 'adjustment' | 'payout' | 'payout_returned' | 'withholding' | 'vat' | 'fee';
  amount: Money;
  /** Where its money was converted: an order in another currency, or a payout into the partner's. */
  conversion?: Conversion;
  commission?: CommissionId;
  payout?: PayoutId;
  explanation: ExplanationPart[];
  calculation?: CalculationLine[];
}
