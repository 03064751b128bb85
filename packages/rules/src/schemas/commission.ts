import type { CommissionTerms } from '@sluice/domain';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeFields, VariantShape } from '../outcome/shape.js';

const money = { type: 'money', currency: 'programme' } as const;

/** Facts of the rules that say what a partner earns for an order. */
export const COMMISSION_FACTS: FactsSchema = {
  id: 'commission',
  version: 1,
  fields: {
    partner: {
      type: 'object',
      label: { en: 'Partner', de: 'Partner' },
      fields: {
        tier: {
          type: 'string',
          label: { en: 'Tier', de: 'Stufe' },
          phrase: { en: 'tier', de: 'die Stufe' },
          help: { en: 'The tier the partner had when the order was paid.', de: 'Die Stufe zum Zeitpunkt der Zahlung.' },
          example: 'gold',
        },
        group: {
          type: 'string',
          optional: true,
          label: { en: 'Group', de: 'Gruppe' },
          phrase: { en: 'group', de: 'die Gruppe' },
          example: 'agencies',
        },
        country: {
          type: 'string',
          optional: true,
          label: { en: "Partner's country", de: 'Land des Partners' },
          phrase: { en: "the partner's country", de: 'das Land des Partners' },
          help: { en: 'ISO 3166 code of two letters.', de: 'ISO-3166-Kürzel mit zwei Buchstaben.' },
          example: 'DE',
        },
        type: {
          type: 'string',
          label: { en: 'Kind of partner', de: 'Art des Partners' },
          phrase: { en: 'the kind of partner', de: 'die Art des Partners' },
          example: 'creator',
        },
      },
    },
    order: {
      type: 'object',
      label: { en: 'Order', de: 'Bestellung' },
      fields: {
        amount: {
          ...money,
          label: { en: 'Amount paid', de: 'Gezahlter Betrag' },
          phrase: { en: 'the amount paid', de: 'der gezahlte Betrag' },
          help: {
            en: 'What the customer paid, tax and shipping included.',
            de: 'Was der Kunde gezahlt hat, mit Steuer und Versand.',
          },
          example: 24514,
        },
        net: {
          ...money,
          label: { en: 'Order, net', de: 'Bestellung, netto' },
          phrase: { en: 'the order', de: 'die Bestellung' },
          help: { en: 'Without tax and shipping.', de: 'Ohne Steuer und Versand.' },
          example: 20600,
        },
        tax: {
          ...money,
          label: { en: 'Tax', de: 'Steuer' },
          phrase: { en: 'the tax', de: 'die Steuer' },
          example: 3914,
        },
        shipping: {
          ...money,
          label: { en: 'Shipping', de: 'Versand' },
          phrase: { en: 'the shipping', de: 'der Versand' },
          example: 0,
        },
        kind: {
          type: 'enum',
          values: [
            { value: 'new', label: { en: 'new', de: 'Neukauf' } },
            { value: 'renewal', label: { en: 'a renewal', de: 'Verlängerung' } },
            { value: 'upgrade', label: { en: 'an upgrade', de: 'Upgrade' } },
          ],
          label: { en: 'Kind of order', de: 'Art der Bestellung' },
          phrase: { en: 'the order', de: 'die Bestellung' },
          example: 'new',
        },
        country: {
          type: 'string',
          optional: true,
          label: { en: "Customer's country", de: 'Land des Kunden' },
          phrase: { en: "the customer's country", de: 'das Land des Kunden' },
          example: 'US',
        },
        coupon: {
          type: 'string',
          optional: true,
          label: { en: 'Coupon', de: 'Gutschein' },
          phrase: { en: 'the coupon', de: 'der Gutschein' },
          example: 'KESTREL20',
        },
        month: {
          type: 'integer',
          label: { en: 'Month of the subscription', de: 'Monat des Abonnements' },
          phrase: { en: 'the month of the subscription', de: 'der Monat des Abonnements' },
          help: { en: '1 for the first payment.', de: '1 bei der ersten Zahlung.' },
          example: 1,
        },
      },
    },
    customer: {
      type: 'object',
      label: { en: 'Customer', de: 'Kunde' },
      fields: {
        isNew: {
          type: 'boolean',
          label: { en: 'New customer', de: 'Neukunde' },
          clauses: {
            yes: { en: 'the customer is new', de: 'der Kunde neu ist' },
            no: { en: 'the customer is not new', de: 'der Kunde nicht neu ist' },
          },
          example: true,
        },
      },
    },
    history: {
      type: 'object',
      label: { en: 'History', de: 'Verlauf' },
      fields: {
        monthVolume: {
          ...money,
          label: { en: 'Volume this month', de: 'Umsatz des Monats' },
          phrase: { en: 'volume this month', de: 'der Umsatz des Monats' },
          help: {
            en: 'Net orders of the partner this month, before this one.',
            de: 'Nettobestellungen des Partners im Monat, vor dieser.',
          },
          example: 500000,
        },
        orderCount: {
          type: 'integer',
          label: { en: 'Orders so far', de: 'Bisherige Bestellungen' },
          phrase: { en: 'the number of orders so far', de: 'die Zahl der bisherigen Bestellungen' },
          example: 12,
        },
      },
    },
    asOf: {
      type: 'instant',
      label: { en: 'Time of the order', de: 'Zeit der Bestellung' },
      phrase: { en: 'the time of the order', de: 'die Zeit der Bestellung' },
      help: { en: 'UTC; there is no "now" in a rule.', de: 'UTC; ein „Jetzt“ gibt es in Regeln nicht.' },
      example: 1795219200000,
    },
  },
};

