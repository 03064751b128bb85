import { addDuration, parseMoney, type ExplanationPart, type Goal, type Partner, type Programme } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { isObject, text } from '../read.js';

/** A goal and the time it is to be reached in: from when the step was entered, half-open. */
export interface SetGoal {
  goal: Goal;
  since: Date;
  until: Date;
}

/** Events after which it is worth counting again. */
const events: Readonly<Record<Goal['kind'], string[]>> = {
  referrals: ['lead.created', 'demo.booked', 'trial.started', 'customer.activated', 'order.paid'],
  orders: ['order.paid'],
  revenue: ['order.paid'],
};

export function goalOf({ config, input }: EffectContext, programme: Pick<Programme, 'timeZone'>): SetGoal {
  const since = new Date(String(input?.['since']));
  return { goal: whatOf(config), since, until: addDuration(since, text(config, 'for') ?? 'P30D', programme.timeZone) };
}

/** Waits for the next event that may bring it nearer, or for the end; undefined where the time is over. */
export function waitForGoal(
  { goal, since, until }: SetGoal,
  partner: Pick<Partner, 'id'>,
  now: Date,
  part: ExplanationPart,
): EffectResult | undefined {
  if (now >= until) return undefined;
  return {
    wait: {
      kind: 'event',
      events: events[goal.kind],
      correlation: `partner:${partner.id}`,
      since: since.toISOString(),
      until: until.toISOString(),
    },
    label: { code: part.code, params: part.params },
  };
}

export function missedAnswer({ id }: Pick<Partner, 'id'>, part: ExplanationPart): EffectResult {
  return {
    port: 'missed',
    output: { partner: id, reached: part.params['reached'] ?? null },
    label: { code: part.code, params: part.params },
  };
}

function whatOf(config: EffectContext['config']): Goal {
  const { goal, count, revenue } = config;
  if (goal === 'revenue' && isObject(revenue)) return { kind: 'revenue', revenue: parseMoney(revenue) };
  if ((goal === 'referrals' || goal === 'orders') && Number.isInteger(count) && Number(count) > 0)
    return { kind: goal, count: Number(count) };
  throw new NonRetryable('bad_goal', 'The goal says neither how many nor how much revenue.');
}
