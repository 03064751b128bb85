/** A figure is ours and may begin with a minus. */
type Cell = string | { figure: string };

/** One line of RFC 4180. */
export function csvLine(cells: readonly Cell[]): string {
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
