import { DomainError } from '../error.js';
import type { DisputeData, EventType, OrderPaidData, OrderRefundedData, SluiceEvent } from '../event.js';
import { derivedId, type CustomerId, type OrderId } from '../ids.js';
import { parseMoney, zero } from '../money.js';
import type { Order, OrderDispute, OrderPayment, OrderRefund, OrderTelling } from '../order.js';

export interface FoldOptions {
  /** Keyed hash of an IP address; without it none is kept. */
  hashIp?: (ip: string) => string;
}

/**
 * An order after one more event. The result depends on the set of events alone, not on their order, and an event folded in
 * before changes nothing (the same object comes back). Events of other types change nothing either. Throws `not_an_order`
 * where an `order.*` or `dispute.*` event names no order, `bad_money`, `unknown_currency`.
 */
export function foldOrder(order: Order | null, event: SluiceEvent, options: FoldOptions = {}): Order {
  if (!isOrderEvent(event.type)) throw new DomainError('not_an_order', `${event.type} does not tell of an order.`);
  if (order?.events.includes(event.id)) return order;
  const base = order ?? emptyOrder(event);
  const tellings = event.type === 'order.paid' ? [...(base.tellings ?? []), tellingOf(event, options)] : base.tellings;
  const names = [base.externalId, ...base.aliases, ...orderNames(event)];
  return named({
    ...base,
    ...paidOf(tellings ?? []),
    ...(tellings && { tellings: [...tellings].sort(byEvent) }),
    refunds: withRefund(base.refunds, event),
    disputes: withDispute(base.disputes, event),
    aliases: names,
    events: [...base.events, event.id].sort(),
    rev: base.rev + 1,
  });
}

/**
 * One order out of two that turn out to be the same (a refund's shell knew the charge, the payment knew the invoice, a third
 * event names both). Keeps `a`'s id; `b` is to be removed.
 */
export function mergeOrders(a: Order, b: Order): Order {
  const tellings = [...(a.tellings ?? []), ...(b.tellings ?? [])].filter(
    (telling, index, all) => all.findIndex(({ event }) => event === telling.event) === index,
  );
  const referral = a.referral ?? b.referral;
  return named({
    ...a,
    ...paidOf(tellings),
    ...(tellings.length > 0 && { tellings: tellings.sort(byEvent) }),
    ...(referral && { referral }),
    refunds: Object.values(b.refunds).reduce((map, refund) => keep(map, refund, refundWins), a.refunds),
    disputes: Object.values(b.disputes).reduce((map, dispute) => keep(map, dispute, disputeWins), a.disputes),
    aliases: [a.externalId, ...a.aliases, b.externalId, ...b.aliases],
    events: [...new Set([...a.events, ...b.events])].sort(),
    rev: Math.max(a.rev, b.rev) + 1,
  });
}

export function isOrderEvent(type: EventType): boolean {
  return type.startsWith('order.') || type.startsWith('dispute.');
}

/** Every name an event gives its order: any of them finds the document. Empty where it tells of none. */
export function orderNames(event: Pick<SluiceEvent, 'data'>): string[] {
  const order = (event.data as { order?: { id?: unknown; aliases?: unknown } }).order;
  const aliases = Array.isArray(order?.aliases) ? order.aliases : [];
  return [order?.id, ...aliases].filter((name): name is string => typeof name === 'string' && name !== '');
}

/** The account that names are unique in: a connected account where the event says one, otherwise its source. */
export function accountOf(event: Pick<SluiceEvent, 'data' | 'source'>): string {
  const { account } = event.data;
  return typeof account === 'string' && account !== '' ? account : event.source;
}

export function orderId(programme: string, account: string, externalId: string): OrderId {
  return derivedId('order', programme, account, externalId);
}

export function customerId(programme: string, account: string, externalId: string): CustomerId {
  return derivedId('customer', programme, account, externalId);
}

function emptyOrder(event: SluiceEvent): Order {
  const [externalId] = orderNames(event);
  if (!externalId) throw new DomainError('not_an_order', `The ${event.type} event ${event.sourceId} names no order.`);
  const account = accountOf(event);
  const id = orderId(event.programme, account, externalId);
  return {
    id,
    programme: event.programme,
    account,
    externalId,
    aliases: [],
    refunds: {},
    disputes: {},
    events: [],
    rev: 0,
  };
}

/** The order goes by the name that its first telling of the payment uses, otherwise by the first in the alphabet. */
function named(order: Order): Order {
  const names = [...new Set(order.aliases)].sort();
  const externalId = order.tellings?.[0]?.externalId ?? names[0] ?? order.externalId;
  return { ...order, externalId, aliases: names.filter((name) => name !== externalId) };
}

