import type { FactField, FactFields } from '@sluice/rules/facts/schema';

/** What conditions may ask about the events of these types: what any of them tells; `event.data` holds what was sent. */
export function eventFacts(types: readonly string[]): FactFields {
  const data = types.map((type) => DATA[type] ?? {});
  const all = Object.assign({}, ...data) as FactFields;
  return {
    type: { type: 'string', label: { en: 'Type', de: 'Art' } },
    id: { type: 'string', label: 'Id' },
    ...(Object.keys(all).length > 0 && { data: { type: 'object', label: { en: 'Data', de: 'Daten' }, fields: all } }),
  };
}

const money = (en: string, de: string): FactField => ({
  type: 'object',
  label: { en, de },
  fields: {
    amount: { type: 'money', currency: 'programme', label: { en, de } },
    currency: { type: 'string', label: { en: 'Currency', de: 'Währung' } },
  },
});
const text = (en: string, de: string): FactField => ({ type: 'string', label: { en, de } });
const group = (en: string, de: string, fields: FactFields): FactField => ({
  type: 'object',
  label: { en, de },
  fields,
});

const orderName = group('Order', 'Bestellung', { id: text('Order number', 'Bestellnummer') });
const order = group('Order', 'Bestellung', {
  id: text('Order number', 'Bestellnummer'),
  amount: money('Order amount', 'Bestellwert'),
  tax: money('Tax', 'Steuer'),
  shipping: money('Shipping', 'Versand'),
  discount: money('Discount', 'Rabatt'),
  margin: money('Margin', 'Marge'),
  coupon: text('Coupon', 'Gutschein'),
  kind: {
    type: 'enum',
    label: { en: 'Kind of order', de: 'Art der Bestellung' },
    values: [
      { value: 'new', label: { en: 'new', de: 'neu' } },
      { value: 'renewal', label: { en: 'renewal', de: 'Verlängerung' } },
      { value: 'upgrade', label: { en: 'upgrade', de: 'Upgrade' } },
    ],
  },
  periodMonths: { type: 'integer', label: { en: 'Months paid for', de: 'Bezahlte Monate' } },
});
const customer = group('Customer', 'Kunde', {
  id: text('Customer number', 'Kundennummer'),
  email: text('Customer’s address', 'Adresse des Kunden'),
  country: text('Customer’s country', 'Land des Kunden'),
});
const attribution = group('Attribution', 'Zuordnung', {
  partnerId: text('Partner', 'Partner'),
  coupon: text('Coupon used', 'Verwendeter Gutschein'),
});
const refund = group('Refund', 'Erstattung', {
  id: text('Refund', 'Erstattung'),
  amount: money('Sum refunded', 'Erstatteter Betrag'),
});
const dispute = group('Dispute', 'Streitfall', {
  id: text('Dispute', 'Streitfall'),
  amount: money('Sum disputed', 'Strittiger Betrag'),
});
const lead = group('Lead', 'Lead', { id: text('Lead', 'Lead'), email: text('Lead’s address', 'Adresse des Leads') });
const subscription = group('Subscription', 'Abonnement', {
  id: text('Subscription', 'Abonnement'),
  amount: money('Price', 'Preis'),
});
const partnerId = text('Partner', 'Partner');

const leads: FactFields = { lead, attribution };
const subscriptions: FactFields = { subscription, customer };

/** The data of the types whose form is checked at the door. */
const DATA: Readonly<Record<string, FactFields>> = {
  'order.paid': { order, customer, attribution },
  'order.refunded': { order: orderName, refund },
  'order.linked': { order: orderName },
  'dispute.opened': { order: orderName, dispute },
  'dispute.won': { order: orderName, dispute },
  'dispute.lost': { order: orderName, dispute },
  'lead.created': leads,
  'demo.booked': leads,
  'customer.activated': leads,
  'trial.started': leads,
  'trial.converted': leads,
  'trial.cancelled': leads,
  'subscription.started': subscriptions,
  'subscription.renewed': subscriptions,
  'subscription.upgraded': subscriptions,
  'subscription.downgraded': subscriptions,
  'subscription.cancelled': subscriptions,
  'coupon.requested': { partnerId, code: text('Code', 'Code') },
  'partner.activity': { partnerId, what: text('What the partner did', 'Was der Partner getan hat') },
};
