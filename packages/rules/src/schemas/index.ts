import type { Json } from '../cst/value.js';
import type { RuleKind } from '../document.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { ATTRIBUTION_FACTS, SHARES } from './attribution.js';
import { COMMISSION_FACTS, COMMISSION_TERMS } from './commission.js';
import { ELIGIBILITY, ELIGIBILITY_FACTS } from './eligibility.js';
import { FRAUD_FACTS, FRAUD_SCORE } from './fraud.js';
import { GUARD_FACTS } from './guard.js';
import { LEAD_COMMISSION_FACTS, LEAD_TERMS } from './lead-commission.js';
import { ROUTE, ROUTING_FACTS } from './routing.js';
import { SEGMENT_FACTS } from './segment.js';
import { KEEP_TIER, TIER_DECISION, TIER_FACTS } from './tier.js';

export { ATTRIBUTION_FACTS, SHARES } from './attribution.js';
export type { Share } from './attribution.js';
export { COMMISSION_FACTS, COMMISSION_TERMS, commissionTerms } from './commission.js';
export { ELIGIBILITY, ELIGIBILITY_FACTS } from './eligibility.js';
export type { Eligibility } from './eligibility.js';
export { FRAUD_FACTS, FRAUD_SCORE } from './fraud.js';
export type { FraudScore } from './fraud.js';
export { GUARD_FACTS } from './guard.js';
export { LEAD_COMMISSION_FACTS, LEAD_TERMS } from './lead-commission.js';
export { ROUTE, ROUTING_FACTS } from './routing.js';
export type { Route } from './routing.js';
export { SEGMENT_FACTS } from './segment.js';
export { KEEP_TIER, TIER_DECISION, TIER_FACTS, tierDecision } from './tier.js';
export type { TierDecision } from './tier.js';

/** A condition: yes or no. */
export const CONDITION: OutcomeShape = {
  id: 'condition',
  label: { en: 'yes or no', de: 'Ja oder Nein' },
  kind: 'value',
  type: { type: 'boolean' },
};

/** What goes with a kind of rule: the facts it reads, what it answers, and the answer of a rule that decides nothing yet. */
export interface RuleKindInfo {
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  /** A new rule is `{"if": [neutralOutcome]}`: it pays, routes, marks and admits nothing. */
  readonly neutralOutcome: Json;
}

export const RULE_KIND_INFO: Readonly<Record<RuleKind, RuleKindInfo>> = {
  commission: {
    schema: COMMISSION_FACTS,
    shape: COMMISSION_TERMS,
    neutralOutcome: { type: 'none', reason: 'no_rule' },
  },
  lead_commission: {
    schema: LEAD_COMMISSION_FACTS,
    shape: LEAD_TERMS,
    neutralOutcome: { type: 'none', reason: 'no_rule' },
  },
  routing: { schema: ROUTING_FACTS, shape: ROUTE, neutralOutcome: { route: 'review', reason: 'no_rule' } },
  fraud: { schema: FRAUD_FACTS, shape: FRAUD_SCORE, neutralOutcome: [] },
  tier: { schema: TIER_FACTS, shape: TIER_DECISION, neutralOutcome: { tier: KEEP_TIER, reason: 'no_rule' } },
  eligibility: {
    schema: ELIGIBILITY_FACTS,
    shape: ELIGIBILITY,
    neutralOutcome: { eligible: false, reason: 'no_rule' },
  },
  attribution: { schema: ATTRIBUTION_FACTS, shape: SHARES, neutralOutcome: [] },
  segment: { schema: SEGMENT_FACTS, shape: CONDITION, neutralOutcome: false },
  guard: { schema: GUARD_FACTS, shape: CONDITION, neutralOutcome: false },
};

const KINDS = Object.values(RULE_KIND_INFO);

/** The facts schemas that ship, by `id@version`. */
export const FACTS: ReadonlyMap<string, FactsSchema> = new Map(
  KINDS.map(({ schema }) => [`${schema.id}@${schema.version}`, schema]),
);

/** The outcome shapes that ship, by id. */
export const OUTCOMES: ReadonlyMap<string, OutcomeShape> = new Map(KINDS.map(({ shape }) => [shape.id, shape]));
