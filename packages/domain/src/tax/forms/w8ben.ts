import { treatyCountries } from '../countries.js';
import { addressFields, countryProblem, nameField, tinField, treatyFields } from '../fields.js';
import { ticked, type TaxFormDefinition } from '../form.js';

const always = (): boolean => true;

/** Form W-8BEN, certificate of foreign status of an individual. */
export const w8ben: TaxFormDefinition = {
  key: 'w8ben',
  name: 'W-8BEN',
  title: 'Certificate of foreign status of an individual',
  edition: 'Rev. October 2021',
  purpose: 'us',
  holds: 'third_year',
  parts: [
    {
      title: 'Who you are',
      fields: [
        nameField('Name', 'Line 1'),
        {
          key: 'citizenship',
          kind: 'country',
          label: 'Country of citizenship',
          line: 'Line 2',
          needed: always,
          check: (value) =>
            countryProblem(value, false) ??
            (value === 'US' ? 'Citizens of the United States give Form W-9, wherever they live.' : undefined),
        },
        {
          key: 'birth',
          kind: 'date',
          label: 'Date of birth',
          line: 'Line 8',
          secret: true,
          needed: always,
          check: (value, _values, today) => birthProblem(value, today),
        },
      ],
    },
    { title: 'Address of residence', fields: addressFields('Line 3', 'foreign') },
    {
      title: 'Tax numbers',
      fields: [
        {
          key: 'noForeignTin',
          kind: 'tick',
          label: 'My country gives me no tax number',
          line: 'Line 6b',
          help: 'Tick this only if no number is required of you by law.',
        },
        tinField('foreignTin', 'Tax number of your country', 'Line 6a', () => 'foreign', {
          needed: ({ noForeignTin }) => !ticked(noForeignTin),
          shown: ({ noForeignTin }) => !ticked(noForeignTin),
        }),
        {
          key: 'usTinKind',
          kind: 'choice',
          label: 'Number of the United States',
          line: 'Line 5',
          help: 'Only if you have one.',
          options: [
            { value: 'ssn', label: 'Social security number (SSN)' },
            { value: 'itin', label: 'Individual taxpayer number (ITIN)' },
          ],
        },
        tinField(
          'usTin',
          'Number',
          'Line 5',
          ({ usTinKind }) => (usTinKind === 'ssn' || usTinKind === 'itin' ? usTinKind : undefined),
          { needed: ({ usTinKind }) => usTinKind !== undefined, shown: ({ usTinKind }) => usTinKind !== undefined },
        ),
      ],
    },
    {
      title: 'Tax treaty',
      fields: treatyFields('Lines 9 and 10', (value, values) => {
        if (!treatyCountries.has(value)) return 'There is no tax treaty with this country in force.';
        if (values['country'] !== 'US' && value !== values['country'])
          return 'The treaty is that of the country you live in.';
        return ticked(values['noForeignTin']) && values['usTin'] === undefined
          ? 'A claim needs a tax number, of your country or of the United States.'
          : undefined;
      }),
    },
  ],
  certify: [
    'I am the person named on this form, or may sign for that person.',
    'The person named on this form is not a U.S. person.',
    'The income is not effectively connected with a business in the United States.',
    'If a treaty is claimed: the person lives in that country within the meaning of the treaty.',
    'A new form will be given within 30 days if anything here becomes incorrect.',
  ],
};

export function birthProblem(value: string, today: string): string | undefined {
  const at = new Date(`${value}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(value))
    return 'This is not a day of the calendar.';
  if (value < '1900-01-01' || value >= today) return 'This cannot be a date of birth.';
  return undefined;
}