function tellingOf(event: SluiceEvent, { hashIp }: FoldOptions): OrderTelling {
  const { order, customer, attribution, context } = event.data as unknown as OrderPaidData;
  const amount = parseMoney(order.amount);
  const part = (value: unknown) => (value === undefined ? zero(amount.currency) : parseMoney(value));
  return {
    event: event.id,
    externalId: order.id,
    payment: {
      at: event.occurredAt,
      receivedAt: event.receivedAt,
      amount,
      tax: part(order.tax),
      shipping: part(order.shipping),
      discount: part(order.discount),
      ...(order.margin && { margin: parseMoney(order.margin) }),
      items: (order.items ?? []).map(({ sku, category, quantity, amount: price }) => ({
        sku,
        ...(category !== undefined && { category }),
        quantity,
        amount: parseMoney(price),
      })),
      ...(order.coupon && { coupon: order.coupon }),
      kind: order.kind ?? 'new',
      ...(order.subscriptionId && { subscriptionId: order.subscriptionId }),
      ...(order.periodMonths && { periodMonths: order.periodMonths }),
      customer: {
        id: customerId(event.programme, accountOf(event), customer.id),
        externalId: customer.id,
        ...(customer.email && { email: customer.email.trim().toLowerCase() }),
        ...(customer.country && { country: customer.country }),
      },
      attribution: {
        ...(attribution?.partnerId && { partnerId: attribution.partnerId }),
        ...(attribution?.clickId && { clickId: attribution.clickId }),
        ...(attribution?.coupon && { coupon: attribution.coupon }),
      },
      context: {
        ...(context?.ip && hashIp && { ipHash: hashIp(context.ip) }),
        ...(context?.ipCountry && { ipCountry: context.ipCountry }),
        ...(context?.referrer && { referrer: context.referrer }),
        ...(context?.cardCountry && { cardCountry: context.cardCountry }),
      },
    },
  };
}

/**
 * One payment out of its tellings: the first (by event time, then event id) speaks, the later ones fill what it leaves out.
 * An amount of zero counts as left out where another telling knows better (a checkout session knows no tax of its invoice).
 */
function paidOf(tellings: readonly OrderTelling[]): { paid?: OrderPayment } {
  const [first, ...others] = [...tellings].sort(byEvent).map(({ payment }) => payment);
  if (!first) return {};
  const paid = others.reduce<OrderPayment>((known, next) => {
    const same = next.amount.currency === known.amount.currency;
    return {
      ...next,
      ...known,
      receivedAt: next.receivedAt < known.receivedAt ? next.receivedAt : known.receivedAt,
      amount: known.amount.amount === 0n ? next.amount : known.amount,
      tax: known.tax.amount === 0n && same ? next.tax : known.tax,
      shipping: known.shipping.amount === 0n && same ? next.shipping : known.shipping,
      discount: known.discount.amount === 0n && same ? next.discount : known.discount,
      items: known.items.length > 0 ? known.items : next.items,
      kind: known.kind === 'new' ? next.kind : known.kind,
      customer: { ...next.customer, ...known.customer },
      attribution: { ...next.attribution, ...known.attribution },
      context: { ...next.context, ...known.context },
    };
  }, first);
  return { paid };
}

function byEvent(a: OrderTelling, b: OrderTelling): number {
  const time = a.payment.at.getTime() - b.payment.at.getTime();
  return time !== 0 ? time : a.event < b.event ? -1 : a.event > b.event ? 1 : 0;
}

function withRefund(refunds: Order['refunds'], event: SluiceEvent): Order['refunds'] {
  if (event.type !== 'order.refunded') return refunds;
  const { refund } = event.data as unknown as OrderRefundedData;
  const told: OrderRefund = {
    id: refund.id,
    at: event.occurredAt,
    amount: parseMoney(refund.amount),
    status: refund.status ?? 'succeeded',
    ...(refund.cumulative && { cumulative: true }),
  };
  return keep(refunds, told, refundWins);
}

const disputeStatus: Partial<Record<EventType, OrderDispute['status']>> = {
  'dispute.opened': 'open',
  'dispute.won': 'won',
  'dispute.lost': 'lost',
};

function withDispute(disputes: Order['disputes'], event: SluiceEvent): Order['disputes'] {
  const status = disputeStatus[event.type];
  if (!status) return disputes;
  const { dispute } = event.data as unknown as DisputeData;
  const told = { id: dispute.id, at: event.occurredAt, amount: parseMoney(dispute.amount), status };
  return keep(disputes, told, disputeWins);
}

/** By the source's id; where it was told before, the stronger telling stays, whichever came first. */
function keep<T extends { id: string }>(
  map: Record<string, T>,
  told: T,
  wins: (a: T, b: T) => boolean,
): Record<string, T> {
  const known = Object.hasOwn(map, told.id) ? map[told.id] : undefined;
  return known && !wins(told, known) ? map : { ...map, [told.id]: told };
}

/** The newest telling; in the same instant a failure (it comes after the success), then the greater amount. */
function refundWins(a: OrderRefund, b: OrderRefund): boolean {
  return newer([a.at.getTime(), a.status === 'failed' ? 1 : 0], [b.at.getTime(), b.status === 'failed' ? 1 : 0], a, b);
}

const disputeRank: Record<OrderDispute['status'], number> = { open: 0, lost: 1, won: 2 };

/** A closed dispute beats an open one at any time: it never opens again under its id. Then the newest, then won. */
function disputeWins(a: OrderDispute, b: OrderDispute): boolean {
  const key = (dispute: OrderDispute) => [
    dispute.status === 'open' ? 0 : 1,
    dispute.at.getTime(),
    disputeRank[dispute.status],
  ];
  return newer(key(a), key(b), a, b);
}

function newer(
  a: number[],
  b: number[],
  first: { amount: { amount: bigint } },
  second: { amount: { amount: bigint } },
) {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value > other;
  }
  return first.amount.amount > second.amount.amount;
}
