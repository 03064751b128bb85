import { decisiveAt, type EventId, type Programme, type Referral, type ReferralId } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { StoredCommission, StoredEvent } from '@sluice/store';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';
import { isKnown } from './rule-facts.js';
import { runRule } from './rule-run.js';
import { decidedTerms, earnedAnswer, nothingEarned } from '../decisions/commission.js';
import { eventNamed, leadCommissionFactsOf, mayEarn } from '../decisions/lead-commission.js';
import { forLead } from '../decisions/paid-for.js';
import { earnFor, type Decide } from './commission-earn.js';

/** What a referral's partners earn for what happened to the lead: by the step's rule, since agreed terms speak of orders. */
export async function earnForLead(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: ReferralId,
): Promise<EffectResult> {
  const referral = await deps.store.referrals.get(programme.key, id);
  if (!referral) throw new NonRetryable('unknown_referral', `There is no referral "${id}".`);
  const event = await eventOf(deps, ctx, programme, referral);
  const told = forLead(programme.key, referral, event);
  const [stored] = await deps.store.commissions.ofOrder(programme.key, told.order);
  if (!stored && referral.status === 'rejected') return nothingEarned('lead_rejected');
  // Who shares it was settled when it was first computed, by the telling that came first.
  const about = { ...told, ...(stored?.lead && { lead: stored.lead }) };
  const { weights } = about.lead!;
  const commissions: StoredCommission[] = [];
  for (const [index, { partner }] of weights.entries()) {
    if (!stored && !mayEarn(await deps.store.partners.need(programme.key, partner))) continue;
    const decide = termsOf(deps, ctx, programme, event, referral);
    commissions.push(...(await earnFor(deps, ctx, programme, { about, referral: id, weights, decide }, index)));
  }
  return commissions.length === 0 ? nothingEarned('partner_left') : earnedAnswer(commissions);
}

/** The event that the step names, or the one that began the run; with all that it said. */
async function eventOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  referral: Referral,
): Promise<StoredEvent> {
  const id = eventNamed(ctx, referral);
  const event = id === undefined ? null : await deps.store.events.get(programme.key, id as EventId);
  if (!event) throw new NonRetryable('unknown_event', 'Nobody told what happened to the lead: no event is known.');
  return event;
}

function termsOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  event: StoredEvent,
  referral: Referral,
): Decide {
  return async (partner) => {
    const duplicate = await isKnown(deps, programme, event);
    const facts = leadCommissionFactsOf({ event, partner, referral, duplicate });
    const rule = String(ctx.config['rule']);
    const decided = await runRule(
      deps.store,
      programme,
      rule,
      decisiveAt(programme, event),
      ['lead_commission'],
      facts,
    );
    return decidedTerms(decided, { level: 'flow' });
  };
}
