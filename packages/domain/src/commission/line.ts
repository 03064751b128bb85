import type { Commission } from '../commission.js';
import type { ExplanationPart } from '../explanation.js';
import type { Journal } from '../journal.js';
import { moneyToJson } from '../money.js';

/**
 * The commission document of a line that took back from, or gave back to, a paid commission: derived from the journal and
 * the original alone, so that it can be written after the journal, again and again. Undefined where the journal has no line.
 */
export function lineCommission(original: Commission, journal: Journal): Commission | undefined {
  const line = journal.commissions.find(({ reverses }) => reverses === original.id);
  if (!line) return undefined;
  const amount = { amount: line.delta, currency: line.currency };
  const reason: ExplanationPart = journal.reason ?? {
    code: line.delta < 0n ? 'clawback.refund' : 'clawback.given_back',
    params: {
      order: original.orderExternalId,
      amount: { ...moneyToJson(amount) },
      earned: { ...moneyToJson(original.amount) },
    },
  };
  const { parts: _parts, claims: _claims, begun: _begun, stagedUntil: _until, ...rest } = original;
  return {
    ...rest,
    id: line.id,
    component: `${original.component}/${journal.kind}/${journal.cause}`,
    amount,
    explanation: [reason],
    calculation: [{ code: 'commission', amount }],
    reverses: original.id,
    reason,
    createdAt: journal.at,
  };
}
