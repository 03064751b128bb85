import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import fc from 'fast-check';
import type { GivenPayment, StripeEventPayload, StripeShape } from '@sluice/testkit/stripe';
import { stripeEvent } from '@sluice/testkit/stripe';
import { stripe } from '../../src/stripe/inbound.js';

const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'USD' });
const say = (payload: StripeEventPayload): [string, JsonObject][] =>
  stripe.map(payload).events.map(({ type, data }) => [type, data]);
const only = (payload: StripeEventPayload): JsonObject => {
  const said = say(payload);
  expect(said).toHaveLength(1);
  return said[0]?.[1] ?? {};
};
const shapes: StripeShape[] = ['current', 'legacy'];

describe.each(shapes)('Stripe in the %s shape', (shape) => {
  const p = (given: Partial<GivenPayment> = {}): GivenPayment => ({ name: 'a', shape, ...given });

  it.each(['invoicePaid', 'invoicePaymentSucceeded'] as const)('%s is a paid order of the invoice', (build) => {
    const payment = p({ shipping: 500, discount: 1_000, subscriptionMetadata: { sluice_partner: 'par_1' } });
    const mapped = stripe.map(stripeEvent[build](payment));
    expect(mapped).toMatchObject({
      account: 'stripe',
      unknown: false,
      problems: [],
      occurredAt: new Date('2026-11-02T10:00:00Z'),
    });
    expect(mapped.events).toEqual([
      {
        id: mapped.sourceId,
        type: 'order.paid',
        data: {
          order: {
            id: 'in_a',
            ...(shape === 'legacy' && { aliases: ['pi_a', 'ch_a'] }),
            amount: usd('11900'),
            tax: usd('1900'),
            shipping: usd('500'),
            discount: usd('1000'),
            items: [{ sku: 'prod_pro', quantity: 1, amount: usd('9500') }],
            ...(shape === 'legacy' && { coupon: 'launch' }),
            kind: 'new',
            subscriptionId: 'sub_a',
            periodMonths: 1,
          },
          customer: { id: 'cus_a', email: 'a@customer.example', country: 'US' },
          attribution: { partnerId: 'par_1', ...(shape === 'legacy' && { coupon: 'launch' }) },
          ...(shape === 'legacy' && { discountCodes: ['launch'] }),
        },
      },
    ]);
  });

  it.each([
    ['subscription_create', 'new'],
    ['subscription_cycle', 'renewal'],
    ['subscription_update', 'upgrade'],
    ['manual', 'new'],
  ] as const)('billing reason %s is kind %s', (billingReason, kind) => {
    expect(only(stripeEvent.invoicePaid(p({ billingReason })))).toMatchObject({ order: { kind } });
  });

  it('a yearly invoice pays for twelve months', () => {
    expect(only(stripeEvent.invoicePaid(p({ interval: 'year' })))).toMatchObject({ order: { periodMonths: 12 } });
  });

  it('a trial’s invoice of nothing is no order but the start of the subscription, with its attribution', () => {
    const mapped = say(
      stripeEvent.invoicePaid(p({ amount: 0, tax: 0, subscriptionMetadata: { sluice_click: 'tch_1' } })),
    );
    expect(mapped).toMatchObject([
      [
        'subscription.started',
        { subscription: { id: 'sub_a' }, customer: { id: 'cus_a' }, attribution: { clickId: 'tch_1' } },
      ],
    ]);
  });

  it('an invoice that is open is no order', () => {
    const payload = stripeEvent.invoicePaid(p());
    payload.data.object.status = 'open';
    payload.data.object.paid = false;
    const mapped = stripe.map(payload);
    expect(mapped).toMatchObject({ unknown: false, reason: 'the invoice is open' });
    expect(mapped.events.map(({ type }) => type)).toEqual(['custom.stripe.invoice.paid']);
  });

  it('credit on the customer’s balance is not paid: tax and shipping count for the paid part', () => {
    const payload = stripeEvent.invoicePaid(p({ shipping: 1_000 }));
    payload.data.object.amount_paid = 5_950;
    payload.data.object.starting_balance = -5_950;
    expect(only(payload)).toMatchObject({ order: { amount: usd('5950'), tax: usd('950'), shipping: usd('500') } });
  });

  it('a subscription’s checkout is the order of its invoice', () => {
    const payload = stripeEvent.checkoutCompleted(p({ clientReferenceId: 'tch_9' }));
    expect(only(payload)).toMatchObject({
      order: {
        id: 'in_a',
        aliases: ['cs_test_a'],
        amount: usd('11900'),
        tax: usd('1900'),
        kind: 'new',
        subscriptionId: 'sub_a',
      },
      attribution: { clickId: 'tch_9' },
    });
  });

  it.each(['checkoutCompleted', 'checkoutAsyncSucceeded'] as const)(
    '%s of a single payment is the order of its intent',
    (build) => {
      const data = only(stripeEvent[build](p({ subscription: false, shipping: 700 })));
      expect(data).toMatchObject({ order: { id: 'pi_a', aliases: ['cs_test_a'], shipping: usd('700') } });
    },
  );

  it('a session that is unpaid, free or failed is no order', () => {
    const types = [
      stripeEvent.checkoutCompleted(p(), { paymentStatus: 'unpaid' }),
      stripeEvent.checkoutCompleted(p({ amount: 0, tax: 0 }), { paymentStatus: 'no_payment_required' }),
      stripeEvent.checkoutAsyncFailed(p()),
    ].map((payload) => say(payload)[0]?.[0]);
    expect(types).toEqual([
      'custom.stripe.checkout.session.completed',
      'subscription.started',
      'custom.stripe.checkout.session.async_payment_failed',
    ]);
  });

  it('a subscription’s session without its invoice does not make a second order', () => {
    const payload = stripeEvent.checkoutCompleted(p({ clientReferenceId: 'par_2' }));
    delete payload.data.object.invoice;
    expect(say(payload)).toMatchObject([['subscription.started', { attribution: { partnerId: 'par_2' } }]]);
  });

  const order = shape === 'legacy' ? { id: 'in_a', aliases: ['pi_a', 'ch_a'] } : { id: 'pi_a', aliases: ['ch_a'] };
  it.each(['list', 'array'] as const)('charge.refunded with refunds as %s tells each refund by its id', (list) => {
    const payload = stripeEvent.chargeRefunded(
      p(),
      [
        { id: 're_1', amount: 300 },
        { id: 're_2', amount: 500, status: 'failed' },
        { id: 're_3', amount: 200, status: 'pending' },
      ],
      { list },
    );
    expect(stripe.map(payload).events.map(({ id }) => id)).toEqual([
      payload.id,
      `${payload.id}/re_2`,
      `${payload.id}/re_3`,
    ]);
    expect(say(payload)).toEqual([
      ['order.refunded', { order, refund: { id: 're_1', amount: usd('300'), status: 'succeeded' } }],
      ['order.refunded', { order, refund: { id: 're_2', amount: usd('500'), status: 'failed' } }],
      ['order.refunded', { order, refund: { id: 're_3', amount: usd('200'), status: 'succeeded' } }],
    ]);
  });

  it('charge.refunded without refunds tells the sum so far, partial and full', () => {
    const refunds = [{ id: 're_1', amount: 300 }];
    const total = (amount: string): JsonObject => ({
      order,
      refund: { id: 'ch_a:total', amount: usd(amount), status: 'succeeded', cumulative: true },
    });
    expect(only(stripeEvent.chargeRefunded(p(), refunds, { list: 'absent' }))).toEqual(total('300'));
    refunds.push({ id: 're_2', amount: 11_600 });
    expect(only(stripeEvent.chargeRefunded(p(), refunds, { list: 'absent' }))).toEqual(total('11900'));
  });

  it('charge.refunded whose list is short adds the sum', () => {
    const payload = stripeEvent.chargeRefunded(p(), [{ id: 're_1', amount: 300 }], { list: 'list' });
    payload.data.object.amount_refunded = 1_300;
    expect(say(payload).map(([, data]) => data.refund)).toMatchObject([
      { id: 're_1' },
      { id: 'ch_a:total', cumulative: true, amount: usd('1300') },
    ]);
  });

  it.each([
    ['refund.created', 'pending', 'succeeded'],
    ['refund.updated', 'succeeded', 'succeeded'],
    ['refund.updated', 'canceled', 'failed'],
    ['refund.failed', 'failed', 'failed'],
    ['charge.refund.updated', 'failed', 'failed'],
  ] as const)('%s with status %s is a refund that has %s', (type, status, expected) => {
    expect(say(stripeEvent.refund(type, p(), { id: 're_1', amount: 300, status }))).toEqual([
      [
        'order.refunded',
        { order: { id: 'pi_a', aliases: ['ch_a'] }, refund: { id: 're_1', amount: usd('300'), status: expected } },
      ],
    ]);
  });

  it.each([
    ['created', 'needs_response', 'dispute.opened'],
    ['funds_withdrawn', 'needs_response', 'dispute.opened'],
    ['closed', 'won', 'dispute.won'],
    ['closed', 'lost', 'dispute.lost'],
    ['funds_reinstated', 'won', 'dispute.won'],
    ['created', 'warning_needs_response', 'custom.stripe.charge.dispute.created'],
    ['closed', 'warning_closed', 'custom.stripe.charge.dispute.closed'],
  ] as const)('dispute %s with status %s is %s', (type, status, expected) => {
    const [[said, data] = ['', {}]] = say(stripeEvent.dispute(type, p(), { status }));
    expect(said).toBe(expected);
    if (expected.startsWith('dispute'))
      expect(data).toEqual({ order: { id: 'pi_a', aliases: ['ch_a'] }, dispute: { id: 'dp_a', amount: usd('11900') } });
  });

  const start = 1_700_000_000;
  const period =
    shape === 'current' ? { items: { data: [{ current_period_start: start }] } } : { current_period_start: start };
  const price = (amount: number): Record<string, unknown> =>
    shape === 'current'
      ? { items: { data: [{ price: { unit_amount: amount, currency: 'usd' }, quantity: 1 }] } }
      : {
          plan: { amount, currency: 'usd' },
          items: { data: [{ price: { unit_amount: amount, currency: 'usd' }, quantity: 1 }] },
        };
  it.each<
    [
      string,
      'created' | 'updated' | 'deleted',
      Parameters<typeof stripeEvent.subscription>[2],
      Record<string, unknown> | undefined,
      string[],
    ]
  >([
    ['created active', 'created', { status: 'active' }, undefined, ['subscription.started']],
    ['created on trial', 'created', { status: 'trialing' }, undefined, ['subscription.started', 'trial.started']],
    ['created, first payment open', 'created', { status: 'incomplete' }, undefined, []],
    ['first payment made', 'updated', { status: 'active' }, { status: 'incomplete' }, ['subscription.started']],
    ['trial ended well', 'updated', { status: 'active' }, { status: 'trialing' }, ['trial.converted']],
    ['dearer', 'updated', { status: 'active', amount: 20_000 }, price(10_000), ['subscription.upgraded']],
    ['cheaper', 'updated', { status: 'active', amount: 5_000 }, price(10_000), ['subscription.downgraded']],
    ['next period', 'updated', { status: 'active' }, period, ['subscription.renewed']],
    ['a note changed', 'updated', { status: 'active' }, { metadata: {} }, []],
    ['unpaid in the end', 'updated', { status: 'canceled' }, { status: 'past_due' }, ['subscription.cancelled']],
    [
      'deleted',
      'deleted',
      { status: 'canceled', endedAt: new Date('2027-01-01') },
      undefined,
      ['subscription.cancelled'],
    ],
    [
      'deleted in its trial',
      'deleted',
      { status: 'canceled', endedAt: new Date('2026-11-05'), trialEnd: new Date('2026-11-16') },
      undefined,
      ['subscription.cancelled', 'trial.cancelled'],
    ],
  ])('subscription %s', (_, type, change, previous, expected) => {
    const payload = stripeEvent.subscription(
      type,
      p({ subscriptionMetadata: { partner_id: 'par_3' } }),
      change,
      previous && { previous },
    );
    const said = say(payload);
    expect(said.map(([known]) => known)).toEqual(expected.length > 0 ? expected : [`custom.stripe.${payload.type}`]);
    if (expected[0])
      expect(said[0]?.[1]).toMatchObject({
        subscription: {
          id: 'sub_a',
          plan: 'price_prod_pro',
          interval: 'month',
          amount: usd(String(change.amount ?? 10_000)),
        },
        customer: { id: 'cus_a' },
        attribution: { partnerId: 'par_3' },
      });
  });
});

