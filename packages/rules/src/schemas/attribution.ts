import type { FactFields, FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { amount, both, choice, group, instant, listOf, text, whole, yesNo } from './fields.js';
import { AS_OF } from './parts.js';

const TOUCH: FactFields = {
  partner: text('par_kestrel', { label: ['Partner', 'Partner'], phrase: ['the partner', 'der Partner'] }),
  kind: choice(
    { click: ['click', 'Klick'], coupon: ['coupon', 'Gutschein'], lead: ['lead', 'Lead'] },
    { label: ['Kind of touch', 'Art des Kontakts'], phrase: ['the kind of touch', 'die Art des Kontakts'] },
  ),
  at: instant({
    label: ['Time of the touch', 'Zeit des Kontakts'],
    phrase: ['the time of the touch', 'die Zeit des Kontakts'],
  }),
  daysBefore: whole(4, {
    label: ['Days before the order', 'Tage vor der Bestellung'],
    phrase: ['the number of days before the order', 'die Zahl der Tage vor der Bestellung'],
  }),
  position: whole(1, {
    label: ['Position', 'Position'],
    phrase: ['the position of the touch', 'die Position des Kontakts'],
    help: ['1 for the first touch that counts.', '1 beim ersten Kontakt, der zählt.'],
  }),
  isFirst: yesNo(
    ['it is the first touch', 'es der erste Kontakt ist'],
    ['it is not the first touch', 'es nicht der erste Kontakt ist'],
    {
      label: ['First touch', 'Erster Kontakt'],
    },
  ),
  isLast: yesNo(
    ['it is the last touch', 'es der letzte Kontakt ist'],
    ['it is not the last touch', 'es nicht der letzte Kontakt ist'],
    {
      label: ['Last touch', 'Letzter Kontakt'],
    },
  ),
  partnerType: text('creator', {
    label: ['Kind of partner', 'Art des Partners'],
    phrase: ['the kind of partner', 'die Art des Partners'],
  }),
  partnerTier: text('gold', {
    label: ["Partner's tier", 'Stufe des Partners'],
    phrase: ["the partner's tier", 'die Stufe des Partners'],
  }),
  campaign: text('spring', {
    label: ['Campaign', 'Kampagne'],
    phrase: ['the campaign', 'die Kampagne'],
    optional: true,
  }),
  coupon: text('KESTREL20', {
    label: ['Coupon', 'Gutschein'],
    phrase: ['the coupon', 'der Gutschein'],
    optional: true,
  }),
  referrer: text('blog.example', {
    label: ['Referrer', 'Verweis'],
    phrase: ['the referrer', 'der Verweis'],
    optional: true,
  }),
};

const EXAMPLE = [
  {
    ...{ partner: 'par_kestrel', kind: 'click', at: 1794873600000, daysBefore: 4, position: 1 },
    ...{ isFirst: true, isLast: true, partnerType: 'creator', partnerTier: 'gold' },
  },
];

/** Facts of the rules that share an order among the partners that touched the customer. */
export const ATTRIBUTION_FACTS: FactsSchema = {
  id: 'attribution',
  version: 1,
  fields: {
    touches: listOf(TOUCH, EXAMPLE, {
      label: ['Touches', 'Kontakte'],
      phrase: ['the touches', 'die Kontakte'],
      help: ['Those within the window, the earliest first.', 'Die innerhalb der Frist, die frühesten zuerst.'],
    }),
    touchCount: whole(3, {
      label: ['Number of touches', 'Zahl der Kontakte'],
      phrase: ['the number of touches', 'die Zahl der Kontakte'],
    }),
    order: group(['Order', 'Bestellung'], {
      net: amount(20600, {
        label: ['Order, net', 'Bestellung, netto'],
        phrase: ['the order', 'die Bestellung'],
        optional: true,
      }),
      coupon: text('KESTREL20', {
        label: ['Coupon', 'Gutschein'],
        phrase: ['the coupon', 'der Gutschein'],
        optional: true,
      }),
    }),
    customer: group(['Customer', 'Kunde'], {
      isNew: yesNo(
        ['the customer is new', 'der Kunde neu ist'],
        ['the customer is not new', 'der Kunde nicht neu ist'],
        {
          label: ['New customer', 'Neukunde'],
        },
      ),
    }),
    asOf: AS_OF,
  },
};

/** What an attribution rule answers: shares by weight. Only proportions matter; the domain makes them add up to the whole. */
export const SHARES: OutcomeShape = {
  id: 'shares',
  label: both(['a list of partners with weights', 'eine Liste von Partnern mit Gewichten']),
  kind: 'list',
  of: {
    id: 'share',
    label: both(['a partner with a weight', 'ein Partner mit Gewicht']),
    kind: 'record',
    fields: {
      partner: { type: 'text', label: both(['Partner', 'Partner']) },
      weight: { type: 'integer', label: both(['Weight', 'Gewicht']) },
      reason: { type: 'text', optional: true, label: both(['Reason', 'Grund']) },
    },
  },
};

export interface Share {
  readonly partner: string;
  readonly weight: number;
  readonly reason?: string;
}
