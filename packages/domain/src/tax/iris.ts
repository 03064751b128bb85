import { plainLatin } from '../sanctions/name.js';
import type { Payer } from './settings.js';
import type { TaxValues } from './form.js';

export interface NecReturn {
  /** The payer's own number for the payee. */
  account: string;
  /** Of the payee's Form W-9. */
  values: TaxValues;
  tinKind: 'ssn' | 'ein' | 'itin';
  tin: string;
  /** Cents. */
  paid: bigint;
  withheld: bigint;
}

/** Returns that one file of the IRS's portal takes. */
export const returnsPerFile = 100;

/**
 * Forms 1099-NEC as the file that the IRS's Information Returns Intake System takes (Taxpayer Portal, "CSV template" of the form;
 * Publication 5717). FIRE's fixed-width files (Publication 1220) are taken no longer for returns of 2026 and later.
 */
export function irisCsv(year: number, payer: Payer, returns: readonly NecReturn[]): string {
  const rows = returns.map((one) => {
    const row: Partial<Record<Column, string>> = { ...payerCells(year, payer), ...payeeCells(one) };
    return columns.map((column) => cell(row[column] ?? '')).join(',');
  });
  return [columns.map(cell).join(','), ...rows, ''].join('\r\n');
}

const columns = [
  'Form Type',
  'Tax Year',
  'Payer TIN Type',
  'Payer Taxpayer ID Number',
  'Payer Name Type',
  'Payer Business or Entity Name Line 1',
  'Payer Business or Entity Name Line 2',
  'Payer First Name',
  'Payer Middle Name',
  'Payer Last Name (Surname)',
  'Payer Suffix',
  'Payer Country',
  'Payer Address Line 1',
  'Payer Address Line 2',
  'Payer City/Town',
  'Payer State/Province/Territory',
  'Payer ZIP/Postal Code',
  'Payer Phone Type',
  'Payer Phone',
  'Payer Email Address',
  'Recipient TIN Type',
  'Recipient Taxpayer ID Number',
  'Recipient Name Type',
  'Recipient Business or Entity Name Line 1',
  'Recipient Business or Entity Name Line 2',
  'Recipient First Name',
  'Recipient Middle Name',
  'Recipient Last Name (Surname)',
  'Recipient Suffix',
  'Recipient Country',
  'Recipient Address Line 1',
  'Recipient Address Line 2',
  'Recipient City/Town',
  'Recipient State/Province/Territory',
  'Recipient ZIP/Postal Code',
  'Office Code',
  'Form Account Number',
  '2nd TIN Notice',
  'Box 1 - Nonemployee Compensation',
  'Box 2 - Payer made direct sales totaling $5000 or more of consumer products to a recipient for resale',
  'Box 4 - Federal income tax withheld',
  'Combined Federal/State Filing',
  'State 1',
  'State 1 - State Tax Withheld',
  'State 1 - State/Payer state number',
  'State 1 - State income',
  'State 1 - Local income tax withheld',
  'State 1 - Special Data Entries',
  'State 2',
  'State 2 - State Tax Withheld',
  'State 2 - State/Payer state number',
  'State 2 - State income',
  'State 2 - Local income tax withheld',
  'State 2 - Special Data Entries',
] as const;
type Column = (typeof columns)[number];

function payerCells(year: number, payer: Payer): Partial<Record<Column, string>> {
  return {
    'Form Type': '1099-NEC',
    'Tax Year': String(year),
    'Payer TIN Type': 'EIN',
    'Payer Taxpayer ID Number': payer.ein.replaceAll('-', ''),
    'Payer Name Type': 'B',
    'Payer Business or Entity Name Line 1': text(payer.name, 75),
    'Payer Country': 'US',
    'Payer Address Line 1': text(payer.street, 35),
    'Payer City/Town': text(payer.town, 22),
    'Payer State/Province/Territory': payer.state,
    'Payer ZIP/Postal Code': payer.postcode,
    'Payer Phone Type': 'D',
    'Payer Phone': payer.phone.replaceAll(/\D/g, ''),
    'Payer Email Address': payer.email ?? '',
  };
}

function payeeCells({ account, values, tinKind, tin, paid, withheld }: NecReturn): Partial<Record<Column, string>> {
  return {
    'Recipient TIN Type': tinKind.toUpperCase(),
    'Recipient Taxpayer ID Number': tin,
    ...nameCells(values),
    'Recipient Country': 'US',
    'Recipient Address Line 1': text(values['street'], 35),
    'Recipient City/Town': text(values['town'], 22),
    'Recipient State/Province/Territory': values['state'] ?? '',
    'Recipient ZIP/Postal Code': values['postcode'] ?? '',
    'Form Account Number': account.slice(0, 20),
    '2nd TIN Notice': 'N',
    'Box 1 - Nonemployee Compensation': dollars(paid),
    'Box 2 - Payer made direct sales totaling $5000 or more of consumer products to a recipient for resale': 'N',
    'Box 4 - Federal income tax withheld': dollars(withheld),
  };
}

const suffixes = /^(?:jr|sr|ii|iii|iv|v)\.?$/i;

function nameCells({ name = '', businessName, classification }: TaxValues): Partial<Record<Column, string>> {
  if (classification !== 'individual')
    return {
      'Recipient Name Type': 'B',
      'Recipient Business or Entity Name Line 1': text(name, 75),
      'Recipient Business or Entity Name Line 2': text(businessName, 75),
    };
  const words = text(name, 120).split(' ').filter(Boolean);
  const suffix = words.length > 2 && suffixes.test(words.at(-1) ?? '') ? words.pop() : undefined;
  const [first = '', ...rest] = words;
  const last = rest.pop();
  return {
    'Recipient Name Type': 'I',
    // A single name is a surname: the field is needed.
    ...(last === undefined ? {} : { 'Recipient First Name': first.slice(0, 20) }),
    'Recipient Middle Name': rest.join(' ').slice(0, 20),
    'Recipient Last Name (Surname)': (last ?? first).slice(0, 20),
    'Recipient Suffix': suffix ?? '',
  };
}

/** Letters, digits and a few signs, as the template allows; nothing that a spreadsheet would take for a formula. */
function text(value: string | undefined, length: number): string {
  return plainLatin(value ?? '')
    .replaceAll(/[^A-Za-z0-9&#()'./ -]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .replace(/^[^A-Za-z0-9#(]+/, '')
    .slice(0, length)
    .trim();
}

function dollars(cents: bigint): string {
  const sign = cents < 0n ? '-' : '';
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
