import type { Commission, Hold } from './commission.js';
import { commissionId } from './commission/id.js';
import type { ExplanationPart } from './explanation.js';
import { derivedId, type EventId, type PartnerId, type RunId } from './ids.js';
import { moneyToJson, zero, type Money } from './money.js';
import { addDuration } from './time.js';

const component = 'bonus';

/** What stands before the key of the flow that gave a bonus, where a commission names the rule that decided it. */
export const flowRule = 'flow:';

export interface BonusInput {
  programme: string;
  partner: PartnerId;
  amount: Money;
  /** What it is for, as the partner reads it. */
  reason: string;
  /** Why it is one: the same cause of the same partner is the same bonus. */
  cause: readonly string[];
  flow: { key: string; version: number; hash: string };
  run: RunId;
  /** The event that began the run, where one did. */
  event?: EventId;
  at: Date;
  /** What was reached, where it was promised for a goal. */
  reached?: ExplanationPart;
}

/**
 * A bonus as a commission without an order: its cause stands where an order's id would, its reason where an order's number
 * would, and the flow's version where a rule would. It adds nothing to the month's volume.
 */
export function bonusCommission(input: BonusInput): Commission {
  const { programme, partner, amount, reason, flow, at } = input;
  const order = derivedId('order', programme, component, ...input.cause);
  return {
    id: commissionId({ programme, order, partner, lineKey: component, component }),
    programme,
    partner,
    referral: derivedId('referral', programme, component, ...input.cause),
    order,
    orderExternalId: reason.slice(0, 120),
    customer: '',
    lineKey: component,
    component,
    amount,
    base: zero(amount.currency),
    terms: { type: 'flat', amount: String(amount.amount) },
    rule: { key: `${flowRule}${flow.key}`, version: flow.version, hash: flow.hash },
    facts: {},
    trace: [],
    explanation: [
      { code: 'bonus.for', params: { reason, amount: { ...moneyToJson(amount) } } },
      ...(input.reached ? [input.reached] : []),
    ],
    calculation: [
      { code: 'flat', amount },
      { code: 'commission', amount },
    ],
    event: input.event ?? derivedId('event', programme, component, ...input.cause),
    run: input.run,
    occurredAt: at,
    createdAt: at,
  };
}

/** True for a commission that no order stands behind. */
export function isBonus(commission: Pick<Commission, 'component'>): boolean {
  return commission.component === component;
}

/** The hold a bonus begins with; none where the duration is over at once. */
export function bonusHolds(at: Date, duration: string, timeZone: string, openedBy: string): Hold[] {
  const until = addDuration(at, duration, timeZone);
  return until > at ? [{ key: component, kind: 'staged', since: at, until, openedBy }] : [];
}
