import type { Json } from '../json.js';
import type { Locale } from '../money/format.js';

type Both = Readonly<Record<Locale, string>>;

/** What happened to a lead, as the thing that is paid for. */
const THINGS: Readonly<Record<string, Both>> = {
  'lead.created': { en: 'Lead', de: 'Lead' },
  'demo.booked': { en: 'Demo of lead', de: 'Vorführung für Lead' },
  'deal.stage_changed': { en: 'Deal of lead', de: 'Abschluss mit Lead' },
  'trial.started': { en: 'Trial of lead', de: 'Testphase von Lead' },
  'trial.converted': { en: 'Converted trial of lead', de: 'Umgewandelte Testphase von Lead' },
  'customer.activated': { en: 'Activation of lead', de: 'Aktivierung von Lead' },
};

/** "Trial of lead acme-7"; another event is told by its type. */
export function leadWords(event: Json | undefined, lead: string, locale: Locale): string {
  const type = String(event ?? '');
  const known = Object.hasOwn(THINGS, type) ? THINGS[type]?.[locale] : undefined;
  return known === undefined ? `${type}: ${lead}` : `${known} ${lead}`;
}
