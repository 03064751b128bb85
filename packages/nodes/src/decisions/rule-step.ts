import {
  DomainError,
  leadFacts,
  partnerFacts,
  partnerReviewFacts,
  reviewTier,
  tierAnswer,
  type Json,
  type JsonObject,
  type Partner,
  type PartnerHistory,
  type Programme,
  type RuleDecision,
  type TierReview,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { isObject, text, texts } from '../read.js';
import { objectIn } from './commission-facts.js';

/** What a step knows when it asks a rule. */
export interface RuleStepRecords {
  event: { type: string; data: JsonObject } | null;
  partner: Partner | undefined;
  at: Date;
  /** Routing: the lead, or somebody with its e-mail address, was known before the event. */
  duplicate?: boolean | undefined;
  /** Tier and segment: how the partner has done. */
  history?: PartnerHistory | undefined;
}

/** The facts of a step: by kind, with the event's data as `data` and at its own names, then what the step itself says. */
export function ruleStepFactsOf(
  programme: Pick<Programme, 'timeZone' | 'currency'>,
  { event, partner, at, duplicate, history }: RuleStepRecords,
  { config }: Pick<EffectContext, 'config'>,
): JsonObject {
  const data = event?.data ?? {};
  const facts: JsonObject = {
    ...data,
    data,
    ...(partner && { partner: partnerFacts(partner) }),
    asOf: at.getTime(),
    ...(event && duplicate !== undefined && { lead: leadFacts(event, { duplicate }) }),
    ...(partner && history && partnerReviewFacts(programme, partner, history, at)),
  };
  const more = isObject(config['facts']) ? config['facts'] : {};
  return Object.entries(more).reduce((laid, [path, value]) => withFact(laid, path.split('.'), value), facts);
}

/** `lead.country` sets the country of the lead and leaves the rest of it. */
function withFact(facts: JsonObject, [name, ...rest]: readonly string[], value: JsonObject[string]): JsonObject {
  if (name === undefined) return facts;
  if (rest.length === 0) return { ...facts, [name]: value };
  return { ...facts, [name]: withFact(objectIn(facts, name), rest, value) };
}

/** The way out by what the rule has decided. */
export function ruleAnswer(decision: RuleDecision, ctx: EffectContext, programme: Programme): EffectResult {
  const { key, version, hash } = decision.rule;
  return {
    ...wayOut(decision, ctx, programme),
    output: { outcome: decision.outcome, decision: decision.id, rule: { key, version, hash } },
    set: { [text(ctx.config, 'into') ?? 'outcome']: decision.outcome },
  };
}

interface WayOut {
  port: string;
  label: { code: string; params: JsonObject };
}

function wayOut({ kind, outcome, facts }: RuleDecision, ctx: EffectContext, programme: Programme): WayOut {
  const labelled = (port: string): WayOut => ({ port, label: { code: 'port', params: { port } } });
  if (kind === 'routing') {
    const route = isObject(outcome) ? text(outcome, 'route') : undefined;
    const routes = texts(ctx.config['routes']);
    const port = routes.length === 0 ? 'next' : route !== undefined && routes.includes(route) ? route : 'otherwise';
    return { port, label: { code: 'route', params: { route: route ?? '' } } };
  }
  if (kind === 'tier') {
    // Against the tier that the rule saw: a step that is tried again leaves by the same way.
    const tier = text(objectIn(facts, 'partner'), 'tier') ?? '';
    const { direction, to } = tierReviewOf(outcome, tier, programme);
    return { port: direction, label: { code: 'tier', params: { tier: to } } };
  }
  if (kind === 'eligibility') return labelled(isObject(outcome) && outcome['eligible'] === true ? 'yes' : 'no');
  return labelled(outcome === true ? 'yes' : 'no');
}

function tierReviewOf(outcome: Json, tier: string, programme: Programme): TierReview {
  try {
    return reviewTier({ tier }, tierAnswer(outcome), programme.tiers);
  } catch (error) {
    if (error instanceof DomainError) throw new NonRetryable(error.code, error.message);
    throw error;
  }
}
