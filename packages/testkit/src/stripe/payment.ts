/** Which of Stripe's shapes a payload has: today's (2026-10-28) or that of 2020-08-27, which old endpoints still get. */
export type StripeShape = 'current' | 'legacy';

/** One payment as a shop's customer makes it; every event of it is built from the same thing. Amounts in Stripe's units. */
export interface StripePayment {
  /** Makes every id: `in_<name>`, `pi_<name>`, `ch_<name>`, `cs_test_<name>`, `sub_<name>`, `cus_<name>`. */
  name: string;
  shape: StripeShape;
  /** When it was paid. */
  at: Date;
  amount: number;
  tax: number;
  shipping: number;
  discount: number;
  currency: string;
  subscription: boolean;
  billingReason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual';
  interval: 'month' | 'year';
  /** Another customer than the name's, e.g. for the next month of the same one. */
  customer?: string;
  subscriptionId?: string;
  email: string;
  country: string;
  product: string;
  quantity: number;
  metadata: Record<string, string>;
  subscriptionMetadata: Record<string, string>;
  clientReferenceId?: string;
  promotionCode?: string;
  /** A connected account's id. */
  account?: string;
}

/** A payment with what is not given filled in: 119.00 USD with 19.00 tax, the first month of a subscription. */
export function stripePayment(given: Partial<StripePayment> & { name: string }): StripePayment {
  return {
    shape: 'current',
    at: new Date('2026-11-02T10:00:00Z'),
    amount: 11_900,
    tax: 1_900,
    shipping: 0,
    discount: 0,
    currency: 'usd',
    subscription: true,
    billingReason: 'subscription_create',
    interval: 'month',
    email: `${given.name}@customer.example`,
    country: 'US',
    product: 'prod_pro',
    quantity: 1,
    metadata: {},
    subscriptionMetadata: {},
    ...given,
  };
}

/** The ids of a payment's objects. */
export function idsOf(
  payment: StripePayment,
): Record<'invoice' | 'intent' | 'charge' | 'session' | 'subscription' | 'customer', string> {
  const { name } = payment;
  return {
    invoice: `in_${name}`,
    intent: `pi_${name}`,
    charge: `ch_${name}`,
    session: `cs_test_${name}`,
    subscription: payment.subscriptionId ?? `sub_${name}`,
    customer: payment.customer ?? `cus_${name}`,
  };
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
