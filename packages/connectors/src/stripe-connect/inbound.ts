import type { InboundSource, MappedDelivery } from '../inbound.js';
import { text } from '../read.js';
import { verifyStripe } from '../stripe/verify.js';
import { deliveryOf, inside, typeWord, type ToldPayment } from '../told.js';

/** Stripe's webhooks about transfers to connected accounts; an endpoint, and a secret, of its own beside the shop's. */
export const stripeConnect: InboundSource = { key: 'stripe-connect', verify: verifyStripe, map };

const types: Readonly<Record<string, ToldPayment['type']>> = {
  'transfer.created': 'payout.paid',
  'transfer.reversed': 'payout.returned',
};

function map(payload: unknown, fallbackAt: Date = new Date(0)): MappedDelivery {
  const id = text(inside(payload, 'id'));
  const event = text(inside(payload, 'type')) ?? '';
  const created = inside(payload, 'created');
  const occurredAt = typeof created === 'number' ? new Date(created * 1000) : fallbackAt;
  const railReference = text(inside(payload, 'data', 'object', 'id'));
  const key = text(inside(payload, 'data', 'object', 'metadata', 'sluice_key'));
  const whole = inside(payload, 'data', 'object', 'reversed') === true;
  const type = Object.hasOwn(types, event) ? types[event] : undefined;
  const isPart = type === 'payout.returned' && !whole;
  if (!type || id === undefined || railReference === undefined || key === undefined || isPart) {
    const reason = isPart
      ? 'a part of the transfer was reversed: look at it at Stripe'
      : type && 'the transfer is none of ours';
    return deliveryOf(
      stripeConnect.key,
      payload,
      { id, type: typeWord(event), unknown: !type, ...(reason && { reason }) },
      occurredAt,
    );
  }
  const error = { code: 'reversed', message: 'The transfer was reversed.' };
  return deliveryOf(
    stripeConnect.key,
    payload,
    {
      type,
      id,
      occurredAt,
      data: { rail: 'stripe', key, railReference, ...(type === 'payout.returned' && { error }) },
    },
    occurredAt,
  );
}
