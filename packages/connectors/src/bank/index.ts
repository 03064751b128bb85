import type { ReadBankFile } from './booking.js';
import { readCamt053 } from './camt053.js';
import { readBankCsv, type BankCsvColumn } from './csv.js';

export type { BankBooking, BankFileProblem, ReadStatement } from './booking.js';

export interface BankFileOptions {
  format?: 'camt053' | 'csv';
  columns?: Readonly<Partial<Record<BankCsvColumn, string | undefined>>>;
  currency?: string;
}

/** Reads a bank's statement; what begins like XML is camt.053 unless the format is named. */
export function readBankFile(content: string, options: BankFileOptions = {}): ReadBankFile {
  const format = options.format ?? (/^\ufeff?\s*</.test(content) ? 'camt053' : 'csv');
  return format === 'camt053' ? readCamt053(content) : readBankCsv(content, options);
}
