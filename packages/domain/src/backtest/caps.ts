import { withinGrant, type SpendCap } from '../commission/caps.js';
import type { Circumstances } from '../commission/circumstances.js';
import { claimsLimits, partnerCaps } from '../commission/claims.js';
import type { Computed } from '../commission/compute.js';
import { periodKey } from '../commission/period.js';
import type { Cap, CommissionTerms } from '../commission/terms.js';
import type { PartnerId } from '../ids.js';
import { partnerCapKey } from '../ledger/counters.js';
import type { Currency } from '../money.js';
import { everybody, type DriftSide, type Drifts } from './drift.js';

/** What caps are counted by. */
export interface CapScope {
  rule: string;
  partner: PartnerId;
  customer: string;
  at: Date;
  timeZone: string;
  currency: Currency;
  spendCaps: readonly Omit<SpendCap, 'per'>[];
  /** When the backtest's period begins: what a new cap would have granted before is not known. */
  from: Date;
}

/** A cap, its counter, and whose that is. */
interface CountedCap {
  owner: string;
  key: string;
  limit: bigint;
  cap: Cap | SpendCap;
  /** Brought down to what came of the commission afterwards, as claims are. */
  settled: boolean;
}

/** What was granted of a cap, by owner and counter. */
export interface Taken {
  owner: string;
  key: string;
  granted: bigint;
}

export interface Held {
  computed: Computed;
  taken: Taken[];
  /** A cap whose use before the order is not known. */
  unknown: boolean;
}

/** A sum held to all caps that are counted beyond its order, from where the version stands by now. */
export function heldToCaps(
  computed: Computed,
  terms: CommissionTerms,
  scope: CapScope,
  recorded: Circumstances['caps'],
  drifts: Drifts,
  side: DriftSide,
): Held {
  let held = computed;
  let unknown = false;
  const taken: (Taken & { settled: boolean })[] = [];
  for (const { owner, key, limit, cap, settled } of capsOf(terms, scope)) {
    const asked = held.amount.amount;
    if (asked === 0n) break;
    const known = recorded?.find((use) => use.key === key);
    const drift = drifts.of(owner, key);
    if (!known && drift.seen === undefined && beganBefore(scope, cap)) unknown = true;
    const standing = (known?.used ?? drift.seen ?? 0n) + drift[side];
    const took = drift.took?.[side] ?? 0n;
    const left = limit - (standing > took ? standing : took);
    const granted = left <= 0n ? 0n : left < asked ? left : asked;
    held = within(held, granted, cap);
    taken.push({ owner, key, granted, settled });
  }
  const { amount } = held.amount;
  return {
    computed: held,
    taken: taken.map((one) => ({ ...one, granted: one.settled ? amount : one.granted })),
    unknown,
  };
}

/** Counts what versions took, against what was taken when the order came. */
export function countTaken(
  drifts: Drifts,
  recorded: Circumstances['caps'],
  posted: bigint,
  sides: Partial<Record<DriftSide, readonly Taken[]>>,
  { partner, customer }: Pick<CapScope, 'partner' | 'customer'>,
): void {
  const was = new Map(
    (recorded ?? []).map(({ key, used, granted }) => {
      const owner = ownerOf(key, partner, customer);
      const settled = owner === partner ? granted : posted;
      drifts.see(owner, key, used + settled);
      return [`${owner} ${key}`, { owner, key, granted: settled }];
    }),
  );
  for (const side of ['before', 'after'] as const) {
    const took = new Map((sides[side] ?? []).map((one) => [`${one.owner} ${one.key}`, one]));
    for (const { owner, key } of new Map([...was, ...took]).values()) {
      const id = `${owner} ${key}`;
      const taken = took.get(id)?.granted ?? 0n;
      drifts.add(owner, key, side, taken - (was.get(id)?.granted ?? 0n));
      drifts.take(owner, key, side, taken);
    }
  }
}

function capsOf(terms: CommissionTerms, scope: CapScope): CountedCap[] {
  const { partner, customer, at, timeZone, currency } = scope;
  const limits = claimsLimits(
    terms,
    scope,
    scope.spendCaps.map((cap) => ({ ...cap, currency })),
  );
  return [
    ...limits.map(({ key, limit, cap }) => ({
      owner: ownerOf(key, partner, customer),
      key,
      limit,
      cap,
      settled: true,
    })),
    ...partnerCaps(terms).map((cap) => ({
      owner: partner,
      key: partnerCapKey(at, cap.period ?? 'month', timeZone, currency),
      limit: BigInt(cap.amount),
      cap,
      settled: false,
    })),
  ];
}

function ownerOf(key: string, partner: string, customer: string): string {
  if (key.startsWith('cap:partner:')) return partner;
  return key.startsWith('customer:') ? customer : everybody;
}

/** True where the cap counts something from before the backtest's period. */
function beganBefore({ from, at, timeZone }: CapScope, { period = 'month' }: Cap | SpendCap): boolean {
  return periodKey(new Date(from.getTime() - 1), period, timeZone) === periodKey(at, period, timeZone);
}

function within(computed: Computed, granted: bigint, cap: Cap | SpendCap): Computed {
  return withinGrant([{ key: 'order', ...computed }], granted, cap)[0] ?? computed;
}
