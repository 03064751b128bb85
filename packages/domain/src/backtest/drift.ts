import { periodOfMonth, type CountedPeriod } from '../commission/period.js';
import { periodOf } from '../time.js';

/** One counter of a backtest: what it was at last by what is stored, and how much more each version has counted than was. */
export interface Drift {
  /** The newest figure that a commission kept; absent where none did. */
  seen?: bigint;
  before: bigint;
  after: bigint;
  /** What each version has taken of a cap in all: it never takes more than there is, in whatever order the orders came. */
  took?: Readonly<Record<DriftSide, bigint>>;
}

export type DriftSide = 'before' | 'after';

/** The counters of one owner (a partner, a customer, or all) by their keys. */
export type OwnerDrifts = Record<string, Drift>;

/** Whose the counters of all together are. */
export const everybody = 'all';

/**
 * Where each version stands by now. An order begins from what it began from when it came, plus what the version has counted more
 * (or less) on the orders before it: a version that changes nothing begins exactly where the order began.
 */
export class Drifts {
  readonly changed = new Set<string>();

  constructor(private readonly owners: Map<string, OwnerDrifts> = new Map()) {}

  of(owner: string, key: string): Drift {
    return this.owners.get(owner)?.[key] ?? { before: 0n, after: 0n };
  }

  add(owner: string, key: string, side: DriftSide, amount: bigint): void {
    if (amount === 0n) return;
    const drift = this.of(owner, key);
    this.set(owner, key, { ...drift, [side]: drift[side] + amount });
  }

  take(owner: string, key: string, side: DriftSide, amount: bigint): void {
    if (amount === 0n) return;
    const drift = this.of(owner, key);
    const took = drift.took ?? { before: 0n, after: 0n };
    this.set(owner, key, { ...drift, took: { ...took, [side]: took[side] + amount } });
  }

  see(owner: string, key: string, figure: bigint): void {
    this.set(owner, key, { ...this.of(owner, key), seen: figure });
  }

  /** What the counters of months have drifted in the period that an instant lies in; volumes in their currency. */
  inPeriod(
    owner: string,
    side: DriftSide,
    prefix: 'month_volume:' | 'month_orders:',
    { at, period, timeZone, unit }: { at: Date; period: CountedPeriod; timeZone: string; unit: string },
  ): bigint {
    const wanted = periodOfMonth(periodOf(at, timeZone).key, period);
    const end = prefix === 'month_volume:' ? `:${unit}` : '';
    return Object.entries(this.owners.get(owner) ?? {}).reduce((sum, [key, drift]) => {
      const month = key.slice(prefix.length, prefix.length + 7);
      const counts = key === `${prefix}${month}${end}` && periodOfMonth(month, period) === wanted;
      return counts ? sum + drift[side] : sum;
    }, 0n);
  }

  owned(owner: string): OwnerDrifts {
    return this.owners.get(owner) ?? {};
  }

  private set(owner: string, key: string, drift: Drift): void {
    this.owners.set(owner, { ...this.owners.get(owner), [key]: drift });
    this.changed.add(owner);
  }
}
