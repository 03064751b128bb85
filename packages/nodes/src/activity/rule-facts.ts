import { accountOf, customerId, type JsonObject, type Partner, type Programme } from '@sluice/domain';
import { partnerHistories } from '@sluice/store/operations/index';
import type { StoredEvent } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { objectIn } from '../decisions/commission-facts.js';
import { ruleStepFactsOf } from '../decisions/rule-step.js';
import type { ActivityDeps } from './deps.js';

/** What a step knows when it asks a rule. */
export interface RuleStep {
  programme: Programme;
  event: StoredEvent | null;
  partner: Partner | undefined;
  at: Date;
}

/** The facts that a step tells a rule of that kind, from what is stored. */
export async function ruleStepFacts(
  deps: ActivityDeps,
  ctx: EffectContext,
  kind: string,
  { programme, event, partner, at }: RuleStep,
): Promise<JsonObject> {
  const duplicate = kind === 'routing' && event ? await isKnown(deps, programme, event) : undefined;
  const whole = kind === 'tier' || kind === 'segment' ? partner : undefined;
  const history = whole && (await partnerHistories(deps.store, programme.key, [whole], at)).get(whole.id);
  return ruleStepFactsOf(programme, { event, partner, at, duplicate, history }, ctx);
}

/** True where the lead, or somebody with its e-mail address, was known before the event. */
export async function isKnown(deps: ActivityDeps, programme: Programme, event: StoredEvent): Promise<boolean> {
  const { id } = objectIn(event.data, 'lead');
  if (typeof id !== 'string') return false;
  const lead = await deps.store.customers.get(programme.key, customerId(programme.key, accountOf(event), id));
  if (!lead) return false;
  if (lead.firstSeenAt < event.occurredAt) return true;
  if (lead.emailHash === undefined) return false;
  const same = await deps.store.customers.findByEmailHash(programme.key, lead.emailHash);
  return same.some((other) => other.id !== lead.id && other.firstSeenAt <= event.occurredAt);
}
