import { minorToDecimal, type BacktestOutcome, type BacktestRow } from '@sluice/domain';
import { csvLine } from '@sluice/domain/csv';
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
