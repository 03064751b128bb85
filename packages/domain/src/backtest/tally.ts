import type { Currency } from '../money.js';
import { verdictOf, type BacktestFault, type BacktestRow, type Inexact } from './row.js';

/** Sums in minor units of one currency, over the rows that both versions give an amount for. */
export interface BacktestSums {
  currency: Currency;
  before: bigint;
  after: bigint;
  recorded: bigint;
}

/** Rows that share something: a tier, or an outcome of a version by its pointer. */
export interface BacktestGroup {
  key: string;
  orders: number;
  changed: number;
  errors: number;
  sums: BacktestSums[];
}

/** Rows of one kind of error. */
export interface BacktestErrors extends BacktestFault {
  side: 'before' | 'after';
  orders: number;
}

export interface InexactCount {
  code: Inexact;
  orders: number;
}

/** What a set of rows adds up to. Its size depends on the rules and tiers, not on the number of rows. */
export interface BacktestTally {
  orders: number;
  changed: number;
  same: number;
  errors: number;
  /** Commissions whose facts were not stored: they cannot be decided again. */
  withoutFacts: number;
  /** Orders whose figures are in the sums and not told to the cent, by reason. Absent in what was stored before. */
  inexact?: InexactCount[];
  sums: BacktestSums[];
  tiers: BacktestGroup[];
  /** By the pointer of the outcome that each version took. */
  branches: { before: BacktestGroup[]; after: BacktestGroup[] };
  faults: BacktestErrors[];
}

/** The tally of no rows: neutral in `mergeTallies`. */
export function emptyTally(): BacktestTally {
  return {
    orders: 0,
    changed: 0,
    same: 0,
    errors: 0,
    withoutFacts: 0,
    inexact: [],
    sums: [],
    tiers: [],
    branches: { before: [], after: [] },
    faults: [],
  };
}

/** The tally of both sets of rows together; associative, so that chunks may be folded in any grouping. */
export function mergeTallies(a: BacktestTally, b: BacktestTally): BacktestTally {
  return {
    orders: a.orders + b.orders,
    changed: a.changed + b.changed,
    same: a.same + b.same,
    errors: a.errors + b.errors,
    withoutFacts: a.withoutFacts + b.withoutFacts,
    inexact: mergeBy(
      a.inexact ?? [],
      b.inexact ?? [],
      ({ code }) => code,
      (x, y) => ({ code: x.code, orders: x.orders + y.orders }),
    ),
    sums: mergeSums(a.sums, b.sums),
    tiers: mergeGroups(a.tiers, b.tiers),
    branches: {
      before: mergeGroups(a.branches.before, b.branches.before),
      after: mergeGroups(a.branches.after, b.branches.after),
    },
    faults: mergeBy(a.faults, b.faults, faultKey, (x, y) => ({ ...x, orders: x.orders + y.orders })),
  };
}

/** Adds rows up one by one; `tally` gives them in the canonical order that `mergeTallies` keeps. */
export class Tallying {
  private readonly total = new Group();
  private same = 0;
  private withoutFacts = 0;
  private readonly tiers = new Map<string, Group>();
  private readonly before = new Map<string, Group>();
  private readonly after = new Map<string, Group>();
  private readonly faults = new Map<string, BacktestErrors>();
  private readonly inexact = new Map<Inexact, number>();

  add(row: BacktestRow): void {
    const verdict = verdictOf(row);
    if (verdict === 'same') this.same += 1;
    if (row.inexact) this.inexact.set(row.inexact, (this.inexact.get(row.inexact) ?? 0) + 1);
    this.total.add(row, verdict);
    groupOf(this.tiers, row.tier).add(row, verdict);
    if ('fault' in row.before) this.fault('before', row.before.fault);
    else groupOf(this.before, row.before.branch).add(row, verdict);
    if ('fault' in row.after) this.fault('after', row.after.fault);
    else groupOf(this.after, row.after.branch).add(row, verdict);
  }

