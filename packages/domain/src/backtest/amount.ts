import type { CommissionTerms } from '../commission/terms.js';
import type { Circumstances, Counted } from '../commission/circumstances.js';
import { computeCommission, type ComputeInput, type Computed } from '../commission/compute.js';
import type { Conversion } from '../fx/conversion.js';
import { inProgramme } from '../fx/order.js';
import type { JsonObject } from '../json.js';
import type { Currency } from '../money.js';
import type { OrderPayment } from '../order.js';
import type { Exchange } from '../order/base.js';
import type { RoundingMode } from '../programme.js';

/** An order as the facts of its commission tell it: money in minor units. */
export interface FactOrder {
  order: ComputeInput['order'];
  /** Month of the subscription that it paid for. */
  month: number;
  /** Volume and orders of the partner before it. */
  counted?: Counted;
  /** True where the customer had bought before, which is when a bounty was due. */
  bountyPaid?: boolean;
  tier: string;
  /** What is stored of the order is not what its facts tell: it was told otherwise later. */
  differs?: true;
}

/** What the facts do not tell of an order. */
export interface OrderRest {
  externalId: string;
  at: Date;
  currency: Currency;
  /** The order as it is stored. */
  stored?: StoredPayment;
  conversion?: Conversion;
  rounding?: RoundingMode;
}

export type StoredPayment = Pick<OrderPayment, 'amount' | 'tax' | 'shipping' | 'margin'> &
  Partial<Pick<OrderPayment, 'items'>>;

/** The order out of the facts stored with its commission; undefined where they were not stored, or are no order's. */
export function orderOfFacts(facts: JsonObject, rest: OrderRest): FactOrder | undefined {
  const order = objectOf(facts['order']);
  const { amount, tax, shipping, kind, month } = order;
  if (!isMinor(amount) || !isMinor(tax) || !isMinor(shipping)) return undefined;
  if (kind !== 'new' && kind !== 'renewal' && kind !== 'upgrade') return undefined;
  const volume = objectOf(facts['history'])['monthVolume'];
  const tier = objectOf(facts['partner'])['tier'];
  const { currency, stored } = rest;
  const exchange = exchangeOf(rest);
  const told = {
    amount: { amount: BigInt(amount), currency },
    tax: { amount: BigInt(tax), currency },
    shipping: { amount: BigInt(shipping), currency },
  };
  const asTold =
    stored !== undefined &&
    (['amount', 'tax', 'shipping'] as const).every((name) => {
      const now = inProgramme(stored[name], exchange);
      return now.amount === told[name].amount && now.currency === currency;
    });
  // An order of another currency is converted after it is summed up, as it was: only what is stored tells its own figures.
  const paid: NonNullable<FactOrder['order']['paid']> = { at: rest.at, kind, ...(asTold && exchange ? stored : told) };
  if (stored?.items) paid.items = stored.items;
  if (stored?.margin) paid.margin = asTold || !exchange ? stored.margin : inProgramme(stored.margin, exchange);
  const found: FactOrder = {
    order: { externalId: rest.externalId, paid, ...(asTold && exchange && { exchange }) },
    month: isMinor(month) ? month : 1,
    tier: typeof tier === 'string' ? tier : '',
  };
  if (stored && !asTold) found.differs = true;
  if (isMinor(volume)) found.counted = { volume: { month: BigInt(volume) }, orders: {} };
  if (objectOf(facts['customer'])['isNew'] === false) found.bountyPaid = true;
  return found;
}

/** What terms pay for such an order, by the same sum as when it came. Throws as `computeCommission` does. */
export function computeByFacts(
  { order, month, counted, bountyPaid }: FactOrder,
  terms: CommissionTerms,
  { settings, timeZone, share }: Pick<ComputeInput, 'settings' | 'timeZone' | 'share'>,
  begun?: Circumstances,
): Computed {
  // Millions of times in a backtest: no spreads.
  const input: ComputeInput = { order, terms, settings, timeZone };
  if (begun?.anchor) input.anchor = begun.anchor;
  else input.month = month;
  if (begun?.firstOrder) input.firstOrder = begun.firstOrder;
  const from = begun?.counted ?? counted;
  if (from !== undefined) input.counted = from;
  if (begun?.bountyPaid ?? bountyPaid) input.bountyPaid = true;
  if (share) input.share = share;
  return computeCommission(input);
}

function exchangeOf({ conversion, rounding = 'half_even' }: OrderRest): Exchange | undefined {
  if (!conversion) return undefined;
  const { from, to, rate, source, date } = conversion;
  return { rate: { from: from.currency, to: to.currency, rate, source, date }, rounding };
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function isMinor(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
