import { isCurrency } from '@sluice/domain';
import { z } from 'zod';

const word = z.string().min(1).max(200);
const signed = z
  .object({
    amount: z.string().regex(/^-?(0|[1-9]\d{0,17})$/, 'whole minor units as a string, e.g. "1999"'),
    currency: z.string().refine(isCurrency, 'an ISO 4217 code, e.g. "USD"'),
  })
  .loose();
const amount = signed.refine((value) => !value.amount.startsWith('-'), { path: ['amount'], message: 'not below zero' });
const context = z.looseObject({
  ip: z.string().max(64).optional(),
  ipCountry: z.string().max(2).optional(),
  userAgent: z.string().max(1000).optional(),
  referrer: z.string().max(2000).optional(),
  cardCountry: z.string().max(2).optional(),
  cardBin: z.string().max(8).optional(),
});
const attribution = z.looseObject({
  partnerId: word.optional(),
  clickId: word.optional(),
  coupon: word.optional(),
});
const orderName = z.looseObject({ id: word, aliases: z.array(word).max(20).optional() });

const orderPaid = z
  .looseObject({
    order: orderName.extend({
      amount,
      tax: amount.optional(),
      shipping: amount.optional(),
      discount: amount.optional(),
      margin: signed.optional(),
      items: z
        .array(z.looseObject({ sku: word, category: word.optional(), quantity: z.number().int().min(0), amount }))
        .max(1000)
        .optional(),
      coupon: word.optional(),
      kind: z.enum(['new', 'renewal', 'upgrade']).optional(),
      subscriptionId: word.optional(),
      periodMonths: z.number().int().min(1).max(120).optional(),
    }),
    customer: z.looseObject({ id: word, email: z.string().max(320).optional(), country: z.string().max(2).optional() }),
    attribution: attribution.optional(),
    context: context.optional(),
  })
  .superRefine((data, issues) => {
    for (const field of ['tax', 'shipping', 'discount', 'margin'] as const) {
      const part = data.order[field];
      if (part && part.currency !== data.order.amount.currency) {
        issues.addIssue({ code: 'custom', path: ['order', field, 'currency'], message: 'one order has one currency' });
      }
    }
  });

const refund = z.looseObject({
  id: word,
  amount,
  status: z.enum(['succeeded', 'failed']).optional(),
  cumulative: z.boolean().optional(),
});
const dispute = z.looseObject({ order: orderName, dispute: z.looseObject({ id: word, amount }) });
const lead = z.looseObject({
  lead: z.looseObject({ id: word, email: z.string().max(320) }),
  attribution: attribution.optional(),
  context: context.optional(),
});
const subscription = z.looseObject({
  subscription: z.looseObject({ id: word, amount: amount.optional() }),
  customer: z.looseObject({ id: word }),
});
const ofPartner = z.looseObject({ partnerId: word });

/**
 * What the data of a known type must hold, so that nothing ill-formed gets past the door; fields beyond are kept and usable as
 * facts. Types that are not here take any object.
 */
export const eventData: Readonly<Record<string, z.ZodType>> = {
  'order.paid': orderPaid,
  'order.refunded': z.looseObject({ order: orderName, refund }),
  'order.linked': z.looseObject({ order: z.looseObject({ id: word, aliases: z.array(word).min(1).max(20) }) }),
  'dispute.opened': dispute,
  'dispute.won': dispute,
  'dispute.lost': dispute,
  'lead.created': lead,
  'demo.booked': lead,
  'customer.activated': lead,
  'trial.started': lead,
  'trial.converted': lead,
  'trial.cancelled': lead,
  'subscription.started': subscription,
  'subscription.renewed': subscription,
  'subscription.upgraded': subscription,
  'subscription.downgraded': subscription,
  'subscription.cancelled': subscription,
  click: z.looseObject({ click: z.looseObject({ id: word, link: word }), context: context.optional() }),
  'coupon.requested': ofPartner.extend({
    code: word,
    landingPage: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    note: z.string().max(2000).optional(),
  }),
  'partner.activity': ofPartner.extend({ what: word }),
  'document.signed': ofPartner.extend({ document: word, reference: word.optional() }),
  'tax_form.received': ofPartner.extend({ reference: word.optional() }),
  'tax_form.expiring': ofPartner,
};

/** The schema of a type's data, or undefined where any object will do. */
export function dataSchemaOf(type: string): z.ZodType | undefined {
  return Object.hasOwn(eventData, type) ? eventData[type] : undefined;
}
