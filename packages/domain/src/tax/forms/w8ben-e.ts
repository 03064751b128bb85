import { treatyCountries } from '../countries.js';
import { addressFields, countryProblem, nameField, tinField, treatyFields } from '../fields.js';
import { ticked, type TaxFormDefinition } from '../form.js';

const always = (): boolean => true;

/** Form W-8BEN-E, certificate of foreign status of an organisation. */
export const w8benE: TaxFormDefinition = {
  key: 'w8ben_e',
  name: 'W-8BEN-E',
  title: 'Certificate of foreign status of an organisation',
  edition: 'Rev. October 2021',
  purpose: 'us',
  holds: 'third_year',
  parts: [
    {
      title: 'The organisation',
      fields: [
        nameField('Name of the organisation', 'Line 1'),
        {
          key: 'incorporation',
          kind: 'country',
          label: 'Country of incorporation',
          line: 'Line 2',
          needed: always,
          check: (value) =>
            countryProblem(value, false) ??
            (value === 'US' ? 'Organisations of the United States give Form W-9.' : undefined),
        },
        {
          key: 'chapter3',
          kind: 'choice',
          label: 'Kind of organisation',
          line: 'Line 4',
          needed: always,
          options: [
            { value: 'corporation', label: 'Corporation' },
            { value: 'partnership', label: 'Partnership' },
            { value: 'disregarded', label: 'Disregarded entity with a hybrid claim' },
            { value: 'trust', label: 'Trust or estate' },
            { value: 'government', label: 'Government' },
            { value: 'tax_exempt', label: 'Tax-exempt organisation' },
          ],
          check: (value) =>
            value === 'partnership' ? 'A partnership gives Form W-8IMY, on paper: ask the programme.' : undefined,
        },
        {
          key: 'chapter4',
          kind: 'choice',
          label: 'FATCA status',
          line: 'Line 5',
          needed: always,
          help: 'Companies that earn by their work are as a rule active NFFEs.',
          options: [
            { value: 'active_nffe', label: 'Active NFFE' },
            { value: 'passive_nffe', label: 'Passive NFFE' },
            { value: 'publicly_traded_nffe', label: 'Publicly traded NFFE or its affiliate' },
            { value: 'participating_ffi', label: 'Participating or reporting foreign financial institution' },
            { value: 'exempt', label: 'Exempt beneficial owner' },
          ],
        },
        {
          key: 'giin',
          kind: 'text',
          label: 'GIIN',
          line: 'Line 9a',
          max: 19,
          shown: ({ chapter4 }) => chapter4 === 'participating_ffi',
          needed: ({ chapter4 }) => chapter4 === 'participating_ffi',
          check: (value) =>
            /^[0-9A-Z]{6}\.[0-9A-Z]{5}\.[A-Z]{2}\.\d{3}$/.test(value)
              ? undefined
              : 'A GIIN looks like 98Q96B.00000.LE.250.',
        },
      ],
    },
    { title: 'Address of residence', fields: addressFields('Line 6', 'foreign') },
    {
      title: 'Tax numbers',
      fields: [
        {
          key: 'noForeignTin',
          kind: 'tick',
          label: 'Its country gives it no tax number',
          line: 'Line 9c',
          help: 'Tick this only if no number is required by law.',
        },
        tinField('foreignTin', 'Tax number of its country', 'Line 9b', () => 'foreign', {
          needed: ({ noForeignTin }) => !ticked(noForeignTin),
          shown: ({ noForeignTin }) => !ticked(noForeignTin),
        }),
        tinField('usTin', 'Employer identification number (EIN)', 'Line 8', () => 'ein', {
          help: 'Only if it has one.',
        }),
      ],
    },
    {
      title: 'Tax treaty',
      fields: [
        ...treatyFields('Lines 14 and 15', (value, values) => {
          if (!treatyCountries.has(value)) return 'There is no tax treaty with this country in force.';
          if (values['country'] !== 'US' && value !== values['country'])
            return 'The treaty is that of the country of residence.';
          return ticked(values['noForeignTin']) && values['usTin'] === undefined
            ? 'A claim needs a tax number, of its country or of the United States.'
            : undefined;
        }),
        {
          key: 'limitation',
          kind: 'choice',
          label: 'Limitation on benefits',
          line: 'Line 14b',
          help: 'By which test of the treaty the organisation may claim it.',
          shown: ({ treaty }) => ticked(treaty),
          needed: ({ treaty }) => ticked(treaty),
          options: [
            { value: 'publicly_traded', label: 'Publicly traded corporation' },
            { value: 'subsidiary', label: 'Subsidiary of a publicly traded corporation' },
            { value: 'ownership', label: 'Ownership and base erosion test' },
            { value: 'derivative', label: 'Derivative benefits test' },
            { value: 'active_business', label: 'Active trade or business test' },
            { value: 'none', label: 'The treaty has no such article' },
          ],
        },
      ],
    },
  ],
  certify: [
    'I may sign for the organisation named on this form.',
    'The organisation is not a U.S. person.',
    'The income is not effectively connected with a business in the United States.',
    'If a treaty is claimed: the organisation is resident in that country and meets its limitation on benefits.',
    'A new form will be given within 30 days if anything here becomes incorrect.',
  ],
};
