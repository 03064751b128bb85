import { minorToDecimal, type Money } from '@sluice/domain';
import { csvLine, type CsvCell } from '@sluice/domain/csv';
import type { StatementDocument } from './document.js';

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
];

/**
 * A statement as RFC 4180: opening, each line, closing; amounts as plain decimals. Begins with a byte order mark, without
 * which spreadsheets take it for an old code page. Texts never become formulas.
 */
export function statementCsv({ source, lines, words }: StatementDocument): string {
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
  return `\ufeff${csvLine(head)}${first}${body.join('')}${edge(words.closing, 'closing', to, closing)}`;
}

function filled(cells: Record<string, CsvCell>): CsvCell[] {
  return head.map((name) => cells[name] ?? '');
}

function figure(amount: Money): CsvCell {
  return { figure: minorToDecimal(amount) };
}
