import type { Commission, EventId, JsonObject, Partner, Programme } from '@sluice/domain';
import { exchangeOf } from '@sluice/store/operations/index';
import { NonRetryable } from '../activity-types.js';
import { fraudFactsOf, fraudWindow, lookedLead, lookedOrder, type Looked } from '../decisions/fraud-facts.js';
import type { ActivityDeps } from './deps.js';

/** The signals for one partner (`fraud@1`), from what is stored as of the order or the lead. */
export async function fraudFactsFor(
  { store }: ActivityDeps,
  programme: Programme,
  looked: Looked,
  partner: Partner,
): Promise<JsonObject> {
  const { at, coupon, referral } = looked;
  const commissions = await store.commissions.collection.find(programme.key, {
    partner: partner.id,
    occurredAt: { $gte: new Date(at.getTime() - fraudWindow.earned), $lte: at },
  });
  const earned = commissions.filter(({ reverses }) => !reverses);
  return fraudFactsOf(programme, looked, partner, {
    referral: referral ? await store.referrals.get(programme.key, referral) : null,
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

/** What a commission was paid for, as it is looked at; parks the step where nobody knows. */
export async function lookedAt(
  { store }: ActivityDeps,
  programme: Programme,
  commission: Pick<Commission, 'id' | 'order' | 'lead' | 'event' | 'referral'>,
): Promise<Looked> {
  if (commission.lead) {
    const event = await store.events.get(programme.key, commission.event as EventId);
    if (event) return lookedLead(event, commission.referral);
    throw new NonRetryable('unknown_event', `The event of commission ${commission.id} is not stored any more.`);
  }
  const order = await store.orders.get(programme.key, commission.order);
  const paid = order?.paid;
  if (!order || !paid)
    throw new NonRetryable('not_paid', `The order of commission ${commission.id} is not known as paid.`);
  const found = await exchangeOf(store, programme, paid);
  return lookedOrder({ ...order, paid, ...(found.ok && found.exchange && { exchange: found.exchange }) });
}
