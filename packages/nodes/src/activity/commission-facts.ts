import type { Journal, JsonObject, Partner, Programme } from '@sluice/domain';
import { commissionFactsOf, type CommissionFacts, type PaidOrder } from '../decisions/commission-facts.js';
import type { ActivityDeps } from './deps.js';

/** The facts of one partner's commission for an order, from what is stored as of the order. */
export async function commissionFacts(
  deps: ActivityDeps,
  programme: Programme,
  order: PaidOrder,
  partner: Partner,
  head: Journal | null,
): Promise<CommissionFacts> {
  const { store } = deps;
  const { paid } = order;
  const { subscriptionId } = paid;
  return commissionFactsOf(programme, order, partner, {
    head,
    told: await eventData(deps, programme.key, order),
    ofCustomer: await store.orders.ofCustomer(programme.key, paid.customer.id),
    ofSubscription: subscriptionId ? await store.orders.ofSubscription(programme.key, subscriptionId) : [],
    orderCount: await store.commissions.collection.count(programme.key, {
      partner: partner.id,
      reverses: null,
      // Lines and stages of an order are counted once, by its first part.
      $or: [{ lineKey: 'order', component: 'base' }, { lineKey: 'bonus' }],
      occurredAt: { $lt: paid.at },
    }),
  });
}

/** What the event that told of the payment said. */
async function eventData(deps: ActivityDeps, programme: string, order: PaidOrder): Promise<JsonObject> {
  const id = order.tellings?.[0]?.event ?? order.events[0];
  return (id && (await deps.store.events.get(programme, id))?.data) ?? {};
}
