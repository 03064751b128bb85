import type { TypedNode } from '../check/typed.js';
import type { Json } from '../cst/value.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { RULE_KIND_INFO } from '../schemas/index.js';

/**
 * Whether an outcome is the one of a rule that decides nothing ("no commission"), its reason apart: what falls to it has been
 * forgotten more likely than decided.
 */
export function isNeutral(outcome: TypedNode, shape: OutcomeShape): boolean {
  const value = outcomeValue(outcome);
  if (value === undefined) return false;
  return Object.values(RULE_KIND_INFO).some(
    (kind) => kind.shape.id === shape.id && sameButReason(kind.neutralOutcome, value),
  );
}

/** The constant that an outcome is; undefined for computed ones and for further lists. */
export function outcomeValue(outcome: TypedNode): Json | undefined {
  if (outcome.kind === 'literal') return outcome.value;
  if (outcome.kind !== 'list') return undefined;
  const items = outcome.items.map(outcomeValue);
  return items.includes(undefined) ? undefined : (items as Json[]);
}

function sameButReason(neutral: Json, value: Json): boolean {
  const core = (json: Json): string => {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return JSON.stringify(json);
    const entries = Object.entries(json).filter(([name]) => name !== 'reason');
    return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return core(neutral) === core(value);
}
