/** A figure is ours and may begin with a minus. */
export type CsvCell = string | { figure: string };

/** One line of RFC 4180. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet takes for the beginning of a formula, also behind blanks and in its full-width form. */
const formula = /^(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/**
 * Quoted where RFC 4180 asks for it. A text that a spreadsheet would take for a formula gets an apostrophe before it, as
 * OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function cell(value: CsvCell): string {
  if (typeof value !== 'string') return value.figure;
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
