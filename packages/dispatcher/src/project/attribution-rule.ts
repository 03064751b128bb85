import {
  attributionFacts,
  decisiveAt,
  orderBase,
  ruleDecisionId,
  type AttributionInput,
  type Decided,
  type JsonObject,
  type Order,
  type OrderPayment,
  type Programme,
  type TouchShare,
} from '@sluice/domain';
import { prepareRule } from '@sluice/store/operations/index';
import type { StoredEvent } from '@sluice/store';
import type { ProjectDeps } from './projector.js';

type PaidOrder = Order & { paid: OrderPayment };

/** Key of the rule that is asked where the programme names none. */
const usual = 'attribution';

/** The published attribution rule, ready to share an order, and what it decided once it was asked. */
export interface AskedRule {
  shares: NonNullable<AttributionInput['shares']>;
  decided(): Decided | undefined;
}

/**
 * Prepares the version in force at the event, with all that it may be told. A rule that is missing or stops throws
 * `RuleFailure`: the event is kept and shown as failed, and nobody is credited by guesswork.
 */
export async function askRule(
  { store }: ProjectDeps,
  programme: Programme,
  order: PaidOrder,
  event: StoredEvent,
  input: AttributionInput,
): Promise<AskedRule> {
  const key = programme.settings.attribution.rule ?? usual;
  const rule = await prepareRule(store, programme, key, decisiveAt(programme, event), ['attribution']);
  const ids = [...new Set([...input.touches.map(({ partner }) => partner), input.coupon?.partner])];
  const found = await store.partners.many(
    programme.key,
    ids.filter((id) => id !== undefined),
  );
  const partners = new Map(found.map((partner) => [partner.id, partner]));
  const earlier = (await store.orders.ofCustomer(programme.key, order.paid.customer.id)).some(
    (other) => other.id !== order.id && other.paid !== undefined && other.paid.at < order.paid.at,
  );
  const net = orderBase(order, 'net').base;
  let decision: Decided | undefined;
  return {
    decided: () => decision,
    shares(touches) {
      decision = rule.decide({
        ...event.data,
        data: event.data,
        ...attributionFacts(touches, {
          at: input.at,
          partners,
          ...(net.currency === programme.currency && { net }),
          ...(input.coupon && { coupon: input.coupon }),
          isNew: !earlier && input.known === undefined,
          order: objectIn(event.data, 'order'),
        }),
      });
      return decision.outcome as unknown as TouchShare[];
    },
  };
}

/** Keeps what was decided about the order, also where nobody earns and no referral comes of it. */
export async function keepDecision(
  { store, now }: ProjectDeps,
  order: PaidOrder,
  event: StoredEvent,
  decided: Decided,
): Promise<void> {
  const subject = { kind: 'order', id: order.id };
  const of = { programme: order.programme, kind: 'attribution' as const, subject, cause: event.id };
  await store.decisions.insertOrRead({
    ...of,
    ...decided,
    id: ruleDecisionId({ ...of, rule: decided.rule }),
    event: event.id,
    asOf: order.paid.at,
    createdAt: now(),
  });
}

function objectIn(data: JsonObject, name: string): JsonObject {
  const value = data[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
