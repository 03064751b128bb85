import type { FactField, FactFields } from '../facts/schema.js';
import { amount, choice, day, group, instant, percent, text, texts, whole, yesNo } from './fields.js';

/** The time the rule looks from; there is no "now" in a rule. */
export const AS_OF: FactField = instant({
  label: ['Time of the decision', 'Zeit der Entscheidung'],
  phrase: ['the time of the decision', 'die Zeit der Entscheidung'],
  help: ['UTC; there is no "now" in a rule.', 'UTC; ein „Jetzt“ gibt es in Regeln nicht.'],
});

/** What every rule about a partner may know of it. */
export const PARTNER: FactFields = {
  tier: text('gold', {
    label: ['Tier', 'Stufe'],
    phrase: ['tier', 'die Stufe'],
    help: ['The tier at the time of the decision.', 'Die Stufe zum Zeitpunkt der Entscheidung.'],
  }),
  group: text('agencies', {
    label: ['Group', 'Gruppe'],
    phrase: ['group', 'die Gruppe'],
    help: ['The group whose terms apply, if any.', 'Die Gruppe, deren Bedingungen gelten, falls es eine gibt.'],
    optional: true,
  }),
  type: choice(
    {
      creator: ['creator', 'Creator'],
      coupon_site: ['coupon site', 'Gutscheinportal'],
      consultant: ['consultant', 'Berater'],
      agency: ['agency', 'Agentur'],
      reseller: ['reseller', 'Wiederverkäufer'],
      influencer: ['influencer', 'Influencer'],
      other: ['other', 'Sonstige'],
    },
    { label: ['Kind of partner', 'Art des Partners'], phrase: ['the kind of partner', 'die Art des Partners'] },
  ),
  status: choice(
    {
      submitted: ['submitted', 'beworben'],
      active: ['active', 'aktiv'],
      producing: ['producing', 'liefert'],
      consistent: ['consistent', 'beständig'],
      at_risk: ['at risk', 'gefährdet'],
      paused: ['paused', 'pausiert'],
      terminated: ['terminated', 'beendet'],
      rejected: ['rejected', 'abgelehnt'],
    },
    { label: ['Status', 'Status'], phrase: ['the status of the partner', 'der Status des Partners'] },
  ),
  country: text('DE', {
    label: ["Partner's country", 'Land des Partners'],
    phrase: ["the partner's country", 'das Land des Partners'],
    help: ['ISO 3166 code of two letters.', 'ISO-3166-Kürzel mit zwei Buchstaben.'],
    optional: true,
  }),
  tags: texts(['webinar'], {
    label: ['Tags', 'Schlagwörter'],
    phrase: ['the tags of the partner', 'die Schlagwörter des Partners'],
  }),
};

/** What every rule about a lead may know of it. */
export const LEAD: FactFields = {
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
};

/** How a partner has done, up to the time of the decision. */
export const PERFORMANCE: FactFields = {
  clicks30: figure(420, 'clicks in 30 days', 'Klicks in 30 Tagen'),
  leads30: figure(14, 'leads in 30 days', 'Leads in 30 Tagen'),
  orders30: figure(6, 'orders in 30 days', 'Bestellungen in 30 Tagen'),
  orders90: figure(21, 'orders in 90 days', 'Bestellungen in 90 Tagen'),
  orders: figure(64, 'orders so far', 'Bestellungen insgesamt'),
  customers90: figure(12, 'new customers in 90 days', 'Neukunden in 90 Tagen'),
  revenue30: revenue(240000, 'in 30 days', 'in 30 Tagen'),
  revenue90: revenue(810000, 'in 90 days', 'in 90 Tagen'),
  revenue365: revenue(2950000, 'in a year', 'in einem Jahr'),
  refundRate: percent('4.2', {
    label: ['Refund rate', 'Erstattungsquote'],
    phrase: ['the refund rate', 'die Erstattungsquote'],
    help: [
      'Of the orders of 90 days; absent without orders.',
      'Der Bestellungen von 90 Tagen; fehlt ohne Bestellungen.',
    ],
    optional: true,
  }),
  conversionRate: percent('1.4', {
    label: ['Conversion rate', 'Abschlussquote'],
    phrase: ['the conversion rate', 'die Abschlussquote'],
    help: [
      'Orders per click of 30 days; absent without clicks.',
      'Bestellungen je Klick von 30 Tagen; fehlt ohne Klicks.',
    ],
    optional: true,
  }),
  disputes90: figure(0, 'disputes in 90 days', 'Rückbelastungen in 90 Tagen'),
  daysSinceOrder: {
    ...figure(9, 'days since the last order', 'Tage seit der letzten Bestellung'),
    help: { en: 'Absent before the first order.', de: 'Fehlt vor der ersten Bestellung.' },
    optional: true,
  },
  daysSinceActivity: figure(3, 'days without activity', 'Tage ohne Aktivität'),
};

function figure(example: number, en: string, de: string): FactField {
  return whole(example, {
    label: [en.charAt(0).toUpperCase() + en.slice(1), de],
    phrase: [`the number of ${en}`, `die Zahl der ${de}`],
  });
}

function revenue(example: number, en: string, de: string): FactField {
  return amount(example, {
    label: [`Revenue ${en}`, `Umsatz ${de}`],
    phrase: [`revenue ${en}`, `der Umsatz ${de}`],
    help: ['Net orders, refunds taken off.', 'Nettobestellungen ohne Erstattetes.'],
  });
}

/** The partner as rules over its whole record see it: tiers and segments. */
export const PARTNER_RECORD: FactField = group(['Partner', 'Partner'], {
  ...PARTNER,
  language: choice(
    { en: ['English', 'Englisch'], de: ['German', 'Deutsch'] },
    { label: ['Language', 'Sprache'], phrase: ['the language', 'die Sprache'] },
  ),
  owner: text('usr_mara', {
    label: ['Partner manager', 'Betreuung'],
    phrase: ['the partner manager', 'die Betreuung'],
    optional: true,
  }),
  joined: day('2026-02-03', {
    label: ['Joined on', 'Dabei seit'],
    phrase: ['the day of joining', 'der Tag des Beitritts'],
    help: ['In the time zone of the programme.', 'In der Zeitzone des Programms.'],
  }),
  tierSince: day('2026-08-01', {
    label: ['In this tier since', 'In dieser Stufe seit'],
    phrase: ['the day the tier began', 'der Beginn der Stufe'],
  }),
  payoutReady: yesNo(
    ['the partner can be paid', 'der Partner bezahlt werden kann'],
    ['the partner cannot be paid yet', 'der Partner noch nicht bezahlt werden kann'],
    {
      label: ['Ready for payouts', 'Auszahlung möglich'],
      help: ['Account and tax form are there.', 'Konto und Steuerformular liegen vor.'],
    },
  ),
});

export const TODAY: FactField = day('2026-11-20', {
  label: ['Day of the decision', 'Tag der Entscheidung'],
  phrase: ['the day of the decision', 'der Tag der Entscheidung'],
  help: ['In the time zone of the programme.', 'In der Zeitzone des Programms.'],
});