describe('what Stripe says beside', () => {
  it('an invoice payment links invoice and payment intent, and tells of no money', () => {
    expect(say(stripeEvent.invoicePaymentPaid({ name: 'a' }))).toEqual([
      ['order.linked', { order: { id: 'in_a', aliases: ['pi_a'] } }],
    ]);
  });

  it('an expanded list of payments names them all', () => {
    const payload = stripeEvent.invoicePaid({ name: 'a' });
    payload.data.object.payments = {
      object: 'list',
      data: [
        { status: 'paid', payment: { type: 'payment_intent', payment_intent: 'pi_1' } },
        { status: 'paid', payment: { type: 'charge', charge: 'ch_2' } },
        { status: 'canceled', payment: { type: 'payment_intent', payment_intent: 'pi_3' } },
      ],
    };
    expect(only(payload)).toMatchObject({ order: { id: 'in_a', aliases: ['pi_1', 'ch_2'] } });
  });

  it('today’s invoice and yesterday’s agree on everything but names and coupon', () => {
    const of = (shape: StripeShape): JsonObject => {
      const { order, ...rest } = only(stripeEvent.invoicePaid({ name: 'a', shape })) as { order: JsonObject };
      delete order.aliases;
      return { order, ...rest };
    };
    expect(of('current')).toEqual(of('legacy'));
  });

  it('a promotion code’s text is preferred to ids', () => {
    const legacy = stripeEvent.invoicePaid({ name: 'a', shape: 'legacy', discount: 100, promotionCode: 'MAYA20' });
    expect(only(legacy)).toMatchObject({
      order: { coupon: 'MAYA20' },
      attribution: { coupon: 'MAYA20' },
      discountCodes: ['MAYA20', 'promo_MAYA20', 'launch'],
    });
    const expanded = stripeEvent.invoicePaid({ name: 'a' });
    expanded.data.object.discounts = [
      { id: 'di_1', promotion_code: { code: 'MAYA20' }, source: { type: 'coupon', coupon: 'launch' } },
    ];
    expect(only(expanded)).toMatchObject({ order: { coupon: 'MAYA20' } });
    const session = stripeEvent.checkoutCompleted({ name: 'a', promotionCode: 'MAYA20' });
    expect(only(session)).toMatchObject({ order: { coupon: 'promo_MAYA20' } });
  });

  it.each([
    ['jpy', 1_200, { amount: '1200', currency: 'JPY' }],
    ['kwd', 5_120, { amount: '5120', currency: 'KWD' }],
    ['isk', 500, { amount: '5', currency: 'ISK' }],
    ['ugx', 500, { amount: '5', currency: 'UGX' }],
    ['mga', 5, { amount: '500', currency: 'MGA' }],
    ['huf', 1_045, { amount: '1045', currency: 'HUF' }],
  ])('%s %d is %j', (currency, amount, expected) => {
    expect(only(stripeEvent.invoicePaid({ name: 'a', currency, amount, tax: 0 }))).toMatchObject({
      order: { amount: expected },
    });
  });

  it('an ISK amount with decimals is a problem, never rounded', () => {
    const mapped = stripe.map(stripeEvent.invoicePaid({ name: 'a', currency: 'isk', amount: 550, tax: 0 }));
    expect(mapped.problems.join()).toMatch(/550 has decimals, which ISK has not/);
    expect(mapped.events[0]?.type).toBe('custom.stripe.invoice.paid');
  });

  it('a guest is known without the e-mail address becoming an id, and the same in capitals', () => {
    const guest = (email: string): unknown => {
      const payload = stripeEvent.checkoutCompleted({ name: 'a', subscription: false, email });
      payload.data.object.customer = null;
      return (only(payload).customer as JsonObject).id;
    };
    expect(guest('Eve@x.example')).toBe(guest('eve@x.example'));
    expect(guest('eve@x.example')).toMatch(/^guest:[0-9a-f]{32}$/);
  });

  it('a connected account is its own account, told in the event as well', () => {
    const mapped = stripe.map(stripeEvent.invoicePaid({ name: 'a', account: 'acct_1' }));
    expect(mapped.account).toBe('acct_1');
    expect(mapped.events[0]?.data.account).toBe('acct_1');
    expect(stripe.map(stripeEvent.invoicePaid({ name: 'a' })).events[0]?.data).not.toHaveProperty('account');
  });

  it('an unknown type is kept with its object', () => {
    const payload = { ...stripeEvent.invoicePaid({ name: 'a' }), type: 'price.created' };
    expect(stripe.map(payload)).toMatchObject({
      unknown: true,
      sourceId: payload.id,
      events: [{ id: payload.id, type: 'custom.stripe.price.created', data: { object: { id: 'in_a' } } }],
    });
  });
});

