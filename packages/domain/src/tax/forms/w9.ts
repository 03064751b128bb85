import { addressFields, nameField, tinField } from '../fields.js';
import { ticked, type TaxFormDefinition, type TaxValues } from '../form.js';

const always = (): boolean => true;
const isPerson = (values: TaxValues): boolean => values['classification'] === 'individual';
const companies = ['c_corporation', 's_corporation', 'partnership', 'trust', 'llc', 'other'];
const isFlowThrough = (values: TaxValues): boolean =>
  ['partnership', 'trust'].includes(values['classification'] ?? '') ||
  (values['classification'] === 'llc' && values['llcTax'] === 'P');

/** Form W-9, request for taxpayer identification number and certification: for persons and companies of the United States. */
export const w9: TaxFormDefinition = {
  key: 'w9',
  name: 'W-9',
  title: 'Request for taxpayer identification number and certification',
  edition: 'Rev. March 2024',
  purpose: 'us',
  holds: 'until_changed',
  parts: [
    {
      title: 'Who you are',
      fields: [
        nameField('Name', 'Line 1', 'As on your income tax return.'),
        { key: 'businessName', kind: 'text', label: 'Business name', line: 'Line 2', help: 'Only if it differs.' },
        {
          key: 'classification',
          kind: 'choice',
          label: 'Federal tax classification',
          line: 'Line 3a',
          needed: always,
          options: [
            { value: 'individual', label: 'Individual or sole proprietor' },
            { value: 'c_corporation', label: 'C corporation' },
            { value: 's_corporation', label: 'S corporation' },
            { value: 'partnership', label: 'Partnership' },
            { value: 'trust', label: 'Trust or estate' },
            { value: 'llc', label: 'Limited liability company' },
            { value: 'other', label: 'Other' },
          ],
        },
        {
          key: 'llcTax',
          kind: 'choice',
          label: 'The company is taxed as',
          line: 'Line 3a',
          options: [
            { value: 'C', label: 'C corporation' },
            { value: 'S', label: 'S corporation' },
            { value: 'P', label: 'Partnership' },
          ],
          shown: ({ classification }) => classification === 'llc',
          needed: ({ classification }) => classification === 'llc',
        },
        {
          key: 'otherClassification',
          kind: 'text',
          label: 'Which classification',
          line: 'Line 3a',
          shown: ({ classification }) => classification === 'other',
          needed: ({ classification }) => classification === 'other',
        },
        {
          key: 'foreignPartners',
          kind: 'tick',
          label: 'It has foreign partners, owners or beneficiaries',
          line: 'Line 3b',
          shown: isFlowThrough,
        },
        {
          key: 'exemptCode',
          kind: 'text',
          label: 'Exempt payee code',
          line: 'Line 4',
          help: 'Companies only; most have none.',
          shown: (values) => !isPerson(values),
          max: 2,
          check: (value) => (/^([1-9]|1[0-3])$/.test(value) ? undefined : 'A code from 1 to 13.'),
        },
      ],
    },
    { title: 'Address', fields: addressFields('Lines 5 and 6', 'us') },
    {
      title: 'Taxpayer number',
      fields: [
        {
          key: 'tinKind',
          kind: 'choice',
          label: 'Kind of number',
          line: 'Part I',
          help: 'A person gives the social security number, or the ITIN of a resident alien; a company its EIN.',
          needed: always,
          options: [
            { value: 'ssn', label: 'Social security number (SSN)' },
            { value: 'ein', label: 'Employer identification number (EIN)' },
            { value: 'itin', label: 'Individual taxpayer number (ITIN)' },
          ],
          check: (value, { classification = '' }) =>
            value !== 'ein' && companies.includes(classification)
              ? 'A company gives its employer identification number.'
              : undefined,
        },
        tinField('tin', 'Number', 'Part I', ({ tinKind }) => usKind(tinKind), { needed: always }),
        {
          key: 'backupNotified',
          kind: 'tick',
          label: 'The IRS has told me that I am subject to backup withholding',
          line: 'Part II, item 2',
        },
      ],
    },
  ],
  certify: [
    'The number on this form is my correct taxpayer identification number.',
    'I am not subject to backup withholding, unless I have said so above.',
    'I am a U.S. citizen or other U.S. person.',
    'The FATCA code on this form, if any, is correct.',
  ],
};

function usKind(kind: string | undefined): 'ssn' | 'ein' | 'itin' | undefined {
  return kind === 'ssn' || kind === 'ein' || kind === 'itin' ? kind : undefined;
}

/** Whether the IRS has asked for backup withholding on this form's payee. */
export function isBackupNotified(values: TaxValues): boolean {
  return ticked(values['backupNotified']);
}

/** Corporations, and payees with a code of exemption, are not reported on Form 1099-NEC (instructions, "Exceptions"). */
export function isExemptFromReporting(values: TaxValues): boolean {
  const { classification, llcTax, exemptCode } = values;
  return (
    classification === 'c_corporation' ||
    classification === 's_corporation' ||
    (classification === 'llc' && (llcTax === 'C' || llcTax === 'S')) ||
    exemptCode !== undefined
  );
}
