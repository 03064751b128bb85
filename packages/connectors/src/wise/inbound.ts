import { asJson, canonicalJson, sha256Hex } from '@sluice/domain';
import type { InboundSource, MappedDelivery } from '../inbound.js';
import { text } from '../read.js';
import { deliveryOf, inside, typeWord, type ToldPayment } from '../told.js';
import { verifyWise } from './verify.js';

/** Wise's webhooks about transfers (`transfers#state-change`, schema 2). */
export const wise: InboundSource = { key: 'wise', verify: verifyWise, map };

/** Other states are on their way. `cancelled` of an unpaid transfer fails it; money that was taken comes as `funds_refunded`. */
const types: Readonly<Record<string, ToldPayment['type']>> = {
  outgoing_payment_sent: 'payout.paid',
  cancelled: 'payout.failed',
  funds_refunded: 'payout.returned',
  charged_back: 'payout.returned',
};

function map(payload: unknown, fallbackAt: Date = new Date(0)): MappedDelivery {
  const event = text(inside(payload, 'event_type')) ?? '';
  const transfer = inside(payload, 'data', 'resource', 'id');
  const state = text(inside(payload, 'data', 'current_state')) ?? '';
  const at = Date.parse(text(inside(payload, 'data', 'occurred_at')) ?? '');
  const occurredAt = Number.isNaN(at) ? fallbackAt : new Date(at);
  // Wise names a delivery in a header that it does not sign: the body itself tells one from another.
  const id = `wise_${sha256Hex(canonicalJson(asJson(payload)))}`;
  const type = event === 'transfers#state-change' && Object.hasOwn(types, state) ? types[state] : undefined;
  if (!type || (typeof transfer !== 'number' && typeof transfer !== 'string')) {
    const known = event === 'transfers#state-change';
    const word = known ? `transfer.${typeWord(state)}` : typeWord(event);
    return deliveryOf(wise.key, payload, { id, type: word, unknown: !known }, occurredAt);
  }
  const error = { code: state, message: `Wise says ${state.replaceAll('_', ' ')}.` };
  return deliveryOf(
    wise.key,
    payload,
    {
      type,
      id,
      occurredAt,
      data: { rail: 'wise', railReference: String(transfer), ...(type !== 'payout.paid' && { error }) },
    },
    occurredAt,
  );
}
