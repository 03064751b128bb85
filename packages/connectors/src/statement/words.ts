import type { Locale, StatementLine } from '@sluice/domain';

/** Every word of a statement that is not a line's own sentence. */
export interface StatementWords {
  statement: string;
  period: string;
  issued: string;
  for: string;
  from: string;
  selfBilling: string;
  supplier: string;
  recipient: string;
  vatNumber: string;
  service: string;
  serviceText: string;
  net: string;
  vat: (rate: string) => string;
  gross: string;
  date: string;
  what: string;
  amount: string;
  balance: string;
  opening: string;
  closing: string;
  totals: string;
  rule: string;
  page: (page: number, of: number) => string;
  kept: string;
  unwritable: string;
  kinds: Record<StatementLine['kind'], string>;
}

export const statementWords: Record<Locale, StatementWords> = {
  en: {
    statement: 'Statement no.',
    period: 'Period',
    issued: 'Issued',
    for: 'For',
    from: 'From',
    selfBilling: 'Self-billing invoice no.',
    supplier: 'Supplier of the service',
    recipient: 'Recipient, who issues this invoice',
    vatNumber: 'VAT no.',
    service: 'Service',
    serviceText: 'Commissions for orders that were referred',
    net: 'Net amount',
    vat: (rate) => `VAT at ${rate}`,
    gross: 'Gross amount',
    date: 'Date',
    what: 'What',
    amount: 'Amount',
    balance: 'Balance',
    opening: 'Opening balance',
    closing: 'Closing balance',
    totals: 'In sum',
    rule: 'by rule',
    page: (page, of) => `Page ${page} of ${of}`,
    kept: 'The balance is what was released and not yet paid. A negative balance is carried over.',
    unwritable: 'Letters that this file has no shape for are named by their Unicode number; the HTML form shows them.',
    kinds: {
      commission: 'Commission',
      clawback: 'Taken back',
      adjustment: 'Adjustment',
      payout: 'Payout',
      payout_returned: 'Payout returned',
      withholding: 'Withholding',
      vat: 'VAT',
      fee: 'Fee',
    },
  },
  de: {
    statement: 'Abrechnung Nr.',
    period: 'Zeitraum',
    issued: 'Ausgestellt',
    for: 'Für',
    from: 'Von',
    selfBilling: 'Gutschrift Nr.',
    supplier: 'Leistungserbringer',
    recipient: 'Leistungsempfänger und Aussteller',
    vatNumber: 'USt-IdNr.',
    service: 'Leistung',
    serviceText: 'Provisionen für vermittelte Bestellungen',
    net: 'Nettobetrag',
    vat: (rate) => `Umsatzsteuer zu ${rate}`,
    gross: 'Bruttobetrag',
    date: 'Datum',
    what: 'Was',
    amount: 'Betrag',
    balance: 'Saldo',
    opening: 'Anfangssaldo',
    closing: 'Endsaldo',
    totals: 'In Summe',
    rule: 'nach Regel',
    page: (page, of) => `Seite ${page} von ${of}`,
    kept: 'Der Saldo ist, was freigegeben und noch nicht gezahlt ist. Ein negativer Saldo wird vorgetragen.',
    unwritable:
      'Schriftzeichen, für die diese Datei keine Form hat, stehen mit ihrer Unicode-Nummer; die HTML-Fassung zeigt sie.',
    kinds: {
      commission: 'Provision',
      clawback: 'Zurückgenommen',
      adjustment: 'Anpassung',
      payout: 'Auszahlung',
      payout_returned: 'Auszahlung zurückgekommen',
      withholding: 'Einbehalt',
      vat: 'Umsatzsteuer',
      fee: 'Gebühr',
    },
  },
};
