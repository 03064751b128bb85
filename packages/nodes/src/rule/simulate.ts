import { decisiveAt, type DecisionKind, type PartnerHistory } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { ruleAnswer, ruleStepFactsOf } from '../decisions/rule-step.js';
import { isObject, text } from '../read.js';
import { decideFor } from '../simulation/decision.js';
import { read, readAll, type Documents } from '../simulation/documents.js';
import { isKnown } from '../simulation/lead.js';
import { partnerIfAny } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

const day = 86_400_000;

export const simulation: NodeSimulation = {
  type: 'rule',
  run(world, ctx) {
    const kind = (text(ctx.config, 'decides') ?? 'routing') as DecisionKind;
    const event = eventOf(world, ctx);
    const partner = partnerIfAny(world, ctx);
    const whole = kind === 'tier' || kind === 'segment';
    if (whole && !partner)
      throw new NonRetryable(
        'no_partner',
        'The rule is about a partner; the step names none, and the run is not about one.',
      );
    // How a partner has done is asked as of now, however long ago the run began.
    const at = event && !whole ? decisiveAt(world.programme, event) : new Date(world.now());
    const decision = decideFor(
      world,
      ctx,
      {
        kind,
        rule: text(ctx.config, 'rule') ?? '',
        subject: partner && kind !== 'routing' ? { kind: 'partner', id: partner.id } : ctx.subject,
        at,
        ...(partner && { partner: partner.id }),
      },
      () =>
        ruleStepFactsOf(
          world.programme,
          {
            event: event ?? null,
            partner,
            at,
            duplicate: kind === 'routing' && event ? isKnown(world, event) : undefined,
            history: whole && partner ? historyOf(world, partner.id, at) : undefined,
          },
          ctx,
        ),
    );
    return ruleAnswer(decision, ctx, world.programme);
  },
};

/** The event that started the run, with all that it said. */
function eventOf(world: World, ctx: EffectContext): Documents['events'] | undefined {
  const event = ctx.vars['event'];
  const id = isObject(event) ? event['id'] : undefined;
  return typeof id === 'string' ? read(world, 'events', id) : undefined;
}

/** What is known of a partner's doings up to an instant. */
export function historyOf(world: World, partner: string, at: Date): PartnerHistory {
  const commissions = readAll(world, 'commissions').filter(
    (one) => one.partner === partner && !one.reverses && one.occurredAt <= at,
  );
  const byOrder = new Map(commissions.map((one) => [one.order, one]));
  const earned = [...byOrder.values()].map(({ order, customer, occurredAt }) => ({ order, customer, at: occurredAt }));
  const recent = earned.filter((one) => one.at.getTime() > at.getTime() - 365 * day);
  const touches = readAll(world, 'touches').filter(
    (touch) => touch.partner === partner && touch.at <= at && touch.at.getTime() > at.getTime() - 30 * day,
  );
  const active = readAll(world, 'events').filter(
    ({ type, correlations, occurredAt }) =>
      type === 'partner.activity' && correlations.includes(`partner:${partner}`) && occurredAt <= at,
  );
  const newest = [...touches.map((touch) => touch.at), ...active.map(({ occurredAt }) => occurredAt)].sort(
    (a, b) => b.getTime() - a.getTime(),
  )[0];
  return {
    earned,
    orders: recent.flatMap(({ order }) => read(world, 'orders', order) ?? []),
    clicks30: touches.filter(({ kind }) => kind === 'click').length,
    leads30: touches.filter(({ kind }) => kind === 'lead').length,
    ...(newest && { activeAt: newest }),
  };
}
