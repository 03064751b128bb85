import type { JsonObject } from '../json.js';
import type { Money } from '../money.js';
import type { ConsideredTouch } from '../attribution.js';

/** What the signals are told of one order or lead. What is not known is absent; a signal then says nothing. */
export interface FraudInput {
  at: Date;
  customer: { email?: string; ipHash?: string; payoutAccountHash?: string };
  /** The partner's own contacts and keyed hashes. */
  partner: { emails: string[]; ipHashes?: string[]; accountHash?: string; owns?: string[] };
  touches: readonly ConsideredTouch[];
  countries: { ip?: string; billing?: string; card?: string };
  coupon?: { code: string; leaked: boolean };
  referrer?: string;
  /** Hosts of the programme itself, and those a partner may not advertise on. */
  programme: { domains: string[]; bannedDomains: string[] };
  history: {
    clicksToday: number;
    /** Newest last, the 28 days before today. */
    clicksByDay: readonly number[];
    conversionsToday: number;
    conversionsByDay: readonly number[];
    /** Of the last 90 days. */
    orders?: number;
    refunds?: number;
    disputes?: number;
    trials?: number;
    trialsCancelled?: number;
  };
  net?: Money;
}

/** One signal: the part of the `fraud@1` facts that it knows (schema: packages/rules/src/schemas/fraud.ts). */
export interface FraudSignal {
  key: string;
  facts: (input: FraudInput) => JsonObject;
}

/** The part after the @ in lower case, or undefined where the text is no address. */
export function mailDomain(email: string | undefined): string | undefined {
  const at = email?.lastIndexOf('@') ?? -1;
  return at > 0
    ? email
        ?.slice(at + 1)
        .trim()
        .toLowerCase() || undefined
    : undefined;
}

/** A percentage with one decimal, as the decimal text that facts use; undefined of nothing. */
export function percentText(part: number | undefined, whole: number | undefined): string | undefined {
  if (part === undefined || !whole) return undefined;
  return tenthText(Math.round((part * 1000) / whole));
}

/** 42 → "4.2". */
export function tenthText(tenths: number): string {
  return tenths % 10 === 0 ? String(tenths / 10) : `${Math.trunc(tenths / 10)}.${tenths % 10}`;
}
