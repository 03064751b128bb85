import { countryCodes, usStates } from './countries.js';
import { ticked, type TaxField, type TaxValues } from './form.js';
import { checkTin, type TinKind } from './tin.js';

const always = (): boolean => true;

/** Fields that several forms have. */
export function nameField(label: string, line: string, help?: string): TaxField {
  return { key: 'name', kind: 'text', label, line, ...(help !== undefined && { help }), needed: always };
}

/** A permanent address: no post office box, as the forms ask. */
export function addressFields(line: string, country: 'us' | 'foreign' | 'any'): TaxField[] {
  const noBox = (value: string): string | undefined =>
    country === 'foreign' && /\bp\.?\s?o\.?\s?box\b|\bpostfach\b/i.test(value)
      ? 'A post office box is not an address of residence.'
      : undefined;
  return [
    { key: 'street', kind: 'text', label: 'Street and number', line, needed: always, check: noBox },
    { key: 'town', kind: 'text', label: 'Town', needed: always },
    ...(country === 'us'
      ? [
          { key: 'state', kind: 'state', label: 'U.S. state', needed: always, check: isState } satisfies TaxField,
          {
            key: 'postcode',
            kind: 'text',
            label: 'ZIP code',
            needed: always,
            check: isZip,
            max: 10,
          } satisfies TaxField,
        ]
      : [{ key: 'postcode', kind: 'text', label: 'Postcode', max: 20 } satisfies TaxField]),
    ...(country === 'us'
      ? []
      : [
          {
            key: 'country',
            kind: 'country',
            label: 'Country',
            needed: always,
            check: (value: string) => countryProblem(value, country === 'foreign'),
          } satisfies TaxField,
        ]),
  ];
}

export function countryProblem(value: string, notUs: boolean): string | undefined {
  if (!countryCodes.includes(value)) return 'Choose a country.';
  return notUs && value === 'US' ? 'Residents of the United States give Form W-9.' : undefined;
}

function isState(value: string): string | undefined {
  return usStates.includes(value) ? undefined : 'Choose a state.';
}

function isZip(value: string): string | undefined {
  return /^\d{5}(-\d{4})?$/.test(value) ? undefined : 'A ZIP code has five digits, or nine with a dash.';
}

/** A taxpayer number whose kind another field says, or is always the same. */
export function tinField(
  key: string,
  label: string,
  line: string,
  kindOf: (values: TaxValues) => TinKind | undefined,
  more: Pick<TaxField, 'needed' | 'shown' | 'help'>,
): TaxField {
  return {
    key,
    kind: 'tin',
    label,
    line,
    secret: true,
    max: 30,
    ...more,
    check: (value, values) => {
      const kind = kindOf(values);
      // That the kind is missing is said at its own field.
      if (kind === undefined) return undefined;
      const checked = checkTin(kind, value, values['country']);
      return checked.ok ? undefined : checked.message;
    },
    tidy: (value) => value.toUpperCase().replaceAll(/[\s.\-/]/g, ''),
  };
}

/** The claim of a treaty: country, article, rate and why. */
export function treatyFields(line: string, check: NonNullable<TaxField['check']>): TaxField[] {
  const claims = (values: TaxValues): boolean => ticked(values['treaty']);
  return [
    {
      key: 'treaty',
      kind: 'tick',
      label: 'I claim a lower rate by a tax treaty',
      help: 'Only where your country has a treaty with the United States. A tax number is needed for it.',
      line,
    },
    { key: 'treatyCountry', kind: 'country', label: 'Country of the treaty', needed: claims, shown: claims, check },
    {
      key: 'treatyArticle',
      kind: 'text',
      label: 'Article and paragraph',
      help: 'For example 7(1), business profits.',
      needed: claims,
      shown: claims,
      max: 40,
      check: (value) => (/^\d{1,2}\s*([A-Za-z(].*)?$/.test(value) ? undefined : 'An article begins with its number.'),
    },
    {
      key: 'treatyRate',
      kind: 'percent',
      label: 'Rate claimed, percent',
      needed: claims,
      shown: claims,
      max: 6,
      check: (value) =>
        /^\d{1,2}(\.\d{1,2})?$/.test(value) && Number(value) < 30 ? undefined : 'A rate below 30, for example 0 or 15.',
    },
    {
      key: 'treatyReason',
      kind: 'text',
      label: 'Why you meet the conditions',
      needed: claims,
      shown: claims,
      max: 500,
    },
  ];
}
