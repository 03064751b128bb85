import type { CalculationLine } from './commission.js';
import type { BatchId, CommissionId, PartnerId, PayoutId, RunId, StatementId } from './ids.js';
import type { Currency, Money } from './money.js';
import type { ExplanationPart } from './explanation.js';

export type BatchState =
  'draft' | 'awaiting_approval' | 'approved' | 'sending' | 'sent' | 'partly_failed' | 'rejected' | 'cancelled';

/** A payout batch: enumerated commissions of many partners, approved as exactly those items and that total. */
export interface Batch {
  id: BatchId;
  programme: string;
  /** e.g. `B-2026-11`. */
  name: string;
  currency: Currency;
  cutoff: Date;
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
  leftOut: { partner: PartnerId; amount: Money; reason: ExplanationPart }[];
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
  amount: Money;
  items: { commission: CommissionId; amount: Money }[];
  rail: string;
  state: PayoutState;
  attempts: PayoutAttempt[];
  statement?: StatementId;
  createdAt: Date;
  paidAt?: Date;
  rev: number;
}

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
  lines: StatementLine[];
  createdAt: Date;
}

export interface StatementLine {
  at: Date;
  kind: 'commission' | 'clawback' | 'adjustment' | 'payout' | 'payout_returned' | 'withholding';
  amount: Money;
  commission?: CommissionId;
  payout?: PayoutId;
  explanation: ExplanationPart[];
  calculation?: CalculationLine[];
}
