import { asJson, type OrderRefundedData } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, idOf, items, required, whole } from '../read.js';
import { stripeMoney } from './amount.js';
import type { Said, StripeEvent } from './event.js';
import { orderIdentity } from './identity.js';

/**
 * `charge.refunded`. Where it lists its refunds (shapes before 2022-11-15, as an array or a list), each is told by its
 * own id. Where the list is absent or short of `amount_refunded`, the sum so far is told as one `cumulative` refund:
 * refunds told one by one are contained in it, so that nothing counts twice, however many events tell.
 */
export function mapChargeRefunded({ object: charge }: StripeEvent): Said {
  const order = orderIdentity({
    invoice: idOf(charge.invoice),
    paymentIntent: idOf(charge.payment_intent),
    charge: idOf(charge),
  });
  const listed = items(charge.refunds);
  const total = required(whole(charge.amount_refunded), 'amount_refunded');
  const told = listed.reduce((sum, refund) => sum + (isFailed(refund) ? 0 : (whole(refund.amount) ?? 0)), 0);
  const says: Said['says'] = listed.map((refund, index) => ({
    type: 'order.refunded',
    data: asJson(refundData(order, refund, charge.currency)),
    ...(index > 0 && { suffix: required(idOf(refund), 'the id of a refund') }),
  }));
  if (told < total) {
    const amount = stripeMoney(total, charge.currency, 'amount_refunded');
    const id = `${required(idOf(charge), 'the id of the charge')}:total`;
    const data: OrderRefundedData = { order, refund: { id, amount, status: 'succeeded', cumulative: true } };
    says.push({ type: 'order.refunded', data: asJson(data), ...(says.length > 0 && { suffix: 'total' }) });
  }
  return says.length > 0 ? { says } : { says, reason: 'nothing has been refunded on the charge' };
}

/** `refund.created`, `refund.updated`, `refund.failed`, and `charge.refund.updated` as it was called before 2024-10. */
export function mapRefund({ object: refund }: StripeEvent): Said {
  const charge = fields(refund.charge);
  const order = orderIdentity({
    invoice: idOf(charge?.invoice),
    paymentIntent: idOf(refund.payment_intent) ?? idOf(charge?.payment_intent),
    charge: idOf(refund.charge),
  });
  return { says: [{ type: 'order.refunded', data: asJson(refundData(order, refund, refund.currency)) }] };
}

function refundData(order: OrderRefundedData['order'], refund: Fields, currency: unknown): OrderRefundedData {
  return {
    order,
    refund: {
      id: required(idOf(refund), 'the id of the refund'),
      amount: stripeMoney(refund.amount, refund.currency ?? currency, 'the refund’s amount'),
      status: isFailed(refund) ? 'failed' : 'succeeded',
    },
  };
}

/** A refund under way (`pending`, `requires_action`) counts: the money has left the shop. */
function isFailed(refund: Fields): boolean {
  return refund.status === 'failed' || refund.status === 'canceled';
}
