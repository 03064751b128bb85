import { isDisposableMail } from './fraud/mail.js';
import { freeMailDomains } from './fraud/mail-domains.js';
import { mailDomain } from './fraud/signal.js';
import type { Json, JsonObject } from './json.js';

/** What kind of lead an event brings; anything else is `other`. */
const kinds: Readonly<Record<string, string>> = {
  'lead.created': 'signup',
  'trial.started': 'trial',
  'trial.converted': 'trial',
  'trial.cancelled': 'trial',
  'demo.booked': 'demo',
  'deal.stage_changed': 'deal',
};

/** Facts that an event of one's own may tell of a lead, under the names that the schema gives them. */
const told = ['company', 'country', 'industry', 'employees', 'value', 'campaign'] as const;

/** What is not simply passed on: those, and what tells of the person. */
const ours: ReadonlySet<string> = new Set([...told, 'email', 'phone', 'name']);

/**
 * A lead as a routing rule may know it (`lead` in packages/rules/src/schemas/routing.ts). Of the e-mail address only the host is
 * kept (`@northwind.example`): it is what rules test, and facts are stored for as long as the run's record.
 */
export function leadFacts(event: { type: string; data: JsonObject }, known: { duplicate: boolean }): JsonObject {
  const lead = objectIn(event.data, 'lead');
  const utm = objectIn(event.data, 'utm');
  const host = typeof lead['email'] === 'string' ? mailDomain(lead['email']) : undefined;
  const given = Object.fromEntries(
    told.flatMap((name): [string, Json][] => {
      const value = lead[name];
      return value === undefined || value === null || value === '' ? [] : [[name, value]];
    }),
  );
  const own = Object.fromEntries(Object.entries(lead).filter(([name]) => !ours.has(name)));
  return {
    ...own,
    ...(typeof utm['campaign'] === 'string' && { campaign: utm['campaign'] }),
    ...given,
    ...(host !== undefined && { email: `@${host}` }),
    businessDomain: host !== undefined && !freeMailDomains.has(host) && !isDisposableMail(host),
    duplicate: known.duplicate,
    kind: kinds[event.type] ?? 'other',
  };
}

function objectIn(data: JsonObject, name: string): JsonObject {
  const value = data[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