describe('odd payloads', () => {
  it.each([
    null,
    7,
    'x',
    [],
    {},
    { type: 'constructor' },
    { id: 'e', type: 'invoice.paid' },
    { type: '__proto__', data: 1 },
  ])('%j is told, not thrown', (payload) => {
    const at = new Date('2026-01-01');
    const mapped = stripe.map(payload, at);
    expect(mapped.problems.length).toBeGreaterThan(0);
    expect(mapped.occurredAt).toEqual(at);
    expect(mapped.events).toHaveLength(1);
    expect(stripe.map(payload, at)).toEqual(mapped);
  });

  it('any value in any place is mapped without an exception, with money that is whole', () => {
    const samples = Object.values({
      a: stripeEvent.invoicePaid({ name: 'a' }),
      b: stripeEvent.invoicePaid({ name: 'a', shape: 'legacy', discount: 5, promotionCode: 'X' }),
      c: stripeEvent.checkoutCompleted({ name: 'a' }),
      d: stripeEvent.chargeRefunded({ name: 'a' }, [{ id: 're_1', amount: 5 }], { list: 'list' }),
      e: stripeEvent.dispute('created', { name: 'a' }, { status: 'lost' }),
      f: stripeEvent.subscription(
        'updated',
        { name: 'a' },
        { status: 'active' },
        { previous: { plan: {}, items: [] } },
      ),
      g: stripeEvent.invoicePaymentPaid({ name: 'a' }),
      h: stripeEvent.refund('refund.failed', { name: 'a' }, { id: 're_1', amount: 5 }),
    });
    const paths = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
      typeof value === 'object' && value !== null
        ? [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))]
        : [path];
    const oddThing = fc.oneof(
      fc.constantFrom(null, undefined, '', 0, -1, 1.5, 1e300, true, [], {}, [[]], [null], { data: [null, 3] }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), oddThing, (sample, pick, odd) => {
        const payload = structuredClone(sample) as unknown;
        const all = paths(payload).slice(1);
        const path = all[pick % all.length] ?? [];
        let parent = payload as Record<string, unknown>;
        for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
        parent[path.at(-1) ?? ''] = odd;
        const mapped = stripe.map(payload);
        expect(mapped.events.length).toBeGreaterThan(0);
        const money = JSON.stringify(mapped.events.filter(({ type }) => !type.startsWith('custom.')));
        for (const [, amount] of money.matchAll(/"amount":"([^"]*)"/g)) expect(amount).toMatch(/^-?\d+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
