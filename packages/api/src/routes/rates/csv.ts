import { readRate, type LineProblem, type RateFile } from '@sluice/domain';
import { CsvError, readCsv } from '@sluice/rules/views/csv';

const columns = ['from', 'to', 'date', 'rate'] as const;

/**
 * Reads rates from CSV: a header that names `from`, `to`, `date` and `rate` in any order, then a rate a line. Columns beyond
 * these are passed over; every line that cannot be taken is told.
 */
export function readRatesCsv(text: string, source: string, today: string): RateFile {
  let grid;
  try {
    grid = readCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rates: [], problems: [{ line: error.line, code: 'quotes', message: error.message }] };
  }
  const header = (grid[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const places = columns.map((name) => header.indexOf(name));
  const missing = columns.filter((_, index) => places[index] === -1);
  if (missing.length > 0) {
    const message = `The first line must name the columns ${columns.join(', ')}; there is no ${missing.join(', no ')}.`;
    return { rates: [], problems: [{ line: 1, code: 'header', message }] };
  }
  const rates: RateFile['rates'] = [];
  const problems: LineProblem[] = [];
  for (const [index, row] of grid.entries()) {
    if (index === 0 || row.every((cell) => cell.trim() === '')) continue;
    const [from = '', to = '', date = '', rate = ''] = places.map((place) => (row[place] ?? '').trim());
    const told = { from: from.toUpperCase(), to: to.toUpperCase(), date, rate };
    const read = readRate(told, source, today);
    const line = index + 1;
    if (read.ok) rates.push({ line, rate: read.rate });
    else problems.push({ line, code: read.problem.code, message: read.problem.message });
  }
  if (rates.length === 0 && problems.length === 0)
    problems.push({ line: 1, code: 'empty', message: 'The file names no rates.' });
  return { rates, problems };
}
