import type { JsonObject } from '@sluice/domain';
import { demoPartners, type DemoPartner } from './partners.js';

/** An event as `POST /v1/events` takes it. */
export interface DemoEvent {
  id: string;
  type: string;
  occurredAt: Date;
  data: JsonObject;
}

const day = 86_400_000;
const plans = [
  { sku: 'cloud-start', cents: 4900 },
  { sku: 'cloud-team', cents: 18_900 },
  { sku: 'cloud-business', cents: 49_900 },
  { sku: 'cloud-scale', cents: 129_000 },
];

/**
 * About three months of clicks, orders, renewals and refunds that end at `now`, the same for the same `now`'s day. Net
 * prices; tax 19 % is added for customers in Germany. Amounts are minor units of USD.
 */
export function demoHistory(now: Date, days = 92): DemoEvent[] {
  const random = generator(20_261_120);
  const events: DemoEvent[] = [];
  const start = now.getTime() - days * day;
  let number = 0;
  for (const partner of demoPartners) {
    for (let n = 0; n < Math.ceil(partner.share * 1.3); n += 1) {
      number += 1;
      const from = Math.max(start, now.getTime() - (partner.joinedDaysAgo - 1) * day);
      const at = from + Math.floor(random() * (now.getTime() - from - 3 * day));
      const order = customerOrder(partner, number, at, random);
      events.push(...order);
      const paid = order[order.length - 1]!;
      if (number % 4 === 0 && at + 30 * day < now.getTime()) events.push(renewal(paid, 1, at + 30 * day));
      if (number % 11 === 0) events.push(refund(paid, at + 6 * day, number % 22 === 0));
    }
  }
  events.push(...risky(now));
  return events
    .filter((event) => event.occurredAt.getTime() < now.getTime())
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

function customerOrder(partner: DemoPartner, number: number, at: number, random: () => number): DemoEvent[] {
  const plan = plans[Math.floor(random() * plans.length)]!;
  const country = ['US', 'DE', 'NL', 'GB', 'FR'][Math.floor(random() * 5)]!;
  const clickId = `demo-click-${number}`;
  const byCoupon = partner.coupon !== undefined && random() < 0.3;
  const tax = country === 'DE' ? Math.round(plan.cents * 0.19) : 0;
  const click: DemoEvent = {
    id: clickId,
    type: 'click',
    occurredAt: new Date(at - Math.floor((0.2 + random() * 5) * day)),
    data: {
      click: { id: clickId, link: partner.slug },
      context: { ipCountry: country },
      utm: { source: partner.slug },
    },
  };
  const order: DemoEvent = {
    id: `demo-order-${number}`,
    type: 'order.paid',
    occurredAt: new Date(at),
    data: {
      order: {
        id: `HC-${10_400 + number}`,
        amount: usd(plan.cents + tax),
        tax: usd(tax),
        items: [{ sku: plan.sku, category: 'subscription', quantity: 1, amount: usd(plan.cents) }],
        kind: 'new',
        subscriptionId: `HC-sub-${number}`,
        ...(byCoupon ? { coupon: partner.coupon! } : {}),
      },
      customer: { id: `HC-customer-${number}`, email: `buyer${number}@company${number}.example`, country },
      attribution: byCoupon ? { coupon: partner.coupon!, clickId } : { clickId },
      context: { ipCountry: country, cardCountry: number % 23 === 0 ? 'BR' : country },
    },
  };
  return [click, order];
}

/** Two orders of the last day that a person has to look at: disposable mail, a card from elsewhere, a coupon without a click. */
function risky(now: Date): DemoEvent[] {
  const order = (
    id: string,
    hoursAgo: number,
    cents: number,
    attribution: JsonObject,
    context: JsonObject,
    coupon?: string,
  ): DemoEvent => ({
    id: `demo-order-${id}`,
    type: 'order.paid',
    occurredAt: new Date(now.getTime() - hoursAgo * 3_600_000),
    data: {
      order: {
        id: `HC-${id}`,
        amount: usd(cents),
        items: [{ sku: 'cloud-scale', category: 'subscription', quantity: 1, amount: usd(cents) }],
        kind: 'new',
        ...(coupon && { coupon }),
      },
      customer: { id: `HC-customer-${id}`, email: `anna${id}@mailinator.com`, country: 'NL' },
      attribution,
      context,
    },
  });
  return [
    order('10901', 3, 206_000, { coupon: 'KESTREL20' }, { ipCountry: 'NL', cardCountry: 'US' }, 'KESTREL20'),
    order('10902', 5, 98_700, { partnerId: 'studio-hafen' }, { ipCountry: 'NL', cardCountry: 'NL' }),
  ];
}

function renewal(paid: DemoEvent, month: number, at: number): DemoEvent {
  const data = paid.data as { order: JsonObject; customer: JsonObject };
  const { coupon: _coupon, ...order } = data.order;
  return {
    id: `${paid.id}-renewal-${month}`,
    type: 'order.paid',
    occurredAt: new Date(at),
    data: { order: { ...order, id: `${String(order['id'])}-R${month}`, kind: 'renewal' }, customer: data.customer },
  };
}

function refund(paid: DemoEvent, at: number, full: boolean): DemoEvent {
  const order = (paid.data as { order: { id: string; amount: { amount: string } } }).order;
  const cents = Number(order.amount.amount);
  return {
    id: `${paid.id}-refund`,
    type: 'order.refunded',
    occurredAt: new Date(at),
    data: {
      order: { id: order.id },
      refund: { id: `re-${paid.id}`, amount: usd(full ? cents : Math.floor(cents / 2)) },
    },
  };
}

function usd(cents: number): { amount: string; currency: string } {
  return { amount: String(cents), currency: 'USD' };
}

/** mulberry32, a small seeded generator: the demo is the same wherever it is made. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
