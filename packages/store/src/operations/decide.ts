import {
  ruleDecisionId,
  type DecisionKind,
  type EventId,
  type JsonObject,
  type PartnerId,
  type Programme,
  type RuleDecision,
  type RunId,
} from '@sluice/domain';
import type { Store } from '../store.js';
import { prepareRule, type PreparedRule } from './rule-run.js';

export interface DecisionRequest {
  programme: Programme;
  kind: DecisionKind;
  rule: string;
  subject: { kind: string; id: string };
  /** What asks: the same cause is answered once, and the first answer stands. */
  cause: string;
  /** Chooses the version, and is what the facts are as of. */
  at: Date;
  /** Now. */
  createdAt: Date;
  partner?: PartnerId;
  event?: EventId;
  run?: RunId;
}

/**
 * What a published rule decides about a subject, stored with version, facts and trace before anybody acts on it. What is
 * stored is read back and gone on from: a retry never decides again. `facts` are only asked for where nothing is stored yet.
 * Throws `RuleFailure`.
 */
export async function decideByRule(
  store: Store,
  request: DecisionRequest,
  facts: (rule: PreparedRule) => JsonObject | Promise<JsonObject>,
): Promise<RuleDecision> {
  const { programme, kind, rule: key, subject, cause, at, createdAt, partner, event, run } = request;
  const id = ruleDecisionId({ programme: programme.key, kind, rule: { key }, subject, cause });
  const stored = await store.decisions.get(programme.key, id);
  if (stored) return stored;
  const rule = await prepareRule(store, programme, key, at, [kind]);
  const { doc } = await store.decisions.insertOrRead({
    id,
    programme: programme.key,
    kind,
    subject,
    cause,
    ...(partner && { partner }),
    ...(event && { event }),
    ...(run && { run }),
    ...rule.decide(await facts(rule)),
    asOf: at,
    createdAt,
  });
  return doc;
}
