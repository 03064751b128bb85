import type { ProgrammeSettings } from '../programme.js';
import type { CountedPeriod } from './period.js';

type Base = ProgrammeSettings['base'];

/** A percentage of the base. Rates are percent as decimal strings. */
export interface PercentTerms {
  type: 'percent';
  rate: string;
  base?: Base;
}

/** A fixed amount in minor units: for the order, or for each item of it. */
export interface FlatTerms {
  type: 'flat';
  amount: string;
  per?: 'order' | 'item';
}

/**
 * Rates by what the partner has brought in a period. `whole`: the order at the rate that is reached with it; `graduated`: each
 * slice at its own. `from` is minor units, or a number of orders. `month_volume` is how `volume` of the `month` was first written.
 */
export interface TieredTerms {
  type: 'tiered';
  mode: 'whole' | 'graduated';
  measure: 'month_volume' | 'volume' | 'orders';
  /** A month unless said otherwise. */
  period?: CountedPeriod;
  tiers: { from: string; rate: string }[];
  base?: Base;
}

/** A fixed amount, once for a customer however many orders follow and whoever brings them. */
export interface BountyTerms {
  type: 'bounty';
  amount: string;
}

/** A rate or an amount for every payment within a number of months from the first one. */
export interface RecurringTerms {
  type: 'recurring';
  rate?: string;
  amount?: string;
  /** How many months are paid; the programme's months unless said otherwise. */
  months?: number;
  /** From where they are counted: the subscription's first payment, or the customer's first order. */
  anchor?: 'subscription' | 'first_order';
  base?: Base;
}

/** Other terms times a factor, e.g. "1.5" for a launch week. */
export interface MultiplierTerms {
  type: 'multiplier';
  factor: string;
  of: PlainTerms;
}

/** Something on top of other terms: an amount, a rate or both, where the base is at least `above`. */
export interface BonusTerms {
  type: 'bonus';
  to: PlainTerms;
  amount?: string;
  rate?: string;
  above?: string;
}

/** Terms of their own for some of an order's items; `rest` is for all the others. */
export interface PerProductTerms {
  type: 'per_product';
  lines: { skus?: string[]; categories?: string[]; terms: PlainTerms }[];
  rest: PlainTerms;
}

export interface NoTerms {
  type: 'none';
  reason: string;
}

/** Terms of one line: all but those that divide an order into lines. */
export type PlainTerms =
  PercentTerms | FlatTerms | TieredTerms | BountyTerms | RecurringTerms | MultiplierTerms | BonusTerms | NoTerms;

/** The most that is earned: of one order, by a partner, on a customer, or by everybody under the same terms. */
export interface Cap {
  per: 'order' | 'partner' | 'customer' | 'programme';
  /** A month unless said otherwise; means nothing for an order. */
  period?: CountedPeriod;
  /** Minor units. */
  amount: string;
}

/** A part of the pay and when it is released, counted from the order. */
export interface Stage {
  /** ISO 8601 duration. */
  after: string;
  /** Percent; those of all stages add up to 100. */
  percent: string;
}

/** What a commission rule, or a partner's, group's or tier's own agreement, says; amounts are computed from it. */
export type CommissionTerms = (PlainTerms | PerProductTerms) & { caps?: Cap[]; release?: Stage[] };
