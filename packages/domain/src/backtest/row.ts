import type { CommissionId, OrderId, PartnerId } from '../ids.js';
import type { Currency } from '../money.js';
import type { OwnerDrifts } from './drift.js';

/** Why one version gives no amount for an order: the rule's or the domain's error. It is a row, never dropped. */
export interface BacktestFault {
  code: string;
  /** RFC 6901 pointer into the version's text. */
  pointer: string;
  message: string;
}

/** Why an amount cannot be told exactly, as codes. */
export type Inexact = (typeof inexactReasons)[number];
export const inexactReasons = ['caps_unknown', 'cap_before_period', 'bounty_unknown', 'order_changed'] as const;

/** What one version pays for one order, in minor units, and the pointer of the outcome that it took. */
export type BacktestOutcome = { amount: bigint; branch: string } | { fault: BacktestFault };

/** One stored commission, decided again by two versions from the facts that were stored with it. */
export interface BacktestRow {
  commission: CommissionId;
  order: OrderId;
  orderExternalId: string;
  partner: PartnerId;
  /** The tier that the facts name. */
  tier: string;
  at: Date;
  currency: Currency;
  /** What was earned when the order came, in minor units. */
  recorded: bigint;
  before: BacktestOutcome;
  after: BacktestOutcome;
  /** Why a figure is not told to the cent: the first reason of either version. */
  inexact?: Inexact;
  /** The counters that the versions began from, where they were not those of the order's time. */
  drifts?: [owner: string, drifts: OwnerDrifts][];
}

/** `changed` and `same` compare the amounts; a row with an error on either side compares nothing. */
export function verdictOf({ before, after }: Pick<BacktestRow, 'before' | 'after'>): 'changed' | 'same' | 'error' {
  if ('fault' in before || 'fault' in after) return 'error';
  return before.amount === after.amount ? 'same' : 'changed';
}
