import {
  ruleDecisionId,
  type DecisionKind,
  type EventId,
  type JsonObject,
  type PartnerId,
  type RuleDecision,
  type RunId,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { read, write } from './documents.js';
import type { World } from './types.js';

/** What a rule decides for a step, kept: the first answer stands, as in the store. `facts` are asked for only once. */
export function decideFor(
  world: World,
  ctx: EffectContext,
  request: {
    kind: DecisionKind;
    rule: string;
    subject: { kind: string; id: string };
    at: Date;
    partner?: PartnerId;
    event?: EventId;
  },
  facts: () => JsonObject,
): RuleDecision {
  const { kind, rule, subject, at, partner, event } = request;
  const cause = `${ctx.run}/${ctx.node}/${ctx.visit}`;
  const id = ruleDecisionId({ programme: ctx.programme, kind, rule: { key: rule }, subject, cause });
  const stored = read(world, 'decisions', id);
  if (stored) return stored;
  const made: RuleDecision = {
    id,
    programme: ctx.programme,
    kind,
    subject,
    cause,
    ...(partner && { partner }),
    ...(event && { event }),
    run: ctx.run as RunId,
    ...world.decide(rule, [kind], facts()),
    asOf: at,
    createdAt: new Date(world.now()),
  };
  write(world, 'decisions', made);
  world.did(
    ctx,
    'rule_decided',
    { rule, version: made.rule.version, outcome: made.outcome },
    `${kind}:${rule}:${subject.id}`,
  );
  return made;
}
