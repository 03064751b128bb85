import { asJson, type KnownEventType, type MoneyJson } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, idOf, items, text, whole } from '../read.js';
import { stripeMoney } from './amount.js';
import { attributionOf, discountCodes } from './attribution.js';
import { customerOf } from './customer.js';
import type { Said, StripeEvent } from './event.js';

/** `customer.subscription.created`, `updated` and `deleted`; trials are told beside. */
export function mapSubscription({ type, object: subscription, previous }: StripeEvent): Said {
  const types =
    type === 'customer.subscription.deleted'
      ? ended(subscription)
      : type === 'customer.subscription.created'
        ? begun(subscription.status)
        : changed(subscription, previous);
  if (types.length === 0)
    return { says: [], reason: `the subscription is ${String(subscription.status)}; no change that counts` };

  const price = priceOf(subscription);
  const customer = customerOf({ customer: subscription.customer, payment: idOf(subscription) ?? '' });
  const attribution = attributionOf({
    metadata: [subscription.metadata, fields(subscription.customer)?.metadata],
    codes: discountCodes(subscription),
  });
  const common = {
    subscription: {
      id: idOf(subscription),
      plan: price.plan,
      amount: price.amount,
      interval: price.interval,
      status: text(subscription.status),
    },
    customer,
    ...(attribution && { attribution }),
  };
  return {
    says: types.map((known, index) => ({
      type: known,
      data: asJson(
        known.startsWith('trial.')
          ? { ...common, lead: { id: customer.id, ...(customer.email && { email: customer.email }) } }
          : common,
      ),
      ...(index > 0 && { suffix: known }),
    })),
  };
}

function begun(status: unknown): KnownEventType[] {
  if (status === 'trialing') return ['subscription.started', 'trial.started'];
  return status === 'active' ? ['subscription.started'] : [];
}

function ended(subscription: Fields): KnownEventType[] {
  const end = whole(subscription.ended_at) ?? whole(subscription.canceled_at);
  const trialEnd = whole(subscription.trial_end);
  const inTrial = trialEnd !== undefined && end !== undefined && end <= trialEnd;
  return inTrial ? ['subscription.cancelled', 'trial.cancelled'] : ['subscription.cancelled'];
}

/** An update says only what `previous_attributes` shows to have changed. */
function changed(subscription: Fields, previous: Fields): KnownEventType[] {
  const { status } = subscription;
  if ('status' in previous) {
    if (status === 'canceled' || status === 'incomplete_expired' || status === 'unpaid') return ended(subscription);
    if (previous.status === 'incomplete') return begun(status);
    if (previous.status === 'trialing' && status === 'active') return ['trial.converted'];
    return [];
  }
  if (status !== 'active') return [];
  const before = priceOf({ ...subscription, plan: undefined, quantity: subscription.quantity, ...previous }).amount;
  const now = priceOf(subscription).amount;
  const repriced = 'items' in previous || 'plan' in previous || 'quantity' in previous;
  if (repriced && before && now && before.currency === now.currency && before.amount !== now.amount)
    return [BigInt(now.amount) > BigInt(before.amount) ? 'subscription.upgraded' : 'subscription.downgraded'];
  return periodStart(previous) !== undefined && periodStart(previous) !== periodStart(subscription)
    ? ['subscription.renewed']
    : [];
}

/** On the subscription before 2025-03-31 ("basil"), on its items since. */
function periodStart(subscription: Fields): number | undefined {
  return whole(subscription.current_period_start) ?? whole(items(subscription.items)[0]?.current_period_start);
}

/** Plan, amount a period, and interval: of the items' prices, or of the one plan that older shapes carry on top. */
function priceOf(subscription: Fields): { plan?: string; amount?: MoneyJson; interval?: string } {
  const own = items(subscription.items);
  const list =
    fields(subscription.plan) && own.length <= 1
      ? [{ quantity: own[0]?.quantity ?? subscription.quantity, price: subscription.plan }]
      : own;
  let sum = 0;
  let first: Fields | undefined;
  for (const item of list) {
    const price = fields(item.price) ?? fields(item.plan);
    first ??= price;
    sum += (whole(price?.unit_amount) ?? whole(price?.amount) ?? 0) * (whole(item.quantity) ?? 1);
  }
  const recurring = fields(first?.recurring) ?? first;
  const plan = text(first?.lookup_key) ?? idOf(first);
  const interval = text(recurring?.interval);
  const currency = text(first?.currency) ?? text(subscription.currency);
  return {
    ...(plan && { plan }),
    ...(first && currency && { amount: stripeMoney(sum, currency, 'the subscription’s amount') }),
    ...(interval && { interval }),
  };
}
