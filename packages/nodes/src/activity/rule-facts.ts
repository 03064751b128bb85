import {
  accountOf,
  customerId,
  leadFacts,
  partnerFacts,
  type JsonObject,
  type Partner,
  type Programme,
} from '@sluice/domain';
import { partnerHistories, partnerReviewFacts } from '@sluice/store/operations/index';
import type { StoredEvent } from '@sluice/store';
import { objectIn } from './commission-facts.js';
import type { ActivityDeps } from './deps.js';

/** What a step knows when it asks a rule. */
export interface RuleStep {
  programme: Programme;
  event: StoredEvent | null;
  partner: Partner | undefined;
  at: Date;
}

type Builder = (deps: ActivityDeps, step: RuleStep) => Promise<JsonObject>;

/** What a rule of each kind is told, out of which it takes its schema's facts; the event's own data lies beneath. */
const builders: Readonly<Record<string, Builder>> = {
  async routing(deps, { programme, event }) {
    if (!event) return {};
    return { lead: leadFacts(event, { duplicate: await isKnown(deps, programme, event) }) };
  },
  tier: overPartner,
  segment: overPartner,
};

/** The facts of a step: by kind, with the event's data as `data` and at its own names, then what the step itself says. */
export async function ruleStepFacts(
  deps: ActivityDeps,
  kind: string,
  step: RuleStep,
  more: JsonObject,
): Promise<JsonObject> {
  const { event, partner, at } = step;
  const data = event?.data ?? {};
  const facts: JsonObject = {
    ...data,
    data,
    ...(partner && { partner: partnerFacts(partner) }),
    asOf: at.getTime(),
    ...(await builders[kind]?.(deps, step)),
  };
  return Object.entries(more).reduce((laid, [path, value]) => withFact(laid, path.split('.'), value), facts);
}

async function overPartner(deps: ActivityDeps, { programme, partner, at }: RuleStep): Promise<JsonObject> {
  if (!partner) return {};
  const history = (await partnerHistories(deps.store, programme.key, [partner], at)).get(partner.id);
  return history ? partnerReviewFacts(programme, partner, history, at) : {};
}

/** True where the lead, or somebody with its e-mail address, was known before the event. */
async function isKnown(deps: ActivityDeps, programme: Programme, event: StoredEvent): Promise<boolean> {
  const { id } = objectIn(event.data, 'lead');
  if (typeof id !== 'string') return false;
  const lead = await deps.store.customers.get(programme.key, customerId(programme.key, accountOf(event), id));
  if (!lead) return false;
  if (lead.firstSeenAt < event.occurredAt) return true;
  if (lead.emailHash === undefined) return false;
  const same = await deps.store.customers.findByEmailHash(programme.key, lead.emailHash);
  return same.some((other) => other.id !== lead.id && other.firstSeenAt <= event.occurredAt);
}

/** `lead.country` sets the country of the lead and leaves the rest of it. */
function withFact(facts: JsonObject, [name, ...rest]: readonly string[], value: JsonObject[string]): JsonObject {
  if (name === undefined) return facts;
  if (rest.length === 0) return { ...facts, [name]: value };
  return { ...facts, [name]: withFact(objectIn(facts, name), rest, value) };
}
