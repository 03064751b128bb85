import { minorToDecimal, type BacktestOutcome, type BacktestRow } from '@sluice/domain';
import { at } from './plain.js';
import type { Names } from './names.js';

export const backtestCsvHead = csvLine([
  'order',
  'order_id',
  'commission_id',
  'partner',
  'partner_id',
  'tier',
  'paid_at',
  'currency',
  'before',
  'after',
  'difference',
  'recorded',
  'outcome_before',
  'outcome_after',
  'error',
]);

/** One order as a line of RFC 4180; amounts as plain decimals of the currency. */
export function backtestCsvLine(row: BacktestRow, names: Names): string {
  const { currency, before, after } = row;
  const amount = (minor: bigint) => ({ figure: minorToDecimal({ amount: minor, currency }) });
  const paid = (outcome: BacktestOutcome) => ('fault' in outcome ? '' : amount(outcome.amount));
  const fault = 'fault' in after ? after.fault : 'fault' in before ? before.fault : undefined;
  return csvLine([
    row.orderExternalId,
    row.order,
    row.commission,
    names.partner(row.partner).name,
    row.partner,
    row.tier,
    at(row.at),
    currency,
    paid(before),
    paid(after),
    'amount' in before && 'amount' in after ? amount(after.amount - before.amount) : '',
    amount(row.recorded),
    'fault' in before ? '' : before.branch,
    'fault' in after ? '' : after.branch,
    fault ? `${fault.code} ${fault.pointer}: ${fault.message}` : '',
  ]);
}

/** A figure is ours and may begin with a minus. */
type Cell = string | { figure: string };

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * Quoted where RFC 4180 asks for it. A text that a spreadsheet would take for a formula gets an apostrophe before it, as
 * OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function cell(value: Cell): string {
  if (typeof value !== 'string') return value.figure;
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
