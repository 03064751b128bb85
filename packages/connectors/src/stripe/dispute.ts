import { asJson, type DisputeData } from '@sluice/domain';
import { fields, idOf, required, text } from '../read.js';
import { stripeMoney } from './amount.js';
import type { Said, StripeEvent } from './event.js';
import { orderIdentity } from './identity.js';

/**
 * `charge.dispute.*`, by the dispute's status rather than by the event's name. An inquiry (`warning_…`) takes no money
 * and says nothing; when it becomes a dispute, `funds_withdrawn` or `updated` tells.
 */
export function mapDispute({ type, object: dispute }: StripeEvent): Said {
  const status = text(dispute.status) ?? '';
  if (status.startsWith('warning_')) return { says: [], reason: `the dispute is an inquiry (${status})` };
  const charge = fields(dispute.charge);
  const data: DisputeData = {
    order: orderIdentity({
      invoice: idOf(charge?.invoice),
      paymentIntent: idOf(dispute.payment_intent) ?? idOf(charge?.payment_intent),
      charge: idOf(dispute.charge),
    }),
    dispute: {
      id: required(idOf(dispute), 'the id of the dispute'),
      amount: stripeMoney(dispute.amount, dispute.currency, 'the dispute’s amount'),
    },
  };
  // `prevented`: settled before any money was taken.
  const won = type === 'charge.dispute.funds_reinstated' || status === 'won' || status === 'prevented';
  const says = won ? 'dispute.won' : status === 'lost' ? 'dispute.lost' : 'dispute.opened';
  return { says: [{ type: says, data: asJson(data) }] };
}
