import type { Order } from '@sluice/domain';
import type { StoredEvent } from '@sluice/store';
import { attributeOrder } from './attribute.js';
import type { Projector } from './projector.js';

/** `order.*` and `dispute.*`: folds the order; a payment is attributed to the partner who brought the customer. */
export const projectOrder: Projector = async (deps, event) => {
  await deps.failpoint('order.fold.before');
  const order = await deps.store.orders.fold(event.programme, event, { hashIp: deps.hash });
  await deps.failpoint('order.fold.after');
  const referral = order.paid ? await attributeOrder(deps, { ...order, paid: order.paid }, event) : undefined;
  const shared = referral ? await deps.store.referrals.get(event.programme, referral) : null;
  return {
    ...(referral && concernsFlows(order, event) && { subject: { kind: 'order', id: order.id } }),
    correlations: [
      `order:${order.id}`,
      ...(order.paid ? [`customer:${order.paid.customer.id}`] : []),
      ...(shared?.weights ?? []).map(({ partner }) => `partner:${partner}`),
    ],
  };
};

/**
 * Without a referral nobody earns on an order, so flows have nothing to do with it. A name that joins two tellings concerns
 * them only where it brings a refund or dispute to the payment that it belongs to.
 */
function concernsFlows(order: Order, event: StoredEvent): boolean {
  if (event.type !== 'order.linked') return true;
  return Object.keys(order.refunds).length + Object.keys(order.disputes).length > 0;
}
