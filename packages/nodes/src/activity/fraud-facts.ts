import type { JsonObject, Partner, Programme } from '@sluice/domain';
import { exchangeOf } from '@sluice/store/operations/index';
import type { PaidOrder } from '../decisions/commission-facts.js';
import { fraudWindow, orderFraudFactsOf } from '../decisions/fraud-facts.js';
import type { ActivityDeps } from './deps.js';

/** The signals of an order for one partner (`fraud@1`), from what is stored as of the order. */
export async function orderFraudFacts(
  { store }: ActivityDeps,
  programme: Programme,
  order: PaidOrder,
  partner: Partner,
): Promise<JsonObject> {
  const { at, coupon } = order.paid;
  const found = await exchangeOf(store, programme, order.paid);
  const exchanged = { ...order, ...(found.ok && found.exchange && { exchange: found.exchange }) };
  const commissions = await store.commissions.collection.find(programme.key, {
    partner: partner.id,
    occurredAt: { $gte: new Date(at.getTime() - fraudWindow.earned), $lte: at },
  });
  const earned = commissions.filter(({ reverses }) => !reverses);
  return orderFraudFactsOf(programme, exchanged, partner, {
    referral: order.referral ? await store.referrals.get(programme.key, order.referral) : null,
    touches: await store.touches.collection.find(programme.key, {
      partner: partner.id,
      at: { $gte: new Date(at.getTime() - fraudWindow.touches), $lte: at },
    }),
    earned: await Promise.all(
      earned.map(async ({ occurredAt, order: id }) => ({
        occurredAt,
        order: await store.orders.get(programme.key, id),
      })),
    ),
    coupon: coupon ? await store.coupons.findByCode(programme.key, coupon) : null,
  });
}
