import { periodKey, periodOfMonth, type CountedPeriod } from '../commission/period.js';
import type { Currency, Money } from '../money.js';
import { periodOf } from '../time.js';

/** Cumulative facts at a partner's head, or changes of them: minor units or numbers by key. */
export type Counters = Readonly<Record<string, bigint>>;

/** Counter of a partner's base volume in a month of the programme's zone: `month_volume:2026-11:USD`. */
export function volumeKey(occurredAt: Date, timeZone: string, currency: Currency): string {
  return `month_volume:${periodOf(occurredAt, timeZone).key}:${currency}`;
}

/** Counter of the orders that a partner earned on in a month: `month_orders:2026-11`. */
export function ordersKey(occurredAt: Date, timeZone: string): string {
  return `month_orders:${periodOf(occurredAt, timeZone).key}`;
}

/** Counter of what a partner earned under terms that cap a period: `cap:partner:2026-Q4:USD`. */
export function partnerCapKey(occurredAt: Date, period: CountedPeriod, timeZone: string, currency: Currency): string {
  return `cap:partner:${periodKey(occurredAt, period, timeZone)}:${currency}`;
}

/** What an order adds to its partner's volume and number of orders; nothing where there is no base. */
export function orderCounters(base: Money, occurredAt: Date, timeZone: string): Record<string, bigint> {
  if (base.amount <= 0n) return {};
  return { [volumeKey(occurredAt, timeZone, base.currency)]: base.amount, [ordersKey(occurredAt, timeZone)]: 1n };
}

/** Volume in the period that an instant lies in: longer periods are the sums of their months. */
export function volumeIn(
  counters: Counters,
  { at, timeZone, currency, period }: { at: Date; timeZone: string; currency: Currency; period: CountedPeriod },
): bigint {
  return sumOfMonths(counters, /^month_volume:(\d{4}-\d\d):(.+)$/, currency, at, timeZone, period);
}

/** Number of orders in the period that an instant lies in. */
export function ordersIn(
  counters: Counters,
  { at, timeZone, period }: { at: Date; timeZone: string; period: CountedPeriod },
): bigint {
  return sumOfMonths(counters, /^month_orders:(\d{4}-\d\d)()$/, '', at, timeZone, period);
}

/** The counters as they were before some were claimed. */
export function countersBefore(after: Counters, claimed: Counters): Counters {
  const before = { ...after };
  for (const [key, amount] of Object.entries(claimed)) before[key] = (before[key] ?? 0n) - amount;
  return before;
}

function sumOfMonths(
  counters: Counters,
  pattern: RegExp,
  of: string,
  at: Date,
  timeZone: string,
  period: CountedPeriod,
): bigint {
  const wanted = periodKey(at, period, timeZone);
  return Object.entries(counters).reduce((sum, [key, amount]) => {
    const [, month = '', unit] = pattern.exec(key) ?? [];
    return month !== '' && unit === of && periodOfMonth(month, period) === wanted ? sum + amount : sum;
  }, 0n);
}
