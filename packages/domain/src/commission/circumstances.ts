import { ordersIn, volumeIn, type Counters } from '../ledger/counters.js';
import type { Currency } from '../money.js';
import { countedPeriods, type CountedPeriod } from './period.js';

/**
 * What a sum began from besides its order and its facts. Stored with the commission, so that a backtest begins from the same:
 * counters and claims move on, and what they were is not told by anything else.
 */
export interface Circumstances {
  /** First payment of the subscription, and the customer's first order. */
  anchor?: Date;
  firstOrder?: Date;
  /** The partner's volume and number of orders before this one, by period. */
  counted?: Counted;
  /** Where several partners share it: every weight, and which of them this is. */
  share?: { weights: number[]; index: number };
  /** Of terms that pay once for a customer: it was paid before. */
  bountyPaid?: boolean;
  /** Of each cap beyond the order, named by its counter or claims document. */
  caps?: (CapUse & { key: string })[];
}

/** In minor units: what others had taken of a cap, and what it granted. */
export interface CapUse {
  used: bigint;
  granted: bigint;
}

export interface Counted {
  volume: Partial<Record<CountedPeriod, bigint>>;
  orders: Partial<Record<CountedPeriod, bigint>>;
}

/** Volume and orders of each period that an instant lies in, out of the partner's counters before it. */
export function countedIn(counters: Counters, at: Date, timeZone: string, currency: Currency): Counted {
  const by = (count: (period: CountedPeriod) => bigint) =>
    Object.fromEntries(countedPeriods.map((period) => [period, count(period)]));
  return {
    volume: by((period) => volumeIn(counters, { at, timeZone, currency, period })),
    orders: by((period) => ordersIn(counters, { at, timeZone, period })),
  };
}
