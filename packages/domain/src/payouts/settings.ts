import type { Currency } from '../money.js';

/** When and how a programme pays out. Everything may be left out: then batches are opened by hand and rails cost nothing. */
export interface PayoutSettings {
  calendar: PayoutCalendar;
  /** Days after the end of the month in which money became payable; for `net`. */
  netDays?: 15 | 30 | 60;
  /** Day of the month, 1 to 31; a month that has no such day pays on its last. For `lock_then_pay` the day of the cutoff. */
  payDay?: number;
  /** Days between the cutoff and the payment; for `lock_then_pay`. */
  lockDays?: number;
  /** Days that new bank details cool down before anything is paid to them. */
  coolingDays?: number;
  feesByRail?: Record<string, RailFee>;
}

export const payoutCalendars = ['on_demand', 'monthly', 'net', 'lock_then_pay'] as const;
export type PayoutCalendar = (typeof payoutCalendars)[number];

/** What a rail takes for one payment: minor units by the currency of the commissions, a percentage of the amount, or both. */
export interface RailFee {
  flat?: Record<Currency, string>;
  percent?: string;
}
