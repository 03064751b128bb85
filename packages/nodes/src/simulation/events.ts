import {
  customerId,
  derivedId,
  foldOrder,
  isId,
  isOrderEvent,
  normalCode,
  orderNames,
  withoutPersonal,
  type EventType,
  type JsonObject,
  type Order,
  type PartnerStatus,
  type SluiceEvent,
} from '@sluice/domain';
import type { BufferedEvent, EffectContext } from '@sluice/flows';
import { isObject, text } from '../read.js';
import { read, readAll, write, type Documents } from './documents.js';
import { applyRefund } from './refund.js';
import type { World } from './types.js';

/** What an event is told with: who the run is about fills what the script leaves out. */
export interface Telling {
  id: string;
  type: string;
  data: JsonObject;
  at: string;
  subject: { kind: string; id: string };
}

/** An event of the script, as a run is told of it: filled in, with the keys that waits find it by. */
export function eventOf(world: World, { id, type, data: given, at, subject }: Telling): Documents['events'] {
  const about = concerned(world, subject);
  const data = filled(type, given, about);
  return {
    id: derivedId('event', world.programme.key, 'simulation', id),
    type,
    source: 'simulation',
    occurredAt: new Date(at),
    receivedAt: new Date(at),
    data,
    correlations: correlationsOf(world, type, data, subject),
  };
}

/** Events that tell of a lead, a trial, a deal or a customer. */
const ofLead = /^(lead|demo|trial|customer)\./;

/** What a custom event may name, as `partnerId` and so on. */
const customSubjects = ['referral', 'prospect', 'order', 'commission', 'batch', 'partner'] as const;

/** The keys that waits find an event by, as whoever folds such an event gives them. */
function correlationsOf(world: World, type: string, data: JsonObject, subject: Telling['subject']): string[] {
  const own = `${subject.kind}:${subject.id}`;
  const order = orderTold(world, data);
  if (isOrderEvent(type as EventType)) {
    const customer = order?.paid?.customer.id;
    const shared = order?.referral === undefined ? undefined : read(world, 'referrals', order.referral);
    return order
      ? [
          `order:${order.id}`,
          ...(customer === undefined ? [] : [`customer:${customer}`]),
          ...(shared?.weights ?? []).map(({ partner }) => `partner:${partner}`),
        ]
      : [own];
  }
  if (ofLead.test(type)) {
    const brought = text(objectOf(data['attribution']), 'partnerId');
    const lead = customerId(world.programme.key, 'simulation', text(objectOf(data['lead']), 'id') ?? '');
    const referral = subject.kind === 'referral' ? [own] : [];
    return [`customer:${lead}`, ...(brought === undefined ? [] : [`partner:${brought}`]), ...referral];
  }
  if (type.startsWith('custom.')) {
    const named = customSubjects.flatMap((kind) => {
      const id = data[`${kind}Id`];
      return isId(kind, id) ? [`${kind}:${id}`] : [];
    });
    const key = text(data, 'key');
    return [...new Set([...named, own, ...(key === undefined ? [] : [`key:${key}`])])];
  }
  const partner = text(data, 'partnerId');
  const about = subject.kind === 'coupon_request' || subject.kind === 'application' || partner === undefined;
  return [...new Set([...(partner === undefined ? [] : [`partner:${partner}`]), ...(about ? [own] : [])])];
}

export function runEvent({ id, type, correlations, occurredAt, receivedAt, data }: Documents['events']): BufferedEvent {
  return {
    id,
    type,
    correlations,
    occurredAt: occurredAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    data: withoutPersonal(data),
  };
}

const statuses: Readonly<Record<string, PartnerStatus>> = {
  'partner.approved': 'active',
  'partner.rejected': 'rejected',
  'partner.paused': 'paused',
  'partner.terminated': 'terminated',
  'partner.reinstated': 'active',
};

/** Stores an event and folds it into what it tells of. `refunds`: acts for the flow that takes back, where this one does not. */
export function project(world: World, event: Documents['events'], refunds: EffectContext | undefined): void {
  write(world, 'events', event);
  const partner = text(event.data, 'partnerId');
  const status = statuses[event.type];
  const known = partner === undefined ? undefined : read(world, 'partners', partner);
  if (known && status) write(world, 'partners', { ...known, status });
  const request = event.correlations.find((key) => key.startsWith('coupon_request:'))?.slice('coupon_request:'.length);
  const code = text(event.data, 'code');
  if (event.type === 'coupon.requested' && request !== undefined && code !== undefined)
    world.put('coupon_requests', request, { ...world.get('coupon_requests', request), code: normalCode(code) });
  if (!isOrderEvent(event.type as EventType)) return;
  const order = fold(world, event);
  if (order && refunds && (event.type === 'order.refunded' || event.type.startsWith('dispute.')))
    applyRefund(world, refunds, order.id, `event:${order.id}:${event.id}`);
}

