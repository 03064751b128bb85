import { checkVatNumber } from '../../vat/number.js';
import { memberStates } from '../../vat/rates.js';
import { addressFields, nameField } from '../fields.js';
import { ticked, type TaxFormDefinition, type TaxValues } from '../form.js';

const always = (): boolean => true;
const isBusiness = ({ status }: TaxValues): boolean => status === 'business' || status === 'small_business';
const hasNumberOfUnion = (values: TaxValues): boolean =>
  values['status'] === 'business' && memberStates.has(values['country'] ?? '');

/** What a partner declares for VAT, and whether the programme may write its invoices. */
export const vat: TaxFormDefinition = {
  key: 'vat',
  name: 'VAT',
  title: 'Declaration for VAT and self-billing',
  edition: '2026',
  purpose: 'vat',
  holds: 'until_changed',
  parts: [
    { title: 'Who you are', fields: [nameField('Name on invoices', '')] },
    { title: 'Address', fields: addressFields('', 'any') },
    {
      title: 'VAT',
      fields: [
        {
          key: 'status',
          kind: 'choice',
          label: 'How you are taxed',
          needed: always,
          options: [
            { value: 'business', label: 'Business that charges VAT' },
            { value: 'small_business', label: 'Small business without VAT' },
            { value: 'private', label: 'Private person' },
          ],
        },
        {
          key: 'vatNumber',
          kind: 'vat_number',
          label: 'VAT number',
          help: 'With the letters of your country in front.',
          max: 20,
          shown: isBusiness,
          needed: hasNumberOfUnion,
          check: (value, values) => {
            const country = values['country'] ?? '';
            if (!memberStates.has(country) && country !== 'GB' && country !== 'CH' && country !== 'NO')
              return undefined;
            const checked = checkVatNumber(value, country);
            if (checked.ok) return undefined;
            return checked.code === 'other_country'
              ? 'This is a VAT number of another country than your address.'
              : 'No VAT number of this country looks like this.';
          },
          tidy: (value) => value.toUpperCase().replaceAll(/[\s.\-/]/g, ''),
        },
        {
          key: 'selfBilling',
          kind: 'tick',
          label: 'The programme may write my invoices (self-billing)',
          help: 'Each payout then comes with an invoice in your name. Without it no VAT can be paid out.',
          shown: isBusiness,
        },
      ],
    },
  ],
  certify: ['What I have declared here is correct, and I will say so when it changes.'],
};

/** Whether the declaration agrees to self-billing. */
export function agreesToSelfBilling(values: TaxValues): boolean {
  return ticked(values['selfBilling']);
}
