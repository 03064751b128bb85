import { refuse } from '../error.js';
import type { ExplanationPart } from '../explanation.js';
import type { CommissionId } from '../ids.js';
import type { Journal } from '../journal.js';
import { decided, journal, type Act, type Decision } from '../ledger/decision.js';
import { partnerCapKey } from '../ledger/counters.js';
import { money, moneyToJson, parseMoney, type Currency, type Money } from '../money.js';
import type { Commission } from '../commission.js';
import { periodKey, type CountedPeriod } from './period.js';
import type { Cap, CommissionTerms } from './terms.js';

/** What was claimed of a limit, by who claimed it: minor units, or ones where things are counted. */
export type Claims = Readonly<Record<string, bigint>>;

/**
 * Claims at most `asked` of what the limit leaves. The same id asks once: asked again, it reads back what it was granted,
 * whatever was claimed meanwhile. `claims` is the same object where nothing changes.
 */
export function claim(claims: Claims, id: string, asked: bigint, limit: bigint): { granted: bigint; claims: Claims } {
  const known = claims[id];
  if (known !== undefined) return { granted: known < asked ? known : asked, claims };
  const left = limit - claimed(claims);
  const granted = asked < left ? asked : left > 0n ? left : 0n;
  return { granted, claims: { ...claims, [id]: granted } };
}

/** What all have claimed together. */
export function claimed(claims: Claims): bigint {
  return Object.values(claims).reduce((sum, amount) => sum + amount, 0n);
}

/** Claims brought down to what came of them: never up. Nothing keeps its id, so that it does not claim again. */
export function settleClaims(claims: Claims, ids: Claims): Claims {
  const changed = Object.entries(ids).filter(
    ([id, amount]) => claims[id] !== amount && amount <= (claims[id] ?? amount),
  );
  return changed.length === 0 ? claims : { ...claims, ...Object.fromEntries(changed) };
}

/** A document of claims that terms or settings ask: what names it, and how much it has to give. */
export interface ClaimsLimit {
  key: string;
  unit: Currency | 'times';
  limit: bigint;
  cap: Cap | { per: 'spend'; period?: CountedPeriod; amount: string };
}

/** The claims documents of a customer's and a programme's caps; of the settings' spend caps too. */
export function claimsLimits(
  terms: CommissionTerms,
  about: { rule: string; customer: string; at: Date; timeZone: string; currency: Currency },
  spendCaps: readonly { period?: CountedPeriod; amount: string; currency: Currency }[] = [],
): ClaimsLimit[] {
  const { rule, customer, at, timeZone, currency } = about;
  const of = (name: string, cap: ClaimsLimit['cap']): ClaimsLimit => ({
    key: `${name}:${periodKey(at, cap.period ?? 'month', timeZone)}:${currency}`,
    unit: currency,
    limit: BigInt(cap.amount),
    cap,
  });
  const own = tightest(terms.caps ?? []).flatMap((cap) => {
    if (cap.per === 'customer') return [of(`customer:${customer}`, cap)];
    return cap.per === 'programme' ? [of(`rule:${rule}`, cap)] : [];
  });
  const spend = spendCaps
    .filter((cap) => cap.currency === currency)
    .map(({ period, amount }) => ({ per: 'spend' as const, ...(period && { period }), amount }));
  return [...own, ...tightest(spend).map((cap) => of('programme', cap))];
}

/** What names the claim of a customer's bounty. */
export function bountyKey(customer: string): string {
  return `bounty:${customer}`;
}

/** A customer's bounty: paid once. */
export function bountyLimit(customer: string): Pick<ClaimsLimit, 'key' | 'unit' | 'limit'> {
  return { key: bountyKey(customer), unit: 'times', limit: 1n };
}

interface PartnerCapInput extends Act {
  commission: CommissionId;
  asked: Money;
  cap: Cap;
  occurredAt: Date;
  timeZone: string;
}

/**
 * volume: counts a commission towards its partner's cap of a period before it is stored, so that two orders at once never exceed
 * it. A retry finds the journal: `grantedBy` reads back what it was granted.
 */
export function decidePartnerCap(head: Journal | null, input: PartnerCapInput): Decision {
  const { asked, cap, occurredAt, timeZone, commission } = input;
  const period = cap.period ?? 'month';
  const key = partnerCapKey(occurredAt, period, timeZone, asked.currency);
  const left = BigInt(cap.amount) - (head?.counters[key] ?? 0n);
  const granted = asked.amount < left ? asked.amount : left > 0n ? left : 0n;
  const reason: ExplanationPart = {
    code: 'cap.counted',
    params: {
      granted: { ...moneyToJson(money(granted, asked.currency)) },
      limit: { ...moneyToJson(money(cap.amount, asked.currency)) },
      period,
    },
  };
  return decided(
    journal(
      { ...input, reason },
      {
        kind: 'volume',
        cause: `cap:${commission}`,
        once: [key],
        commissions: [],
        postings: [],
        counterDeltas: { [key]: granted },
      },
    ),
  );
}

/** What a stored journal of `decidePartnerCap` granted. */
export function grantedBy(stored: Journal): bigint {
  return parseMoney(stored.reason?.params['granted']).amount;
}

/**
 * volume: gives back what a rejected commission took of its partner's caps. Refuses `not_capped` where it has none.
 */
export function decideCapRelease(input: Act & { commission: Commission; timeZone: string }): Decision {
  const { terms, amount, occurredAt, id } = input.commission;
  const keys = partnerCaps(terms).map(({ period }) =>
    partnerCapKey(occurredAt, period ?? 'month', input.timeZone, amount.currency),
  );
  if (keys.length === 0 || amount.amount <= 0n) return refuse('not_capped', `No cap of its partner counted ${id}.`);
  return decided(
    journal(input, {
      kind: 'volume',
      cause: `uncap:${id}`,
      commissions: [],
      postings: [],
      counterDeltas: Object.fromEntries(keys.map((key) => [key, -amount.amount])),
    }),
  );
}

/** The caps of terms that are counted at the partner's head. */
export function partnerCaps(terms: CommissionTerms): Cap[] {
  return tightest(terms.caps ?? []).filter(({ per }) => per === 'partner');
}

/** One cap of each kind and period, as they are counted together: the smallest. */
function tightest<C extends { per: string; period?: CountedPeriod; amount: string }>(caps: readonly C[]): C[] {
  const by = new Map<string, C>();
  for (const cap of caps) {
    const name = `${cap.per}:${cap.period ?? 'month'}`;
    const known = by.get(name);
    if (!known || BigInt(cap.amount) < BigInt(known.amount)) by.set(name, cap);
  }
  return [...by.values()];
}
