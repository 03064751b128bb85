import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { both, group } from './fields.js';
import { AS_OF, PARTNER_RECORD, PERFORMANCE, TODAY } from './parts.js';

/** Facts of the rules that move partners between tiers. */
export const TIER_FACTS: FactsSchema = {
  id: 'tier',
  version: 1,
  fields: {
    partner: PARTNER_RECORD,
    performance: group(['Performance', 'Leistung'], PERFORMANCE),
    today: TODAY,
    asOf: AS_OF,
  },
};

/** The answer that leaves a partner in its tier. */
export const KEEP_TIER = 'keep';

/** What a tier rule answers: the key of a tier, or `keep`, and why. */
export const TIER_DECISION: OutcomeShape = {
  id: 'tier_decision',
  label: both(['a tier with a reason', 'eine Stufe mit Grund']),
  kind: 'record',
  fields: {
    tier: {
      type: 'text',
      label: both(['Tier', 'Stufe']),
    },
    reason: { type: 'text', label: both(['Reason', 'Grund']) },
  },
};

export interface TierDecision {
  /** Key of a tier, or KEEP_TIER. */
  readonly tier: string;
  readonly reason: string;
}

/** The shape with the programme's own tiers as the only answers. */
export function tierDecision(tiers: readonly string[]): OutcomeShape {
  if (TIER_DECISION.kind !== 'record') return TIER_DECISION;
  const tier = { type: 'choice', values: [KEEP_TIER, ...tiers], label: both(['Tier', 'Stufe']) } as const;
  return { ...TIER_DECISION, fields: { ...TIER_DECISION.fields, tier } };
}
