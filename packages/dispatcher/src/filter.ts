import { decideAboutPartner } from '@sluice/store/operations/index';
import {
  decisiveAt,
  partnerFacts,
  type Json,
  type JsonObject,
  type OrderId,
  type PartnerId,
  type ReferralId,
} from '@sluice/domain';
import { evaluateCondition, truthy } from '@sluice/flows';
import type { StoredEvent } from '@sluice/store';
import type { ProjectDeps } from './project/projector.js';

/**
 * True where a trigger's filter holds. It reads `event` and, where the event is about a partner or an order that a partner
 * brought, `partner`; `{"in": ["top-creators", {"var": "partner.segments"}]}` asks the published segment rule of that key,
 * whose decision is stored once for the event. Throws what makes the filter impossible to evaluate.
 */
export async function filterHolds(
  deps: ProjectDeps,
  filter: Json,
  event: StoredEvent,
  subject: { kind: string; id: string },
): Promise<boolean> {
  const vars: JsonObject = { event: { type: event.type, data: event.data } };
  if (mentions(filter, (name) => name === 'partner' || name.startsWith('partner.'))) {
    const partner = await partnerVariables(deps, filter, event, subject);
    if (!partner) return false;
    vars['partner'] = partner;
  }
  return truthy(evaluateCondition(filter, vars));
}

async function partnerVariables(
  deps: ProjectDeps,
  filter: Json,
  event: StoredEvent,
  subject: { kind: string; id: string },
): Promise<JsonObject | undefined> {
  const { store } = deps;
  const id = await partnerOf(deps, event.programme, subject);
  const partner = id && (await store.partners.get(event.programme, id));
  if (!partner) return undefined;
  const programme = await store.programmes.need(event.programme);
  const at = decisiveAt(programme, event);
  const segments: string[] = [];
  for (const rule of segmentsIn(filter)) {
    const asked = { programme, kind: 'segment' as const, rule, partner, at, createdAt: deps.now() };
    const { outcome } = await decideAboutPartner(store, { ...asked, cause: event.id, event: event.id });
    if (outcome === true) segments.push(rule);
  }
  return { ...partnerFacts(partner), segments };
}

async function partnerOf(
  { store }: ProjectDeps,
  programme: string,
  subject: { kind: string; id: string },
): Promise<PartnerId | undefined> {
  if (subject.kind === 'partner') return subject.id as PartnerId;
  if (subject.kind === 'referral') return (await store.referrals.get(programme, subject.id as ReferralId))?.partner;
  if (subject.kind !== 'order') return undefined;
  const order = await store.orders.get(programme, subject.id as OrderId);
  return order?.referral && (await store.referrals.get(programme, order.referral))?.partner;
}

/** The segments that a filter asks about: the texts that it looks for in `partner.segments`. */
function segmentsIn(logic: Json): string[] {
  const found = new Set<string>();
  visit(logic, (operator, args) => {
    const [needle, list] = Array.isArray(args) ? args : [];
    if (operator === 'in' && typeof needle === 'string' && list !== undefined && readsSegments(list)) found.add(needle);
  });
  return [...found].sort();
}

const readsSegments = (logic: Json): boolean => mentions(logic, (name) => name === 'partner.segments');

function mentions(logic: Json, wanted: (name: string) => boolean): boolean {
  let found = false;
  visit(logic, (operator, args) => {
    const name = Array.isArray(args) ? args[0] : args;
    if (operator === 'var' && typeof name === 'string' && wanted(name)) found = true;
  });
  return found;
}

function visit(logic: Json, look: (operator: string, args: Json) => void): void {
  if (Array.isArray(logic)) return logic.forEach((item) => visit(item, look));
  if (logic === null || typeof logic !== 'object') return;
  for (const [operator, args] of Object.entries(logic)) {
    look(operator, args);
    visit(args, look);
  }
}
