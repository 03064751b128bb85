/** A sheet as rows of texts; each row may have another number of cells. */
export type Grid = readonly (readonly string[])[];

/** What separates the cells: a tab where a spreadsheet was copied, a semicolon where the comma is the decimal sign. */
export type Separator = ',' | ';' | '\t';

/** A quotation mark that is never closed; `line` from 1. */
export class CsvError extends Error {
  constructor(readonly line: number) {
    super(`A quotation mark that opens in line ${String(line)} is never closed.`);
    this.name = 'CsvError';
  }
}

/**
 * Reads CSV or TSV (RFC 4180; the separator is found in the first line); an apostrophe before a formula is no part of the text. Empty lines at
 * the end are dropped. Throws CsvError.
 */
export function readCsv(text: string, separator: Separator = separatorOf(text)): Grid {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  let line = 1;
  while (at < source.length) {
    let cell = '';
    if (source[at] === '"') {
      const begun = line;
      at++;
      for (;;) {
        const letter = source[at];
        if (letter === undefined) throw new CsvError(begun);
        if (letter === '"' && source[at + 1] === '"') at++;
        else if (letter === '"') break;
        if (letter === '\n') line++;
        cell += letter;
        at++;
      }
      at++;
    }
    while (at < source.length && source[at] !== separator && source[at] !== '\n' && source[at] !== '\r') {
      cell += source[at++] ?? '';
    }
    row.push(plainCell(cell));
    if (source[at] === separator) {
      at++;
      // A separator at the very end leaves an empty cell behind it.
      if (at < source.length) continue;
      row.push('');
    }
    if (source[at] === '\r') at++;
    if (source[at] === '\n') at++;
    line++;
    rows.push(row);
    row = [];
  }
  while (rows.at(-1)?.every((cell) => cell.trim() === '')) rows.pop();
  return rows;
}

function separatorOf(text: string): Separator {
  const [first = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split('\n', 1);
  if (first.includes('\t')) return '\t';
  return first.split(';').length > first.split(',').length ? ';' : ',';
}

/** Writes CSV or TSV with CRLF; cells a spreadsheet would run as a formula begin with an apostrophe. */
export function writeCsv(grid: Grid, separator: Separator = ','): string {
  const special = new RegExp(`["\\r\\n${separator}]`);
  const cell = (text: string): string => {
    const safe = safeCell(text);
    return special.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return grid.map((row) => `${row.map(cell).join(separator)}\r\n`).join('');
}

const FORMULA = /^[=+\-@\t\r]/;

/**
 * A text that a spreadsheet does not run: an apostrophe stands before what it would take for a formula (OWASP, "CSV
 * injection"), and before an apostrophe, so that every text comes back.
 */
function safeCell(text: string): string {
  return FORMULA.test(text) || text.startsWith("'") ? `'${text}` : text;
}

/** The text that `safeCell` made safe. */
function plainCell(text: string): string {
  return text.startsWith("'") && (FORMULA.test(text.slice(1)) || text[1] === "'") ? text.slice(1) : text;
}
