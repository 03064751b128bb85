import {
  fraudFacts,
  orderBase,
  takenBack,
  type JsonObject,
  type Order,
  type OrderPayment,
  type Partner,
  type Programme,
} from '@sluice/domain';
import type { ActivityDeps } from './deps.js';

const day = 86_400_000;

/** The signals of an order for one partner (`fraud@1`), from what is stored as of the order. */
export async function orderFraudFacts(
  deps: ActivityDeps,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  partner: Partner,
): Promise<JsonObject> {
  const { paid } = order;
  const referral = order.referral ? await deps.store.referrals.get(programme.key, order.referral) : null;
  const clicks = await deps.store.touches.collection.find(programme.key, {
    partner: partner.id,
    at: { $gte: new Date(paid.at.getTime() - 29 * day), $lte: paid.at },
  });
  const commissions = await deps.store.commissions.collection.find(programme.key, {
    partner: partner.id,
    occurredAt: { $gte: new Date(paid.at.getTime() - 90 * day), $lte: paid.at },
  });
  const earned = commissions.filter(({ reverses }) => !reverses);
  const orders = await Promise.all(earned.map((one) => deps.store.orders.get(programme.key, one.order)));
  const coupon = paid.coupon ? await deps.store.coupons.findByCode(programme.key, paid.coupon) : null;
  const brand = programme.settings.brand ?? { domains: [], bannedDomains: [], leakedCoupons: [] };
  const clickDays = byDay(
    clicks.filter(({ kind }) => kind === 'click').map(({ at }) => at),
    paid.at,
  );
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
      refunds: orders.filter((one) => one?.paid && takenBack(one).amount > 0n).length,
      disputes: orders.filter((one) => one && Object.keys(one.disputes).length > 0).length,
    },
    net: orderBase(order, 'net').base,
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
