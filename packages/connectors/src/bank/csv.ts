import { CsvError, readCsv } from '@sluice/rules/views/csv';
import { plainFigure, readAmount } from './amount.js';
import type { BankBooking, BankFileProblem, ReadBankFile } from './booking.js';
import { returnReasonText } from './return-reasons.js';

/** Titles that banks use, in lower case; the first that is there counts. */
const titles = {
  date: ['booking date', 'date', 'buchungstag', 'buchungsdatum', 'datum', 'posting date', 'transaction date', 'valuta'],
  amount: ['amount', 'betrag', 'betrag (eur)', 'umsatz', 'amount (eur)', 'amount (usd)'],
  currency: ['currency', 'währung', 'waehrung', 'ccy'],
  name: [
    'name',
    'counterparty',
    'payee',
    'begünstigter/zahlungspflichtiger',
    'auftraggeber/empfänger',
    'beguenstigter/zahlungspflichtiger',
    'zahlungsempfänger*in',
    'recipient',
    'description',
  ],
  iban: ['iban', 'kontonummer/iban', 'account', 'counterparty account', 'iban/kontonummer'],
  reference: ['bank reference', 'transaction id', 'reference', 'referenz', 'umsatz-id', 'id'],
  endToEndId: [
    'end-to-end id',
    'end to end id',
    'endtoendid',
    'kundenreferenz (end-to-end)',
    'kundenreferenz',
    'end-to-end-referenz',
    'customer reference',
  ],
  text: ['text', 'verwendungszweck', 'purpose', 'memo', 'details', 'remittance information'],
  returnReason: ['return reason', 'rückgabegrund', 'return code'],
} as const;

export type BankCsvColumn = keyof typeof titles;

/** A bank's list of bookings as CSV: negative amounts left the account, positive ones came. */
export function readBankCsv(
  content: string,
  options: { columns?: Readonly<Partial<Record<BankCsvColumn, string | undefined>>>; currency?: string } = {},
): ReadBankFile {
  let grid;
  try {
    grid = readCsv(content);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { ok: false, problems: [{ where: `line ${error.line}`, code: 'quotes', message: error.message }] };
  }
  const header = (grid[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const taken = new Set<number>();
  const place = (column: BankCsvColumn): number => {
    const named = options.columns?.[column]?.trim().toLowerCase();
    const wanted: readonly string[] = named === undefined ? titles[column] : [named];
    const at =
      wanted
        .map((title) => header.findIndex((cell, index) => cell === title && !taken.has(index)))
        .find((one) => one >= 0) ?? -1;
    if (at >= 0) taken.add(at);
    return at;
  };
  const places = Object.fromEntries(
    (Object.keys(titles) as BankCsvColumn[]).map((column) => [column, place(column)]),
  ) as Record<BankCsvColumn, number>;
  const missing = (['date', 'amount'] as const).filter((column) => places[column] < 0);
  if (missing.length > 0) {
    const message = `The first line must name the columns; there is none for ${missing.join(' and ')}. Say which they are.`;
    return { ok: false, problems: [{ where: 'line 1', code: 'header', message }] };
  }
  const problems: BankFileProblem[] = [];
  const bookings: BankBooking[] = [];
  for (const [index, row] of grid.entries()) {
    if (index === 0 || row.every((cell) => cell.trim() === '')) continue;
    const cell = (column: BankCsvColumn): string => (row[places[column]] ?? '').trim();
    const booking = readRow(cell, options.currency);
    if ('code' in booking) problems.push({ where: `line ${index + 1}`, ...booking });
    else bookings.push(booking);
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 100) };
  const days = bookings.map(({ bookedAt }) => bookedAt).sort();
  const [from, to] = [days[0], days.at(-1)];
  return {
    ok: true,
    statement: { format: 'csv', ...(from && { from }), ...(to && { to }), bookings },
  };
}

function readRow(
  cell: (column: BankCsvColumn) => string,
  fallback: string | undefined,
): BankBooking | { code: string; message: string } {
  const bookedAt = readDay(cell('date'));
  if (!bookedAt) return { code: 'date', message: `"${cell('date')}" is no day such as 2026-11-24 or 24.11.2026.` };
  const currency = cell('currency').toUpperCase() || fallback;
  if (!currency) return { code: 'currency', message: 'The line names no currency. Say which the account has.' };
  const amount = readAmount(plainFigure(cell('amount')), currency, true);
  if (!amount) return { code: 'amount', message: `"${cell('amount')}" is no amount of ${currency}.` };
  const reason = cell('returnReason');
  const optional = {
    name: cell('name'),
    account: cell('iban').replace(/\s+/g, ''),
    endToEndId: cell('endToEndId'),
    text: cell('text'),
  };
  return {
    reference: cell('reference'),
    bookedAt,
    direction: amount.amount < 0n ? 'debit' : 'credit',
    amount: { ...amount, amount: amount.amount < 0n ? -amount.amount : amount.amount },
    booked: true,
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '' && text !== 'NOTPROVIDED')),
    ...(reason !== '' && { returnReason: { code: reason.slice(0, 35), text: returnReasonText(reason.slice(0, 35)) } }),
  };
}

/** `2026-11-24`, `24.11.2026`, `24.11.26` or, with slashes, the American `11/24/2026`. */
function readDay(text: string): string | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)$/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : german
      ? [german[3], german[2], german[1]]
      : american
        ? [american[3], american[1], american[2]]
        : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const written = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written) ? written : undefined;
}
