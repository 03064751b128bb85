import { add, minorToDecimal, type Money } from '@sluice/domain';
import { csvLine, type CsvCell } from '@sluice/domain/csv';
import type { InvoiceParty } from '@sluice/domain/vat/party';
import { partyLines, type StatementDocument } from './document.js';

const head = [
  'statement',
  'line',
  'at',
  'kind',
  'what',
  'currency',
  'amount',
  'balance',
  'from_currency',
  'from_amount',
  'to_currency',
  'to_amount',
  'rate',
  'rate_day',
  'rate_source',
  'commission',
  'payout',
  'rule',
  'invoice',
  'invoice_issued',
  'service_from',
  'service_to',
  'scheme',
  'vat_rate',
  'net',
  'vat',
  'gross',
  'supplier',
  'supplier_vat_number',
  'recipient',
  'recipient_vat_number',
];

/**
 * A statement as RFC 4180: opening, each line, closing, and the self-billed invoice where it is one; amounts as plain decimals. Begins with a byte order mark, without
 * which spreadsheets take it for an old code page. Texts never become formulas.
 */
export function statementCsv(document: StatementDocument): string {
  const { source, lines, words } = document;
  const { currency, number, from, to, opening, closing } = source;
  const edge = (label: string, kind: string, at: Date, amount: Money): string =>
    csvLine(
      filled({
        statement: String(number),
        at: at.toISOString(),
        kind,
        what: label,
        currency,
        balance: figure(amount),
      }),
    );
  const body = lines.map(({ line, text, rule, balance }, index) =>
    csvLine(
      filled({
        statement: String(number),
        line: String(index + 1),
        at: line.at.toISOString(),
        kind: line.kind,
        what: text,
        currency,
        amount: figure(line.amount),
        balance: figure(balance),
        ...(line.conversion && {
          from_currency: line.conversion.from.currency,
          from_amount: figure(line.conversion.from),
          to_currency: line.conversion.to.currency,
          to_amount: figure(line.conversion.to),
          rate: { figure: line.conversion.rate },
          rate_day: line.conversion.date,
          // Without the name of who set it, or of the file: partners read this.
          rate_source: line.conversion.source.split(':')[0] ?? '',
        }),
        commission: line.commission ?? '',
        payout: line.payout ?? '',
        rule: rule ?? '',
      }),
    ),
  );
  const first = edge(words.opening, 'opening', from, opening);
  return `\ufeff${csvLine(head)}${first}${body.join('')}${edge(words.closing, 'closing', to, closing)}${invoiceRow(document)}`;
}

/** The invoice in columns of its own, with what the law wants to be said as its text; nothing where it is none. */
function invoiceRow({ source, locale, notes }: StatementDocument): string {
  const { invoice } = source;
  if (!invoice) return '';
  const { supplier, recipient, base, vat } = invoice;
  const address = (party: InvoiceParty) => partyLines(party, locale, false).join(', ');
  return csvLine(
    filled({
      statement: String(source.number),
      at: source.createdAt.toISOString(),
      kind: 'invoice',
      what: notes.join(' '),
      currency: source.currency,
      payout: source.payout ?? '',
      invoice: invoice.number,
      invoice_issued: invoice.issuedOn,
      service_from: invoice.service.from,
      service_to: invoice.service.to,
      scheme: invoice.scheme,
      vat_rate: { figure: invoice.rate },
      net: figure(base),
      vat: figure(vat),
      gross: figure(add(base, vat)),
      supplier: address(supplier),
      supplier_vat_number: supplier.vatNumber ?? '',
      recipient: address(recipient),
      recipient_vat_number: recipient.vatNumber ?? '',
    }),
  );
}

function filled(cells: Record<string, CsvCell>): CsvCell[] {
  return head.map((name) => cells[name] ?? '');
}

function figure(amount: Money): CsvCell {
  return { figure: minorToDecimal(amount) };
}
