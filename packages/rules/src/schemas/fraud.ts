import type { FactField, FactFields, FactsSchema, LocalText } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';

function flag(label: LocalText, yes: LocalText, no: LocalText): FactField {
  return { type: 'boolean', label, clauses: { yes, no }, example: false };
}

function count(en: string, de: string, article: string): FactField {
  return {
    type: 'integer',
    label: { en: upper(en), de },
    phrase: { en: `the ${en}`, de: `${article} ${de}` },
    example: 3,
  };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function country(en: string, de: string): FactField {
  return {
    type: 'string',
    optional: true,
    label: { en: upper(en), de },
    phrase: { en: `the ${en}`, de: `das ${de}` },
    example: 'DE',
  };
}

function group(label: LocalText, fields: FactFields): FactField {
  return { type: 'object', label, fields };
}

/** Risk signals of one order or lead. Signals that could not be told (no click, no address) are absent. */
export const FRAUD_FACTS: FactsSchema = {
  id: 'fraud',
  version: 1,
  fields: {
    mail: group('E-mail', {
      disposable: flag(
        { en: 'Disposable e-mail', de: 'Wegwerfadresse' },
        { en: 'the e-mail domain is disposable', de: 'die E-Mail-Domain eine Wegwerfadresse ist' },
        { en: 'the e-mail domain is not disposable', de: 'die E-Mail-Domain keine Wegwerfadresse ist' },
      ),
      free: flag(
        { en: 'Free e-mail', de: 'Freemail' },
        { en: 'the e-mail is from a free provider', de: 'die E-Mail von einem Freemail-Anbieter kommt' },
        { en: 'the e-mail is not from a free provider', de: 'die E-Mail nicht von einem Freemail-Anbieter kommt' },
      ),
    }),
    same: group(
      { en: 'Same as the partner', de: 'Gleich wie beim Partner' },
      {
        email: same('e-mail', 'E-Mail-Adresse'),
        domain: same('e-mail domain', 'E-Mail-Domain'),
        ip: same('IP address', 'IP-Adresse'),
        payoutAccount: same('payout account', 'Auszahlungskonto'),
      },
    ),
    click: group(
      { en: 'Click', de: 'Klick' },
      {
        secondsToOrder: {
          ...count('seconds from click to order', 'Sekunden vom Klick zur Bestellung', 'die Zahl der'),
          optional: true,
        },
      },
    ),
    clicks: group(
      { en: 'Clicks', de: 'Klicks' },
      { today: count('clicks today', 'Klicks heute', 'die Zahl der'), mean28: mean('clicks a day', 'Klicks je Tag') },
    ),
    conversions: group(
      { en: 'Conversions', de: 'Abschlüsse' },
      {
        today: count('conversions today', 'Abschlüsse heute', 'die Zahl der'),
        mean28: mean('conversions a day', 'Abschlüsse je Tag'),
      },
    ),
    country: group(
      { en: 'Countries', de: 'Länder' },
      {
        ip: country('country of the IP address', 'Land der IP-Adresse'),
        billing: country('billing country', 'Rechnungsland'),
        card: country('country of the card', 'Land der Karte'),
        mismatch: flag(
          { en: 'Countries differ', de: 'Länder weichen ab' },
          {
            en: 'the countries of IP address, billing and card differ',
            de: 'die Länder von IP-Adresse, Rechnung und Karte voneinander abweichen',
          },
          {
            en: 'the countries of IP address, billing and card agree',
            de: 'die Länder von IP-Adresse, Rechnung und Karte übereinstimmen',
          },
        ),
      },
    ),
    coupon: group(
      { en: 'Coupon', de: 'Gutschein' },
      {
        used: flag(
          { en: 'Coupon used', de: 'Gutschein benutzt' },
          { en: 'a coupon was used', de: 'ein Gutschein benutzt wurde' },
          { en: 'no coupon was used', de: 'kein Gutschein benutzt wurde' },
        ),
        hasTouch: flag(
          { en: 'Touch before the coupon', de: 'Kontakt vor dem Gutschein' },
          { en: 'the customer had clicked before', de: 'der Kunde vorher geklickt hatte' },
          { en: 'the customer had not clicked before', de: 'der Kunde vorher nicht geklickt hatte' },
        ),
        byOwner: flag(
          { en: "Coupon is the partner's", de: 'Gutschein gehört dem Partner' },
          { en: 'the coupon belongs to the partner', de: 'der Gutschein dem Partner gehört' },
          { en: 'the coupon does not belong to the partner', de: 'der Gutschein nicht dem Partner gehört' },
        ),
        leaked: flag(
          { en: 'Coupon leaked', de: 'Gutschein durchgesickert' },
          { en: 'the coupon is on the leak list', de: 'der Gutschein auf der Leckliste steht' },
          { en: 'the coupon is not on the leak list', de: 'der Gutschein nicht auf der Leckliste steht' },
        ),
      },
    ),
    referrer: group(
      { en: 'Referrer', de: 'Verweis' },
      {
        banned: flag(
          { en: 'Banned referrer', de: 'Gesperrter Verweis' },
          { en: 'the referring site is banned', de: 'die verweisende Seite gesperrt ist' },
          { en: 'the referring site is not banned', de: 'die verweisende Seite nicht gesperrt ist' },
        ),
        typosquat: flag(
          { en: 'Look-alike referrer', de: 'Verwechselbarer Verweis' },
          { en: 'the referring site looks like ours', de: 'die verweisende Seite unserer zum Verwechseln ähnelt' },
          { en: 'the referring site does not look like ours', de: 'die verweisende Seite unserer nicht ähnelt' },
        ),
      },
    ),
    refundRate: rate('refund rate', 'Erstattungsquote'),
    disputeRate: rate('dispute rate', 'Rückbelastungsquote'),
    trialCancelRate: rate('rate of cancelled trials', 'Quote gekündigter Testphasen'),
    order: group(
      { en: 'Order', de: 'Bestellung' },
      {
        net: {
          type: 'money',
          currency: 'programme',
          optional: true,
          label: { en: 'Order, net', de: 'Bestellung, netto' },
          phrase: { en: 'the order', de: 'die Bestellung' },
          example: 20600,
        },
      },
    ),
    asOf: { type: 'instant', label: { en: 'Time of the event', de: 'Zeit des Ereignisses' }, example: 1795219200000 },
  },
};

function same(en: string, de: string): FactField {
  const article = de === 'Auszahlungskonto' ? 'das' : 'die';
  return flag(
    { en: `Same ${en}`, de: `Gleiche ${de}` },
    { en: `the ${en} is the partner's own`, de: `${article} ${de} die des Partners ist` },
    { en: `the ${en} is not the partner's`, de: `${article} ${de} nicht die des Partners ist` },
  );
}

function mean(en: string, de: string): FactField {
  return {
    type: 'decimal',
    label: { en: `Usual ${en} (28 days)`, de: `Übliche ${de} (28 Tage)` },
    phrase: { en: `the usual ${en}`, de: `die üblichen ${de}` },
    example: '12.5',
  };
}

/** Percent of the last 28 days as a decimal; absent for a partner without orders. */
function rate(en: string, de: string): FactField {
  return {
    type: 'decimal',
    optional: true,
    label: { en: upper(en), de },
    phrase: { en: `the ${en}`, de: `die ${de}` },
    unit: '%',
    example: '4.2',
  };
}

/** What a fraud rule answers: points with a reason each, collected with `merge`. */
export const FRAUD_SCORE: OutcomeShape = {
  id: 'fraud_scores',
  label: { en: 'a list of points with reasons', de: 'eine Liste von Punkten mit Gründen' },
  kind: 'list',
  of: {
    id: 'fraud_score',
    label: { en: 'points with a reason', de: 'Punkte mit Grund' },
    kind: 'record',
    fields: { points: { type: 'integer' }, reason: { type: 'text' }, params: { type: 'params', optional: true } },
  },
};

/** One entry of a fraud rule's answer. */
export interface FraudScore {
  readonly points: number;
  readonly reason: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
}
