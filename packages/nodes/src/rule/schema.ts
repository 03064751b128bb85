import { z } from 'zod';
import { id, key, variable } from '../fields.js';

/** Kinds of rules that a step may ask; what a partner earns and how risky it is have steps of their own. */
export const ruleStepKinds = ['routing', 'segment', 'tier', 'eligibility', 'guard'] as const;

export const schema = z.strictObject({
  rule: key,
  decides: z.enum(ruleStepKinds).default('routing'),
  /** The partner whom it is about; without one the run's subject, where that is a partner. */
  partner: id.optional(),
  /** Facts by name, laid over those that the kind brings; each a value or a reference. */
  facts: z.record(z.string(), z.json()).optional(),
  /** Routes that have a way out of their own; any other route leaves by `otherwise`. */
  routes: z.array(key).min(1).max(20).optional(),
  into: variable,
});
