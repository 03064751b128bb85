import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { amount, both, choice, group, text, texts, whole, yesNo } from './fields.js';
import { AS_OF, PARTNER } from './parts.js';

/** Facts of the rules that say whether an order or a lead earns anything at all. */
export const ELIGIBILITY_FACTS: FactsSchema = {
  id: 'eligibility',
  version: 1,
  fields: {
    partner: group(['Partner', 'Partner'], PARTNER),
    subject: choice(
      {
        order: ['order', 'Bestellung'],
        lead: ['lead', 'Lead'],
        trial: ['trial', 'Testphase'],
        activation: ['activation', 'Aktivierung'],
      },
      { label: ['What it is about', 'Worum es geht'], phrase: ['the occasion', 'der Anlass'] },
    ),
    customer: group(['Customer', 'Kunde'], {
      isNew: yesNo(
        ['the customer is new', 'der Kunde neu ist'],
        ['the customer is not new', 'der Kunde nicht neu ist'],
        {
          label: ['New customer', 'Neukunde'],
        },
      ),
      isPartner: yesNo(
        ['the customer is the partner', 'der Kunde der Partner selbst ist'],
        ['the customer is not the partner', 'der Kunde nicht der Partner selbst ist'],
        { label: ['Customer is the partner', 'Kunde ist der Partner'] },
      ),
      country: text('US', {
        label: ["Customer's country", 'Land des Kunden'],
        phrase: ["the customer's country", 'das Land des Kunden'],
        optional: true,
      }),
      email: text('leo@acme.example', {
        label: ["Customer's e-mail", 'E-Mail des Kunden'],
        phrase: ["the customer's e-mail", 'die E-Mail des Kunden'],
        optional: true,
      }),
    }),
    order: group(['Order', 'Bestellung'], {
      net: amount(20600, {
        label: ['Order, net', 'Bestellung, netto'],
        phrase: ['the order', 'die Bestellung'],
        help: ['Without tax and shipping; absent for a lead.', 'Ohne Steuer und Versand; fehlt bei einem Lead.'],
        optional: true,
      }),
      skus: texts(['PRO-YEAR'], {
        label: ['Articles', 'Artikel'],
        phrase: ['the articles', 'die Artikel'],
      }),
      categories: texts(['plans'], {
        label: ['Categories', 'Kategorien'],
        phrase: ['the categories', 'die Kategorien'],
      }),
      coupon: text('KESTREL20', {
        label: ['Coupon', 'Gutschein'],
        phrase: ['the coupon', 'der Gutschein'],
        optional: true,
      }),
      month: whole(1, {
        label: ['Month of the subscription', 'Monat des Abonnements'],
        phrase: ['the month of the subscription', 'der Monat des Abonnements'],
        help: ['1 for the first payment.', '1 bei der ersten Zahlung.'],
        optional: true,
      }),
    }),
    daysSinceTouch: whole(4, {
      label: ['Days since the last touch', 'Tage seit dem letzten Kontakt'],
      phrase: ['the number of days since the last touch', 'die Zahl der Tage seit dem letzten Kontakt'],
      optional: true,
    }),
    asOf: AS_OF,
  },
};

/** What an eligibility rule answers. */
export const ELIGIBILITY: OutcomeShape = {
  id: 'eligibility',
  label: both(['eligible or not, with a reason', 'berechtigt oder nicht, mit Grund']),
  kind: 'record',
  fields: {
    eligible: { type: 'boolean', label: both(['Eligible', 'Berechtigt']) },
    reason: { type: 'text', label: both(['Reason', 'Grund']) },
  },
};

export interface Eligibility {
  readonly eligible: boolean;
  readonly reason: string;
}
