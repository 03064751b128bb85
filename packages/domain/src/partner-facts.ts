import { percentText } from './fraud/signal.js';
import type { JsonObject } from './json.js';
import type { Currency } from './money.js';
import type { Order } from './order.js';
import { orderBase } from './order/base.js';
import { takenBack, targetOf } from './order/target.js';
import type { Partner } from './partner.js';
import type { Programme } from './programme.js';
import { dayOf } from './time.js';

const day = 86_400_000;

/**
 * A partner as every rule may know it (`PARTNER` in packages/rules/src/schemas/parts.ts). The programme's own fields lie
 * beside ours under their names; one of ours is never covered by one of theirs.
 */
export function partnerFacts(partner: Partner): JsonObject {
  return {
    ...partner.custom,
    tier: partner.tier,
    type: partner.type,
    status: partner.status,
    tags: partner.tags,
    ...(partner.group && { group: partner.group }),
    ...(partner.country && { country: partner.country }),
  };
}

/** The whole record, for rules over a partner: tiers and segments. Days are those of the programme's time zone. */
export function partnerRecordFacts(partner: Partner, timeZone: string): JsonObject {
  return {
    ...partnerFacts(partner),
    language: partner.language,
    ...(partner.owner && { owner: partner.owner }),
    joined: dayOf(partner.createdAt, timeZone),
    tierSince: dayOf(partner.tierSince, timeZone),
    payoutReady: partner.payout !== undefined,
  };
}

/** An order that a partner earned on. */
export interface EarnedOrder {
  order: string;
  customer: string;
  at: Date;
}

/** What is known of a partner's doings up to an instant. */
export interface PartnerHistory {
  /** Every order that the partner ever earned on. */
  earned: readonly EarnedOrder[];
  /** Those of the past year, folded. */
  orders: readonly Order[];
  clicks30: number;
  leads30: number;
  /** The newest click, lead, order or activity; absent where there was none. */
  activeAt?: Date;
}

/**
 * How a partner has done up to `at` (`PERFORMANCE` in packages/rules/src/schemas/parts.ts). Revenue is the net of the orders that
 * the partner earned on, refunds and disputes up to then taken off, in the programme's currency; orders in another one are
 * counted and add no revenue. A rate of nothing is absent.
 */
export function performanceFacts(
  { earned, orders, clicks30, leads30, activeAt }: PartnerHistory,
  { at, currency, joined }: { at: Date; currency: Currency; joined: Date },
): JsonObject {
  const since = (days: number) => new Date(at.getTime() - days * day);
  const within = (days: number) => earned.filter((one) => one.at > since(days) && one.at <= at);
  const past = orders.map((order) => asOf(order, at)).filter(({ paid }) => paid !== undefined && paid.at <= at);
  const recent = past.filter(({ paid }) => paid !== undefined && paid.at > since(90));
  const firstOf = new Map<string, Date>();
  for (const one of earned) {
    const first = firstOf.get(one.customer);
    if (one.at <= at && (!first || one.at < first)) firstOf.set(one.customer, one.at);
  }
  const last = earned.reduce<Date | undefined>(
    (newest, one) => (one.at <= at && (!newest || one.at > newest) ? one.at : newest),
    undefined,
  );
  const refundRate = percentText(recent.filter((order) => takenBack(order).amount > 0n).length, recent.length);
  const conversionRate = percentText(within(30).length, clicks30);
  return {
    clicks30,
    leads30,
    orders30: within(30).length,
    orders90: within(90).length,
    orders: earned.filter((one) => one.at <= at).length,
    customers90: [...firstOf.values()].filter((first) => first > since(90)).length,
    revenue30: revenue(past, since(30), currency),
    revenue90: revenue(past, since(90), currency),
    revenue365: revenue(past, since(365), currency),
    ...(refundRate !== undefined && { refundRate }),
    ...(conversionRate !== undefined && { conversionRate }),
    disputes90: past.flatMap(({ disputes }) => Object.values(disputes)).filter((dispute) => dispute.at > since(90))
      .length,
    ...(last && { daysSinceOrder: daysFrom(last, at) }),
    daysSinceActivity: daysFrom([joined, last, activeAt].reduce(newer, joined) ?? joined, at),
  };
}

/** What rules over a whole partner are told (`tier@1`, `segment@1`): its record and how it has done up to `at`. */
export function partnerReviewFacts(
  programme: Pick<Programme, 'timeZone' | 'currency'>,
  partner: Partner,
  history: PartnerHistory,
  at: Date,
): JsonObject {
  const { timeZone, currency } = programme;
  const record = partnerRecordFacts(partner, timeZone);
  return {
    partner: record,
    performance: performanceFacts(history, { at, currency, joined: partner.createdAt }),
    today: dayOf(at, timeZone),
    asOf: at.getTime(),
  };
}

/** The order as it was told up to an instant. */
function asOf(order: Order, at: Date): Order {
  const until = <T extends { at: Date }>(told: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(told).filter(([, one]) => one.at <= at));
  return { ...order, refunds: until(order.refunds), disputes: until(order.disputes) };
}

function revenue(orders: readonly Order[], since: Date, currency: Currency): number {
  const sum = orders
    .filter(({ paid }) => paid !== undefined && paid.at > since && paid.amount.currency === currency)
    .reduce((total, order) => {
      const net = orderBase(order, 'net').base;
      return total + targetOf(net, order, 'half_even').amount;
    }, 0n);
  return Number(sum);
}

function daysFrom(from: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - from.getTime()) / day));
}

function newer(a: Date | undefined, b: Date | undefined): Date | undefined {
  return !a || (b && b > a) ? b : a;
}
