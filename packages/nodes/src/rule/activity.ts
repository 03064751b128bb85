import {
  DomainError,
  reviewTier,
  tierAnswer,
  type DecisionKind,
  type EventId,
  type Json,
  type Programme,
  type RuleDecision,
  type RunId,
  type TierReview,
} from '@sluice/domain';
import { decisiveAt } from '@sluice/store/operations/index';
import type { StoredEvent } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { objectIn } from '../activity/commission-facts.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { partnerIfAny } from '../activity/partner.js';
import { ruleStepFacts } from '../activity/rule-facts.js';
import { decide } from '../activity/rule-run.js';
import { isObject, text, texts } from '../read.js';

/** Asks a published rule, stores what it decides with version, facts and trace, and leaves by its answer. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'rule',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const kind = (text(ctx.config, 'decides') ?? 'routing') as DecisionKind;
    const event = await eventOf(deps, ctx);
    const partner = await partnerIfAny(deps, ctx);
    if ((kind === 'tier' || kind === 'segment') && !partner)
      throw new NonRetryable(
        'no_partner',
        'The rule is about a partner; the step names none, and the run is not about one.',
      );
    const at = event ? decisiveAt(programme, event) : deps.now();
    const decision = await decide(
      deps.store,
      {
        programme,
        kind,
        rule: text(ctx.config, 'rule') ?? '',
        subject: partner && kind !== 'routing' ? { kind: 'partner', id: partner.id } : ctx.subject,
        cause: `${ctx.run}/${ctx.node}/${ctx.visit}`,
        at,
        createdAt: deps.now(),
        run: ctx.run as RunId,
        ...(partner && { partner: partner.id }),
        ...(event && { event: event.id }),
      },
      () =>
        ruleStepFacts(
          deps,
          kind,
          { programme, event, partner, at },
          isObject(ctx.config['facts']) ? ctx.config['facts'] : {},
        ),
    );
    const { key, version, hash } = decision.rule;
    const { port, label } = wayOut(decision, ctx, programme);
    return {
      port,
      output: { outcome: decision.outcome, decision: decision.id, rule: { key, version, hash } },
      set: { [text(ctx.config, 'into') ?? 'outcome']: decision.outcome },
      label,
    };
  },
};

/** The event that started the run, with all that it said; a run's own variables hold no personal data. */
async function eventOf(deps: ActivityDeps, ctx: EffectContext): Promise<StoredEvent | null> {
  const event = ctx.vars['event'];
  const id = isObject(event) ? event['id'] : undefined;
  return typeof id === 'string' ? deps.store.events.get(ctx.programme, id as EventId) : null;
}

interface WayOut {
  port: string;
  label: { code: string; params: Record<string, Json> };
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