/** The order after the event; one that tells no more than which order it is about changes nothing. */
function fold(world: World, event: Documents['events']): Order | undefined {
  const before = orderTold(world, event.data);
  const told = { ...event, programme: world.programme.key, sourceId: event.id, version: 1 } as unknown as SluiceEvent;
  const order = isObject(event.data['order']) ? event.data['order'] : {};
  const says = event.type === 'order.paid' ? order['amount'] : (event.data['refund'] ?? event.data['dispute']);
  if (says === undefined || orderNames(event).length === 0) return before;
  // A payment that the script tells is the payment of the invented order.
  const { paid: _paid, tellings: _tellings, ...shell } = before ?? {};
  const base =
    before && event.type === 'order.paid' && !before.tellings ? ({ ...shell, events: [] } as unknown as Order) : before;
  const folded = foldOrder(base ?? null, told);
  const customer = folded.paid?.customer.id;
  const referral =
    before?.referral ??
    readAll(world, 'referrals').find((one) => one.customer === customer)?.id ??
    broughtBy(world, folded);
  const stored: Order = { ...folded, id: before?.id ?? folded.id, ...(referral && { referral }) };
  write(world, 'orders', stored);
  return stored;
}

/** The referral of a new customer, where the order names the partner who brought them. */
function broughtBy(world: World, { paid }: Order): Order['referral'] {
  const partner = paid && read(world, 'partners', paid.attribution.partnerId ?? '');
  if (!paid || !partner) return undefined;
  const id = derivedId('referral', world.programme.key, paid.customer.id);
  write(world, 'referrals', {
    id,
    programme: world.programme.key,
    customer: paid.customer.id,
    customerExternalId: paid.customer.externalId,
    partner: partner.id,
    weights: [{ partner: partner.id, ppm: 1_000_000 }],
    model: 'sole',
    touches: [],
    stage: 'customer',
    status: 'approved',
    orders: 1,
    createdAt: paid.at,
    rev: 1,
  });
  return id;
}

/** The stored order that an event's data names. */
function orderTold(world: World, data: JsonObject): Order | undefined {
  const names = orderNames({ data });
  if (names.length === 0) return undefined;
  return readAll(world, 'orders').find(
    ({ id, externalId, aliases }) =>
      names.includes(id) || [externalId, ...aliases].some((name) => names.includes(name)),
  );
}

interface Concerned {
  partner?: string;
  order?: Order;
  referral?: Documents['referrals'];
}

/** The partner, order and referral that a run is about; of a run about many, the first of them. */
export function concerned(world: World, { kind, id }: { kind: string; id: string }): Concerned {
  const many = kind === 'batch' || kind === 'programme';
  const commission = many ? readAll(world, 'commissions')[0] : read(world, 'commissions', id);
  const order = read(world, 'orders', commission?.order ?? id);
  const referral = read(world, 'referrals', order?.referral ?? id);
  const request = kind === 'coupon_request' ? world.get('coupon_requests', id) : undefined;
  const partner =
    kind === 'partner' || kind === 'application'
      ? id
      : (commission?.partner ?? referral?.partner ?? (request && text(request, 'partner')));
  return { ...(partner !== undefined && { partner }), ...(order && { order }), ...(referral && { referral }) };
}

function filled(type: string, data: JsonObject, { partner, order, referral }: Concerned): JsonObject {
  if (isOrderEvent(type as EventType)) {
    const said = isObject(data['order']) ? data['order'] : {};
    const customer = order?.paid?.customer;
    const brought = type === 'order.paid' && !order && partner !== undefined;
    return {
      ...data,
      ...(brought && {
        customer: { id: 'northwind', ...objectOf(data['customer']) },
        attribution: { partnerId: partner, ...objectOf(data['attribution']) },
      }),
      ...(order && { order: { id: order.externalId, ...said } }),
      ...(type === 'order.paid' &&
        customer && { customer: { id: customer.externalId, ...objectOf(data['customer']) } }),
    };
  }
  if (ofLead.test(type)) {
    const lead = { id: referral?.customerExternalId ?? 'northwind', ...objectOf(data['lead']) };
    const attribution = { ...(partner !== undefined && { partnerId: partner }), ...objectOf(data['attribution']) };
    return { ...data, lead, attribution };
  }
  return partner === undefined ? data : { partnerId: partner, ...data };
}

const objectOf = (value: JsonObject[string] | undefined): JsonObject => (isObject(value) ? value : {});
