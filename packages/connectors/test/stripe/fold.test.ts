import { describe, expect, it } from '@jest/globals';
import { derivedId } from '@sluice/domain';
import type { Order, SluiceEvent } from '@sluice/domain';
import { foldOrder, isOrderEvent, mergeOrders, orderNames } from '@sluice/domain/order/fold';
import { takenBack } from '@sluice/domain/order/target';
import type { GivenPayment, StripeEventPayload } from '@sluice/testkit/stripe';
import { stripeEvent } from '@sluice/testkit/stripe';
import fc from 'fast-check';
import { stripe } from '../../src/stripe/inbound.js';

const later = (seconds: number): Date => new Date(Date.UTC(2026, 10, 2, 10) + seconds * 1000);

function eventsOf(payload: StripeEventPayload): SluiceEvent[] {
  const { events, occurredAt } = stripe.map(payload);
  return events.map(({ id, type, data }) => ({
    id: derivedId('event', 'demo', 'stripe', id),
    programme: 'demo',
    source: 'stripe',
    sourceId: id,
    type,
    version: 1,
    occurredAt,
    receivedAt: occurredAt,
    data,
  }));
}

/** What the store does: an event's names find its documents; several turn out to be one and are merged. */
function foldAll(payloads: StripeEventPayload[]): Order[] {
  let orders: Order[] = [];
  for (const event of payloads.flatMap(eventsOf).filter(({ type }) => isOrderEvent(type))) {
    const names = orderNames(event);
    const mine = orders.filter((order) => [order.externalId, ...order.aliases].some((name) => names.includes(name)));
    const [first, ...others] = mine;
    const one = first ? others.reduce(mergeOrders, first) : null;
    orders = [...orders.filter((order) => !mine.includes(order)), foldOrder(one, event)];
  }
  return orders;
}

/** An order without what tells of the way to it: the document's id and revision. */
function content(order: Order | undefined): unknown {
  if (!order) return undefined;
  const { id: _id, rev: _rev, ...rest } = order;
  return rest;
}

const current: GivenPayment = { name: 'a', clientReferenceId: 'tch_1', promotionCode: 'MAYA20' };
const legacy: GivenPayment = { ...current, shape: 'legacy', discount: 1_000 };
const single: GivenPayment = { ...current, subscription: false };
const re1 = { id: 're_1', amount: 3_000 };
const re2 = { id: 're_2', amount: 2_000 };

/** Each a payment as Stripe tells it, and what of it is taken back in the end. */
const stories: Record<string, { payloads: StripeEventPayload[]; takenBack: bigint }> = {
  'a subscription today, refunded in part twice': {
    payloads: [
      stripeEvent.checkoutCompleted(current, { at: later(2) }),
      stripeEvent.invoicePaid(current),
      stripeEvent.invoicePaymentSucceeded(current),
      stripeEvent.invoicePaymentPaid(current, { at: later(1) }),
      stripeEvent.refund('refund.created', current, { ...re1, status: 'pending' }, { at: later(99) }),
      stripeEvent.chargeRefunded(current, [re1], { at: later(100) }),
      stripeEvent.refund('refund.updated', current, re1, { at: later(101) }),
      stripeEvent.chargeRefunded(current, [re1, re2], { at: later(200) }),
      stripeEvent.refund('refund.created', current, re2, { at: later(200) }),
    ],
    takenBack: 5_000n,
  },
  'a subscription today, a refund that fails': {
    payloads: [
      stripeEvent.invoicePaid(current),
      stripeEvent.invoicePaymentPaid(current, { at: later(1) }),
      stripeEvent.chargeRefunded(current, [re1], { at: later(100) }),
      stripeEvent.refund('refund.created', current, re1, { at: later(100) }),
      stripeEvent.refund('refund.failed', current, { ...re1, status: 'failed' }, { at: later(300) }),
    ],
    takenBack: 0n,
  },
  'a subscription in the old shape, disputed and won, told twice': {
    payloads: [
      stripeEvent.invoicePaymentSucceeded(legacy),
      stripeEvent.invoicePaid(legacy),
      stripeEvent.checkoutCompleted(legacy, { at: later(3) }),
      stripeEvent.chargeRefunded(legacy, [re1], { at: later(100) }),
      stripeEvent.dispute('created', legacy, { status: 'needs_response', amount: 8_900 }, { at: later(200) }),
      stripeEvent.dispute('funds_withdrawn', legacy, { status: 'needs_response', amount: 8_900 }, { at: later(200) }),
      stripeEvent.dispute('closed', legacy, { status: 'won', amount: 8_900 }, { at: later(300) }),
      stripeEvent.dispute('funds_reinstated', legacy, { status: 'won', amount: 8_900 }, { at: later(300) }),
    ],
    takenBack: 3_000n,
  },
  'a single payment, refunded and then disputed and lost: debited once': {
    payloads: [
      stripeEvent.checkoutCompleted(single),
      stripeEvent.chargeRefunded(single, [{ id: 're_9', amount: 11_900 }], { at: later(50) }),
      stripeEvent.refund('refund.created', single, { id: 're_9', amount: 11_900 }, { at: later(50) }),
      stripeEvent.dispute('created', single, { status: 'needs_response' }, { at: later(60) }),
      stripeEvent.dispute('closed', single, { status: 'lost' }, { at: later(70) }),
    ],
    takenBack: 11_900n,
  },
};

describe.each(Object.entries(stories))('%s', (_, { payloads, takenBack: expected }) => {
  const [inOrder, ...more] = foldAll(payloads);

  it('is one order, with what was taken back', () => {
    expect(more).toEqual([]);
    expect(inOrder?.paid).toMatchObject({ amount: { amount: 11_900n, currency: 'USD' }, tax: { amount: 1_900n } });
    expect(inOrder && takenBack(inOrder).amount).toBe(expected);
  });

  it('is the same order in any order of arrival and with any of its events doubled', () => {
    const indices = payloads.map((_payload, index) => index);
    const arrivals = fc.array(fc.constantFrom(...indices), { maxLength: 8 }).chain((doubled) =>
      fc.shuffledSubarray([...indices, ...doubled.map((index) => index)], {
        minLength: indices.length + doubled.length,
      }),
    );
    fc.assert(
      fc.property(arrivals, (arrival) => {
        const [order, ...others] = foldAll(arrival.flatMap((index) => payloads[index] ?? []));
        expect(others).toEqual([]);
        expect(content(order)).toEqual(content(inOrder));
      }),
      { numRuns: 300 },
    );
  });
});

it('two months of one subscription are two orders, of one customer', () => {
  const second: GivenPayment = {
    name: 'b',
    customer: 'cus_a',
    subscriptionId: 'sub_a',
    billingReason: 'subscription_cycle',
  };
  const orders = foldAll([
    stripeEvent.invoicePaid(current),
    stripeEvent.invoicePaid(second),
    stripeEvent.invoicePaymentPaid(second),
  ]);
  expect(orders).toHaveLength(2);
  expect(new Set(orders.map(({ paid }) => paid?.customer.id)).size).toBe(1);
  expect(orders.map(({ paid }) => paid?.kind).sort()).toEqual(['new', 'renewal']);
});
