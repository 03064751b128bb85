import type { InboundSource, MappedDelivery } from '../inbound.js';
import { text } from '../read.js';
import { deliveryOf, inside, typeWord, type ToldPayment } from '../told.js';
import { verifyPaypal } from './verify.js';

/** PayPal's webhooks about payout items: what became of each. */
export const paypal: InboundSource = { key: 'paypal', verify: verifyPaypal, map };

/** https://developer.paypal.com/payouts/webhooks; HELD and UNCLAIMED are still on their way. */
const types: Readonly<Record<string, ToldPayment['type']>> = {
  'PAYMENT.PAYOUTS-ITEM.SUCCEEDED': 'payout.paid',
  'PAYMENT.PAYOUTS-ITEM.FAILED': 'payout.failed',
  'PAYMENT.PAYOUTS-ITEM.DENIED': 'payout.failed',
  'PAYMENT.PAYOUTS-ITEM.BLOCKED': 'payout.failed',
  'PAYMENT.PAYOUTS-ITEM.RETURNED': 'payout.returned',
  'PAYMENT.PAYOUTS-ITEM.CANCELED': 'payout.returned',
  'PAYMENT.PAYOUTS-ITEM.REFUNDED': 'payout.returned',
  'PAYMENT.PAYOUTS-ITEM.REVERSED': 'payout.returned',
};

function map(payload: unknown, fallbackAt: Date = new Date(0)): MappedDelivery {
  const id = text(inside(payload, 'id'));
  const event = text(inside(payload, 'event_type')) ?? '';
  const type = Object.hasOwn(types, event) ? types[event] : undefined;
  const railReference = text(inside(payload, 'resource', 'payout_batch_id'));
  const key = keyOf(text(inside(payload, 'resource', 'payout_item', 'sender_item_id')));
  const at = Date.parse(text(inside(payload, 'create_time')) ?? '');
  const occurredAt = Number.isNaN(at) ? fallbackAt : new Date(at);
  if (!type || id === undefined || railReference === undefined || key === undefined) {
    const reason = type ? 'the payout item is none of ours' : undefined;
    return deliveryOf(
      paypal.key,
      payload,
      { id, type: typeWord(event), unknown: !type, ...(reason && { reason }) },
      occurredAt,
    );
  }
  const name = text(inside(payload, 'resource', 'errors', 'name'));
  const message = text(inside(payload, 'resource', 'errors', 'message'));
  const error = {
    code: (name ?? event.split('.').at(-1) ?? 'refused').toLowerCase(),
    message: message ?? `PayPal says ${event}.`,
  };
  return deliveryOf(
    paypal.key,
    payload,
    { type, id, occurredAt, data: { rail: 'paypal', key, railReference, ...(type !== 'payout.paid' && { error }) } },
    occurredAt,
  );
}

/** Our key has a slash where PayPal's id has a dash. */
function keyOf(senderItem: string | undefined): string | undefined {
  const match = senderItem && /^(pay_[0-9A-Za-z]+)-(\d+)$/.exec(senderItem);
  return match ? `${match[1]}/${match[2]}` : undefined;
}
