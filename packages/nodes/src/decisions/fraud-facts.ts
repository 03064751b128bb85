import {
  fraudFacts,
  orderBase,
  takenBack,
  type JsonObject,
  type Order,
  type Partner,
  type Programme,
  type Referral,
  type Touch,
} from '@sluice/domain';
import type { PaidOrder } from './commission-facts.js';

const day = 86_400_000;

/** What is stored about a partner and an order when the order is looked at. */
export interface FraudRecords {
  referral: Referral | null;
  /** The partner's touches of the past weeks. */
  touches: readonly Touch[];
  /** When the partner earned, in the past 90 days, and on which orders. */
  earned: readonly { occurredAt: Date; order: Order | null }[];
  coupon: { partner: string } | null;
}

/** How far back each of these is read. */
export const fraudWindow = { touches: 29 * day, earned: 90 * day };

/** The signals of an order for one partner (`fraud@1`), from what is stored as of the order. */
export function orderFraudFactsOf(
  programme: Pick<Programme, 'settings' | 'currency'>,
  order: PaidOrder,
  partner: Partner,
  { referral, touches, earned, coupon }: FraudRecords,
): JsonObject {
  const { paid } = order;
  const net = orderBase(order, 'net').base;
  const brand = programme.settings.brand ?? { domains: [], bannedDomains: [], leakedCoupons: [] };
  const clicks = touches.filter(({ kind }) => kind === 'click').map(({ at }) => at);
  const clickDays = byDay(clicks, paid.at);
  const orderDays = byDay(
    earned.map(({ occurredAt }) => occurredAt),
    paid.at,
  );
  return fraudFacts({
    at: paid.at,
    customer: {
      ...(paid.customer.email && { email: paid.customer.email }),
      ...(paid.context.ipHash && { ipHash: paid.context.ipHash }),
    },
    partner: {
      emails: [partner.email],
      ...(partner.payout && { accountHash: partner.payout.accountHash }),
      ...(coupon?.partner === partner.id && paid.coupon && { owns: [paid.coupon] }),
    },
    touches: referral?.touches ?? [],
    countries: {
      ...(paid.context.ipCountry && { ip: paid.context.ipCountry }),
      ...(paid.customer.country && { billing: paid.customer.country }),
      ...(paid.context.cardCountry && { card: paid.context.cardCountry }),
    },
    ...(paid.coupon && { coupon: { code: paid.coupon, leaked: brand.leakedCoupons.includes(paid.coupon) } }),
    ...(paid.context.referrer && { referrer: paid.context.referrer }),
    programme: brand,
    history: {
      clicksToday: clickDays[28] ?? 0,
      clicksByDay: clickDays.slice(0, 28),
      conversionsToday: orderDays[28] ?? 0,
      conversionsByDay: orderDays.slice(0, 28),
      orders: earned.length,
      refunds: earned.filter((one) => one.order?.paid && takenBack(one.order).amount > 0n).length,
      disputes: earned.filter((one) => one.order && Object.keys(one.order.disputes).length > 0).length,
    },
    // Without a rate there is no figure that a rule could hold against another.
    ...(net.currency === programme.currency && { net }),
  });
}

/** Counts for the 28 days before the one that `at` lies in, oldest first, and that day last. */
function byDay(instants: readonly Date[], at: Date): number[] {
  const counts = Array.from({ length: 29 }, () => 0);
  for (const instant of instants) {
    const age = Math.floor((at.getTime() - instant.getTime()) / day);
    if (age >= 0 && age <= 28) counts[28 - age] = (counts[28 - age] ?? 0) + 1;
  }
  return counts;
}
