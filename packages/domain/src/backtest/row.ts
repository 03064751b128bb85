import type { CommissionId, OrderId, PartnerId } from '../ids.js';
import type { Currency } from '../money.js';

/** Why one version gives no amount for an order: the rule's or the domain's error. It is a row, never dropped. */
export interface BacktestFault {
  code: string;
  /** RFC 6901 pointer into the version's text. */
  pointer: string;
  message: string;
}

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
}

/** `changed` and `same` compare the amounts; a row with an error on either side compares nothing. */
export function verdictOf({ before, after }: Pick<BacktestRow, 'before' | 'after'>): 'changed' | 'same' | 'error' {
  if ('fault' in before || 'fault' in after) return 'error';
  return before.amount === after.amount ? 'same' : 'changed';
}
