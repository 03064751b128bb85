import { leadFacts, partnerFacts, type JsonObject, type Partner, type Referral } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { isObject } from '../read.js';
import type { LeadEvent } from './paid-for.js';

/** Events that rules may name; any other is `other`. */
const named: ReadonlySet<string> = new Set([
  'lead.created',
  'demo.booked',
  'trial.started',
  'trial.converted',
  'customer.activated',
  'deal.stage_changed',
]);

/** What a commission rule for leads is told, out of which it takes its schema's facts. */
export function leadCommissionFactsOf({
  event,
  partner,
  referral,
  duplicate,
}: {
  event: LeadEvent;
  partner: Partner;
  referral: Referral;
  duplicate: boolean;
}): JsonObject {
  const { data, type, occurredAt } = event;
  return {
    ...data,
    data,
    partner: partnerFacts(partner),
    lead: {
      ...leadFacts(event, { duplicate }),
      event: named.has(type) ? type : 'other',
      status: referral.status,
    },
    asOf: occurredAt.getTime(),
  };
}

/** Id of the event that a step pays for: the one that it names, that began the run, or by which somebody became a lead. */
export function eventNamed(ctx: Pick<EffectContext, 'config' | 'vars'>, referral: Referral): string | undefined {
  const named = ctx.config['event'];
  if (typeof named === 'string') return named;
  const began = ctx.vars['event'];
  return isObject(began) && typeof began['id'] === 'string' ? began['id'] : referral.leadEvent;
}

/** Somebody with whom nobody works any more gets nothing new. */
export function mayEarn({ status }: Pick<Partner, 'status'>): boolean {
  return status !== 'terminated' && status !== 'rejected';
}
