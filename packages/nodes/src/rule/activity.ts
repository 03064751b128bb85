import { decisiveAt, type DecisionKind, type EventId, type RunId } from '@sluice/domain';
import type { StoredEvent } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { partnerIfAny } from '../activity/partner.js';
import { ruleStepFacts } from '../activity/rule-facts.js';
import { decide } from '../activity/rule-run.js';
import { ruleAnswer } from '../decisions/rule-step.js';
import { isObject, text } from '../read.js';

/** Asks a published rule, stores what it decides with version, facts and trace, and leaves by its answer. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'rule',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const kind = (text(ctx.config, 'decides') ?? 'routing') as DecisionKind;
    const event = await eventOf(deps, ctx);
    const partner = await partnerIfAny(deps, ctx);
    const whole = kind === 'tier' || kind === 'segment';
    if (whole && !partner)
      throw new NonRetryable(
        'no_partner',
        'The rule is about a partner; the step names none, and the run is not about one.',
      );
    // How a partner has done is asked as of now, however long ago the run began.
    const at = event && !whole ? decisiveAt(programme, event) : deps.now();
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
      () => ruleStepFacts(deps, ctx, kind, { programme, event, partner, at }),
    );
    return ruleAnswer(decision, ctx, programme);
  },
};

/** The event that started the run, with all that it said; a run's own variables hold no personal data. */
async function eventOf(deps: ActivityDeps, ctx: EffectContext): Promise<StoredEvent | null> {
  const event = ctx.vars['event'];
  const id = isObject(event) ? event['id'] : undefined;
  return typeof id === 'string' ? deps.store.events.get(ctx.programme, id as EventId) : null;
}