const base = { type: 'choice', values: ['net', 'gross', 'margin'], optional: true } as const;
export const period = { type: 'choice', values: ['month', 'quarter', 'year', 'lifetime'], optional: true } as const;
const texts = { type: 'list', of: { type: 'text' }, optional: true } as const;
// A rate of exchange is called otherwise in German.
const rate = { type: 'rate', label: { en: 'Rate', de: 'Satz' } } as const;

const PLAIN = {
  percent: { rate, base },
  flat: { amount: { type: 'amount' }, per: { type: 'choice', values: ['order', 'item'], optional: true } },
  tiered: {
    mode: { type: 'choice', values: ['whole', 'graduated'] },
    measure: { type: 'choice', values: ['month_volume', 'volume', 'orders'] },
    period,
    tiers: { type: 'list', of: { type: 'record', fields: { from: { type: 'amount' }, rate } } },
    base,
  },
  bounty: { amount: { type: 'amount' } },
  recurring: {
    rate: { ...rate, optional: true },
    amount: { type: 'amount', optional: true },
    months: { type: 'integer', optional: true },
    anchor: { type: 'choice', values: ['subscription', 'first_order'], optional: true },
    base,
  },
} as const satisfies Readonly<Record<string, OutcomeFields>>;

export const NONE = { none: { reason: { type: 'text' } } } as const satisfies Readonly<Record<string, OutcomeFields>>;

/** Terms of some kinds; `around` goes with each that pays. */
export const termsOf = (
  id: string,
  variants: Readonly<Record<string, OutcomeFields>>,
  around: OutcomeFields = {},
): VariantShape => ({
  id,
  label: { en: 'commission terms', de: 'Provisionsbedingungen' },
  kind: 'variants',
  tag: 'type',
  oneOf: { recurring: ['rate', 'amount'], bonus: ['amount', 'rate'] },
  variants: Object.fromEntries(
    Object.entries(variants).map(
      ([name, fields]) => [name, name === 'none' ? fields : { ...fields, ...around }] as const,
    ),
  ),
});

const bonusOn = (to: VariantShape): OutcomeFields => ({
  to: { type: 'outcome', shape: to },
  amount: { type: 'amount', optional: true },
  rate: { ...rate, optional: true },
  above: { type: 'amount', optional: true },
});

export const multiplied = (of: VariantShape): OutcomeFields => ({
  factor: { type: 'factor' },
  of: { type: 'outcome', shape: of },
});

// Terms lie in one another a few times at most, so that a form can show them.
const INNERMOST = termsOf('commission_terms', { ...PLAIN, ...NONE });
const WITH_BONUS = termsOf('commission_terms', { ...PLAIN, bonus: bonusOn(INNERMOST), ...NONE });
const INNER = termsOf('commission_terms', {
  ...PLAIN,
  bonus: bonusOn(INNERMOST),
  multiplier: multiplied(WITH_BONUS),
  ...NONE,
});

const AROUND: OutcomeFields = {
  caps: {
    type: 'list',
    optional: true,
    of: {
      type: 'record',
      fields: {
        per: { type: 'choice', values: ['order', 'partner', 'customer', 'programme'] },
        amount: { type: 'amount' },
        period,
      },
    },
  },
  release: {
    type: 'list',
    optional: true,
    total: { field: 'percent', is: '100' },
    of: { type: 'record', fields: { percent: { type: 'rate' }, after: { type: 'duration' } } },
  },
};

/** What a commission rule answers; amounts are computed from it by the domain. */
export const COMMISSION_TERMS: VariantShape = termsOf(
  'commission_terms',
  {
    ...PLAIN,
    bonus: bonusOn(INNERMOST),
    multiplier: multiplied(WITH_BONUS),
    per_product: {
      lines: {
        type: 'list',
        of: {
          type: 'record',
          fields: { skus: texts, categories: texts, terms: { type: 'outcome', shape: INNER } },
          oneOf: ['skus', 'categories'],
        },
      },
      rest: { type: 'outcome', shape: INNER },
    },
    ...NONE,
  },
  AROUND,
);

/** Entries of terms that are amounts, wherever they lie. */
const AMOUNTS = new Set(['amount', 'from', 'above']);

/** A rule's answer in the domain's form: amounts as texts. The answer has passed the checker against COMMISSION_TERMS. */
export function commissionTerms(value: unknown): CommissionTerms {
  return withTextAmounts(value) as CommissionTerms;
}

function withTextAmounts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextAmounts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [
      name,
      AMOUNTS.has(name) && typeof item === 'number' ? String(item) : withTextAmounts(item),
    ]),
  );
}
