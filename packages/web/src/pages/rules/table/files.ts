import type { Locale } from '@sluice/domain/money/format';
import { readCsv, writeCsv, type Grid } from '@sluice/rules/views/csv';
import { writeDay, writeInstant } from '@sluice/rules/views/cells-dates';
import { writeNumber } from '@sluice/rules/views/cells-numbers';
import { YES_NO } from '@sluice/rules/views/cells-values';

/** Saves a table as CSV; where the comma is the decimal sign, semicolons separate, as its spreadsheets expect. */
export function saveCsv(name: string, grid: Grid, locale: Locale): void {
  // The mark at the beginning lets spreadsheets see that it is UTF-8.
  const text = `\ufeff${writeCsv(grid, locale === 'de' ? ';' : ',')}`;
  save(`${name}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
}

/** Saves a table as a workbook; every cell is a text, so that none is a formula. */
export async function saveXlsx(name: string, grid: Grid): Promise<void> {
  const { default: write } = await import('write-excel-file/universal');
  const rows = grid.map((row, line) =>
    row.map((value) => ({ value, type: String, ...(line === 0 ? { fontWeight: 'bold' as const } : {}) })),
  );
  save(`${name}.xlsx`, await write(rows, { sheet: 'Rule' }).toBlob());
}

/** The rows of a CSV, TSV or XLSX file. Throws CsvError, and Error with a sentence for what is no such file. */
export async function readFile(file: File, locale: Locale): Promise<Grid> {
  if (!/\.xlsx$/i.test(file.name)) return readCsv(await file.text());
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(file);
  return rows.map((row) => row.map((cell) => textOf(cell, locale)));
}

function textOf(cell: unknown, locale: Locale): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return writeNumber(cell, locale);
  if (typeof cell === 'boolean') return YES_NO[locale][cell ? 0 : 1];
  if (cell instanceof Date) {
    const instant = writeInstant(cell.getTime());
    return instant.endsWith(' 00:00 UTC') ? writeDay(instant.slice(0, 10), locale) : instant;
  }
  return String(cell);
}

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
