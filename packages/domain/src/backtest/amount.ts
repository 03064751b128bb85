import type { CommissionTerms } from '../commission/terms.js';
import { computeCommission, type ComputeInput, type Computed } from '../commission/compute.js';
import type { JsonObject } from '../json.js';
import type { Currency } from '../money.js';

/** An order as the facts of its commission tell it: money in minor units. */
export interface FactOrder {
  order: ComputeInput['order'];
  /** Month of the subscription that it paid for. */
  month: number;
  /** Volume of the partner's month before it. */
  monthVolume?: bigint;
  /** True where the customer had bought before, which is when a bounty was due. */
  bountyPaid?: boolean;
  tier: string;
}

/** What the facts do not tell of an order. */
export interface OrderRest {
  externalId: string;
  at: Date;
  currency: Currency;
  margin?: bigint;
}

/** The order out of the facts stored with its commission; undefined where they were not stored, or are no order's. */
export function orderOfFacts(facts: JsonObject, rest: OrderRest): FactOrder | undefined {
  const order = objectOf(facts['order']);
  const { amount, tax, shipping, kind, month } = order;
  if (!isMinor(amount) || !isMinor(tax) || !isMinor(shipping)) return undefined;
  if (kind !== 'new' && kind !== 'renewal' && kind !== 'upgrade') return undefined;
  const volume = objectOf(facts['history'])['monthVolume'];
  const tier = objectOf(facts['partner'])['tier'];
  const { currency } = rest;
  const paid: NonNullable<FactOrder['order']['paid']> = {
    at: rest.at,
    kind,
    amount: { amount: BigInt(amount), currency },
    tax: { amount: BigInt(tax), currency },
    shipping: { amount: BigInt(shipping), currency },
  };
  if (rest.margin !== undefined) paid.margin = { amount: rest.margin, currency };
  const found: FactOrder = {
    order: { externalId: rest.externalId, paid },
    month: isMinor(month) ? month : 1,
    tier: typeof tier === 'string' ? tier : '',
  };
  if (isMinor(volume)) found.monthVolume = BigInt(volume);
  if (objectOf(facts['customer'])['isNew'] === false) found.bountyPaid = true;
  return found;
}

/** What terms pay for such an order, by the same sum as when it came. Throws as `computeCommission` does. */
export function computeByFacts(
  { order, month, monthVolume, bountyPaid }: FactOrder,
  terms: CommissionTerms,
  { settings, timeZone, share }: Pick<ComputeInput, 'settings' | 'timeZone' | 'share'>,
): Computed {
  // Millions of times in a backtest: no spreads.
  const input: ComputeInput = { order, terms, settings, timeZone, month };
  if (monthVolume !== undefined) input.monthVolumeBefore = monthVolume;
  if (bountyPaid) input.bountyPaid = true;
  if (share) input.share = share;
  return computeCommission(input);
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function isMinor(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
