import type { Commission } from './commission.js';
import { commissionId } from './commission/id.js';
import type { ExplanationPart } from './explanation.js';
import { derivedId, type ApprovalId, type CommissionId, type Id, type JournalId, type PartnerId } from './ids.js';
import { moneyToJson, zero, type Money } from './money.js';

/**
 * A signed amount that a person wants a partner to be given, or to give back, with a reason that the partner reads. Nothing
 * moves before somebody else has approved exactly this.
 */
export interface Adjustment {
  id: Id<'adjustment'>;
  programme: string;
  partner: PartnerId;
  amount: Money;
  reason: string;
  approval: ApprovalId;
  askedBy: { id: string; name: string };
  askedAt: Date;
  /** None of these may decide it. */
  makers: string[];
  state: 'waiting' | 'rejected' | 'posted';
  decidedAt?: Date;
  /** Its line in the ledger, once it is posted. */
  commission?: CommissionId;
  journal?: JournalId;
}

const component = 'adjustment';

/** What stands before an adjustment's id, where a commission names the rule that decided it. */
export const adjustmentRule = 'adjustment:';

/** Why it is in the ledger, as the partner reads it. */
export function adjustmentReason({ reason, amount }: Pick<Adjustment, 'reason' | 'amount'>): ExplanationPart {
  return { code: 'adjustment.for', params: { reason, amount: { ...moneyToJson(amount) } } };
}

/**
 * An adjustment's line as a commission without an order: its own id stands where an order's would, and the hash that was
 * approved where a rule's would. It adds nothing to the month's volume.
 */
export function adjustmentCommission(adjustment: Adjustment, hash: string, at: Date): Commission {
  const { id, programme, partner, amount, reason } = adjustment;
  const said = adjustmentReason(adjustment);
  const rule = { key: `${adjustmentRule}${id}`, version: 1, hash };
  return balanceLine({ programme, partner, amount, cause: id, title: reason, said, rule, at });
}

interface BalanceLine {
  programme: string;
  partner: PartnerId;
  amount: Money;
  /** What it derives from, in place of an order. */
  cause: string;
  title: string;
  said: ExplanationPart;
  rule: Commission['rule'];
  at: Date;
}

/** A line that changes a balance and no order stands behind. */
export function balanceLine({ programme, partner, amount, cause, title, said, rule, at }: BalanceLine): Commission {
  const order = derivedId('order', programme, component, cause);
  return {
    id: commissionId({ programme, order, partner, lineKey: component, component }),
    programme,
    partner,
    referral: derivedId('referral', programme, component, cause),
    order,
    orderExternalId: title.slice(0, 120),
    customer: '',
    lineKey: component,
    component,
    amount,
    base: zero(amount.currency),
    terms: { type: 'flat', amount: String(amount.amount) },
    rule,
    facts: {},
    trace: [],
    explanation: [said],
    calculation: [
      { code: 'flat', amount },
      { code: 'commission', amount },
    ],
    event: derivedId('event', programme, component, cause),
    occurredAt: at,
    createdAt: at,
  };
}
