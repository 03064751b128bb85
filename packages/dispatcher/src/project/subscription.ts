import { accountOf, customerId, parseMoney } from '@sluice/domain';
import type { Projector } from './projector.js';

interface SubscriptionData {
  subscription: { id: string; plan?: string; amount?: unknown; interval?: string };
  customer?: { id: string };
}

/** `subscription.*`: the customer's subscription; the newest telling by event time speaks. */
export const projectSubscription: Projector = async ({ store }, event) => {
  const { subscription, customer } = event.data as unknown as SubscriptionData;
  const account = accountOf(event);
  const cancelled = event.type === 'subscription.cancelled';
  const stored = await store.subscriptions.tell(event.programme, account, subscription.id, event.id, {
    ...(customer && {
      customer: customerId(event.programme, account, customer.id),
      customerExternalId: customer.id,
    }),
    ...(subscription.plan && { plan: subscription.plan }),
    ...(subscription.amount !== undefined && { amount: parseMoney(subscription.amount) }),
    ...(subscription.interval && { interval: subscription.interval }),
    status: cancelled ? 'cancelled' : 'active',
    ...(event.type === 'subscription.started' && { startedAt: event.occurredAt }),
    ...(cancelled && { cancelledAt: event.occurredAt }),
    toldAt: event.occurredAt,
  });
  return {
    correlations: [
      `subscription:${account}:${subscription.id}`,
      ...(stored.customer ? [`customer:${stored.customer}`] : []),
    ],
  };
};
