import type { CalculationLine } from '../../commission.js';
import type { ExplanationPart } from '../../explanation.js';
import type { Fraction } from '../../money/fraction.js';
import type { Currency, Money } from '../../money.js';
import type { ProgrammeSettings } from '../../programme.js';
import type { CountedPeriod } from '../period.js';
import type { PlainTerms } from '../terms.js';

/** What terms are applied to: an order, or a line of it. */
export interface TermsContext {
  currency: Currency;
  rounding: ProgrammeSettings['rounding'];
  /** What is reckoned from: the programme's base unless the terms name another. Throws `no_margin`. */
  base(kind?: ProgrammeSettings['base']): Money;
  /** How many items it has, at least one. Throws `no_items`. */
  quantity(): bigint;
  /** Volume before this in the period, the lines before it included. Throws `no_volume`. */
  volumeBefore(period: CountedPeriod): bigint;
  /** What the order adds in all, this line included. */
  volumeAfter(period: CountedPeriod): bigint;
  /** Orders before this one. Throws `no_volume`. */
  ordersBefore(period: CountedPeriod): bigint;
  /** False where a bounty was paid for the customer before. */
  bounty: boolean;
  /** Months of the subscription, or since the customer's first order, 1 for the first; undefined where nobody knows. */
  month(anchor: 'subscription' | 'first_order'): number | undefined;
  /** Months that the programme pays renewals for. */
  recurringMonths: number;
  /** Applies inner terms to the same. */
  apply(terms: PlainTerms): Worth;
}

/** What terms come to, exact, with how and why. */
export interface Worth {
  exact: Fraction;
  calculation: CalculationLine[];
  explanation: ExplanationPart[];
  /** Why it is nothing. */
  none?: ExplanationPart;
}

/** One kind of terms: how it is applied, and what it is made of. */
export interface TermsKind<T extends PlainTerms = PlainTerms> {
  apply(terms: T, context: TermsContext): Worth;
  /** The terms that it changes or adds to. */
  inner?(terms: T): PlainTerms;
  /** True where it counts a subscription's months itself. */
  countsMonths?: boolean;
}