  /** A commission that could not be decided again because its facts were not stored. */
  skip(): void {
    this.withoutFacts += 1;
  }

  tally(): BacktestTally {
    const { orders, changed, errors, sums } = this.total.read('');
    return {
      orders,
      changed,
      same: this.same,
      errors,
      withoutFacts: this.withoutFacts,
      inexact: [...this.inexact]
        .map(([code, count]) => ({ code, orders: count }))
        .sort((a, b) => order(a.code, b.code)),
      sums,
      tiers: groups(this.tiers),
      branches: { before: groups(this.before), after: groups(this.after) },
      faults: [...this.faults.values()].sort((a, b) => order(faultKey(a), faultKey(b))),
    };
  }

  private fault(side: 'before' | 'after', { code, pointer, message }: BacktestFault): void {
    const fresh = { side, code, pointer, message, orders: 1 };
    const known = this.faults.get(faultKey(fresh));
    if (known) known.orders += 1;
    else this.faults.set(faultKey(fresh), fresh);
  }
}

class Group {
  private orders = 0;
  private changed = 0;
  private errors = 0;
  private readonly sums: BacktestSums[] = [];

  add(row: BacktestRow, verdict: ReturnType<typeof verdictOf>): void {
    this.orders += 1;
    if (verdict === 'changed') this.changed += 1;
    if ('fault' in row.before || 'fault' in row.after) {
      this.errors += 1;
      return;
    }
    let sums = this.sums.find(({ currency }) => currency === row.currency);
    if (!sums) {
      sums = { currency: row.currency, before: 0n, after: 0n, recorded: 0n };
      this.sums.push(sums);
    }
    sums.before += row.before.amount;
    sums.after += row.after.amount;
    sums.recorded += row.recorded;
  }

  read(key: string): BacktestGroup {
    const { orders, changed, errors } = this;
    return { key, orders, changed, errors, sums: [...this.sums].sort((a, b) => order(a.currency, b.currency)) };
  }
}

function groupOf(map: Map<string, Group>, key: string): Group {
  let group = map.get(key);
  if (!group) map.set(key, (group = new Group()));
  return group;
}

function groups(map: ReadonlyMap<string, Group>): BacktestGroup[] {
  return [...map].map(([key, group]) => group.read(key)).sort((a, b) => order(a.key, b.key));
}

export function mergeSums(a: readonly BacktestSums[], b: readonly BacktestSums[]): BacktestSums[] {
  return mergeBy(
    a,
    b,
    ({ currency }) => currency,
    (x, y) => ({
      currency: x.currency,
      before: x.before + y.before,
      after: x.after + y.after,
      recorded: x.recorded + y.recorded,
    }),
  );
}

function mergeGroups(a: readonly BacktestGroup[], b: readonly BacktestGroup[]): BacktestGroup[] {
  return mergeBy(
    a,
    b,
    ({ key }) => key,
    (x, y) => ({
      key: x.key,
      orders: x.orders + y.orders,
      changed: x.changed + y.changed,
      errors: x.errors + y.errors,
      sums: mergeSums(x.sums, y.sums),
    }),
  );
}

/** What differs only in its sentence is one kind of error. */
function faultKey({ side, code, pointer }: Pick<BacktestErrors, 'side' | 'code' | 'pointer'>): string {
  return `${side} ${code} ${pointer}`;
}

function mergeBy<T>(a: readonly T[], b: readonly T[], keyOf: (one: T) => string, join: (x: T, y: T) => T): T[] {
  const all = new Map(a.map((one) => [keyOf(one), one]));
  for (const one of b) {
    const known = all.get(keyOf(one));
    all.set(keyOf(one), known ? join(known, one) : one);
  }
  return [...all].sort(([x], [y]) => order(x, y)).map(([, one]) => one);
}

/** By code units: the same on every machine and in every language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
