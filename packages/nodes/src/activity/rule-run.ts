import type { Decided, JsonObject, Programme, RuleDecision } from '@sluice/domain';
import type { RuleKind } from '@sluice/rules';
import {
  decideByRule,
  prepareRule,
  RuleFailure,
  type DecisionRequest,
  type PreparedRule,
} from '@sluice/store/operations/index';
import type { Store } from '@sluice/store';
import { NonRetryable } from '../activity-types.js';

/** What the version in force at `at` decides on the facts. Parks the step where there is none or where it stops. */
export async function runRule(
  store: Store,
  programme: Programme,
  key: string,
  at: Date,
  kinds: readonly RuleKind[],
  facts: JsonObject,
): Promise<Decided> {
  return parking(async () => (await prepareRule(store, programme, key, at, kinds)).decide(facts));
}

/** As `decideByRule`; parks the step where the rule cannot answer. */
export async function decide(
  store: Store,
  request: DecisionRequest,
  facts: (rule: PreparedRule) => JsonObject | Promise<JsonObject>,
): Promise<RuleDecision> {
  return parking(() => decideByRule(store, request, facts));
}

async function parking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RuleFailure) throw new NonRetryable(error.code, error.message);
    throw error;
  }
}
