import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { amount, both, choice, group, text, whole, yesNo } from './fields.js';
import { AS_OF, PARTNER } from './parts.js';

/** Facts of the rules that qualify a lead and say where it goes. */
export const ROUTING_FACTS: FactsSchema = {
  id: 'routing',
  version: 1,
  fields: {
    lead: group(['Lead', 'Lead'], {
      email: text('ana@northwind.example', {
        label: ['E-mail', 'E-Mail'],
        phrase: ['the e-mail address', 'die E-Mail-Adresse'],
        help: ['Test it with "matches_domain".', 'Mit „matches_domain“ zu prüfen.'],
        optional: true,
      }),
      businessDomain: yesNo(
        ['the e-mail is from a business domain', 'die E-Mail von einer Firmendomain kommt'],
        ['the e-mail is not from a business domain', 'die E-Mail nicht von einer Firmendomain kommt'],
        {
          label: ['Business domain', 'Firmendomain'],
          help: ['Neither a free provider nor a disposable address.', 'Weder Freemail-Anbieter noch Wegwerfadresse.'],
        },
      ),
      duplicate: yesNo(
        ['the lead is known already', 'der Lead schon bekannt ist'],
        ['the lead is new', 'der Lead neu ist'],
        { label: ['Known already', 'Schon bekannt'] },
      ),
      company: text('Northwind', {
        label: ['Company', 'Firma'],
        phrase: ['the company', 'die Firma'],
        optional: true,
      }),
      country: text('DE', {
        label: ["Lead's country", 'Land des Leads'],
        phrase: ["the lead's country", 'das Land des Leads'],
        help: ['ISO 3166 code of two letters.', 'ISO-3166-Kürzel mit zwei Buchstaben.'],
        optional: true,
      }),
      industry: text('software', {
        label: ['Industry', 'Branche'],
        phrase: ['the industry', 'die Branche'],
        optional: true,
      }),
      employees: whole(120, {
        label: ['Employees', 'Mitarbeitende'],
        phrase: ['the number of employees', 'die Zahl der Mitarbeitenden'],
        optional: true,
      }),
      value: amount(1200000, {
        label: ['Expected deal', 'Erwarteter Abschluss'],
        phrase: ['the expected deal', 'der erwartete Abschluss'],
        optional: true,
      }),
      kind: choice(
        {
          signup: ['sign-up', 'Anmeldung'],
          trial: ['trial', 'Testphase'],
          demo: ['demo', 'Vorführung'],
          deal: ['registered deal', 'angemeldeter Abschluss'],
          other: ['other', 'Sonstiges'],
        },
        { label: ['Kind of lead', 'Art des Leads'], phrase: ['the kind of lead', 'die Art des Leads'] },
      ),
      campaign: text('spring', {
        label: ['Campaign', 'Kampagne'],
        phrase: ['the campaign', 'die Kampagne'],
        optional: true,
      }),
    }),
    partner: group(['Partner', 'Partner'], PARTNER),
    asOf: AS_OF,
  },
};

/** What a routing rule answers: the way a lead goes, why, and what to put on it. */
export const ROUTE: OutcomeShape = {
  id: 'route',
  label: both(['a route', 'ein Weg']),
  kind: 'record',
  fields: {
    route: { type: 'text', label: both(['Route', 'Weg']) },
    reason: { type: 'text', label: both(['Reason', 'Grund']) },
    tags: { type: 'list', of: { type: 'text' }, optional: true, label: both(['Tags', 'Schlagwörter']) },
    owner: { type: 'text', optional: true, label: both(['Goes to', 'Geht an']) },
    review: { type: 'boolean', optional: true, label: both(['Manual review', 'Von Hand prüfen']) },
  },
};

export interface Route {
  readonly route: string;
  readonly reason: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly review?: boolean;
}
