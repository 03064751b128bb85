import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeFields, VariantShape } from '../outcome/shape.js';
import { multiplied, NONE, period, termsOf } from './commission.js';
import { choice, group } from './fields.js';
import { AS_OF, LEAD, PARTNER } from './parts.js';

/** Facts of the rules that say what a partner earns for a lead, a demo, a trial or an activation. */
export const LEAD_COMMISSION_FACTS: FactsSchema = {
  id: 'lead_commission',
  version: 1,
  fields: {
    lead: group(['Lead', 'Lead'], {
      event: choice(
        {
          'lead.created': ['a new lead', 'ein neuer Lead'],
          'demo.booked': ['a booked demo', 'eine gebuchte Vorführung'],
          'trial.started': ['a trial that begins', 'eine begonnene Testphase'],
          'trial.converted': ['a trial that becomes paid', 'eine umgewandelte Testphase'],
          'customer.activated': ['an activation', 'eine Aktivierung'],
          'deal.stage_changed': ['a deal that moves on', 'ein Abschluss, der weiterkommt'],
          other: ['something else', 'etwas anderes'],
        },
        { label: ['What happened', 'Was geschehen ist'], phrase: ['what happened', 'was geschehen ist'] },
      ),
      ...LEAD,
      status: choice(
        {
          pending: ['not judged yet', 'noch nicht beurteilt'],
          approved: ['approved', 'anerkannt'],
          rejected: ['rejected', 'abgelehnt'],
        },
        {
          label: ['Judged', 'Beurteilung'],
          phrase: ['how the lead was judged', 'die Beurteilung des Leads'],
          help: ['When the commission is computed.', 'Wenn die Provision berechnet wird.'],
        },
      ),
    }),
    partner: group(['Partner', 'Partner'], PARTNER),
    asOf: AS_OF,
  },
};

const amount = { type: 'amount' } as const;
const FIXED = { bounty: { amount }, flat: { amount } } as const satisfies Readonly<Record<string, OutcomeFields>>;

const AROUND: OutcomeFields = {
  caps: {
    type: 'list',
    optional: true,
    of: {
      type: 'record',
      fields: { per: { type: 'choice', values: ['partner', 'customer', 'programme'] }, amount, period },
    },
  },
  release: {
    type: 'list',
    optional: true,
    total: { field: 'percent', is: '100' },
    of: { type: 'record', fields: { percent: { type: 'rate' }, after: { type: 'duration' } } },
  },
};

const needsOrder: Pick<VariantShape, 'refused' | 'refusal'> = {
  refused: ['percent', 'tiered', 'recurring', 'bonus', 'per_product'],
  refusal: 'These terms need an order to be reckoned from, and a lead has none: pay a "bounty" or a "flat" amount.',
};

/** What such a rule answers: terms that need no order. Inner terms are told by the same words. */
export const LEAD_TERMS: VariantShape = {
  ...termsOf(
    'lead_terms',
    { ...FIXED, multiplier: multiplied({ ...termsOf('lead_terms', { ...FIXED, ...NONE }), ...needsOrder }), ...NONE },
    AROUND,
  ),
  ...needsOrder,
};
