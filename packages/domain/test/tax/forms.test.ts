import { describe, expect, it } from '@jest/globals';
import { endOf, standingOf, type TaxFormState } from '../../src/tax/filed.js';
import type { TaxFormKey, TaxValues } from '../../src/tax/form.js';
import { fieldsOf, formFor, taxForm, taxForms } from '../../src/tax/forms.js';
import { checkForm, masked } from '../../src/tax/validate.js';
import { good } from './build.js';

const today = '2026-11-20';
const check = (form: TaxFormKey, values: TaxValues, signature = {}) =>
  checkForm(taxForms[form], { values, signedAs: 'Ada Doe', capacity: 'self', certified: true, ...signature }, today);

describe('tax forms', () => {
  it.each(Object.keys(good) as TaxFormKey[])('%s in order is taken, with its secrets apart', (form) => {
    const checked = check(form, good[form]);
    expect(checked.problems).toEqual([]);
    expect(Object.keys(checked.open)).not.toEqual(expect.arrayContaining(['tin', 'foreignTin', 'usTin', 'birth']));
    for (const [key, value] of Object.entries(checked.secret)) {
      expect(JSON.stringify(checked.open)).not.toContain(value);
      expect(masked(key, value)).not.toBe(value);
    }
  });

  it.each<[string, TaxFormKey, Record<string, string | undefined>, string, string]>([
    ['no name', 'w9', { name: '' }, 'name', 'needed'],
    ['no classification', 'w9', { classification: undefined }, 'classification', 'needed'],
    ['an unknown classification', 'w9', { classification: 'club' }, 'classification', 'not_an_option'],
    ['an LLC that does not say how it is taxed', 'w9', { classification: 'llc', tinKind: 'ein' }, 'llcTax', 'needed'],
    [
      'another classification unnamed',
      'w9',
      { classification: 'other', tinKind: 'ein' },
      'otherClassification',
      'needed',
    ],
    ['a company with a social security number', 'w9', { classification: 'c_corporation' }, 'tinKind', 'invalid'],
    ['a wrong social security number', 'w9', { tin: '000-12-3456' }, 'tin', 'invalid'],
    ['no number', 'w9', { tin: undefined }, 'tin', 'needed'],
    ['a number without its kind', 'w9', { tinKind: undefined }, 'tinKind', 'needed'],
    ['a state that is none', 'w9', { state: 'XX' }, 'state', 'invalid'],
    ['a wrong ZIP code', 'w9', { postcode: '1234' }, 'postcode', 'invalid'],
    [
      'a wrong exempt code',
      'w9',
      { classification: 'c_corporation', tinKind: 'ein', exemptCode: '14' },
      'exemptCode',
      'invalid',
    ],
    ['a field of another form', 'w9', { giin: 'x' }, 'giin', 'unknown_field'],
    ['a name too long', 'w9', { name: 'x'.repeat(201) }, 'name', 'too_long'],
    ['an American on a W-8BEN', 'w8ben', { citizenship: 'US' }, 'citizenship', 'invalid'],
    ['a resident of the United States', 'w8ben', { country: 'US' }, 'country', 'invalid'],
    ['a post office box', 'w8ben', { street: 'P.O. Box 7' }, 'street', 'invalid'],
    ['born tomorrow', 'w8ben', { birth: '2026-11-21' }, 'birth', 'invalid'],
    ['born on 30 February', 'w8ben', { birth: '1990-02-30' }, 'birth', 'invalid'],
    ['no date of birth', 'w8ben', { birth: undefined }, 'birth', 'needed'],
    ['neither a tax number nor none', 'w8ben', { foreignTin: undefined }, 'foreignTin', 'needed'],
    ['a Spanish number of the wrong form', 'w8ben', { foreignTin: '123' }, 'foreignTin', 'invalid'],
    ['a treaty of another country', 'w8ben', { treatyCountry: 'DE' }, 'treatyCountry', 'invalid'],
    ['a country without a treaty', 'w8ben', { country: 'BR', treatyCountry: 'BR' }, 'treatyCountry', 'invalid'],
    ['Hungary, whose treaty has ended', 'w8ben', { country: 'HU', treatyCountry: 'HU' }, 'treatyCountry', 'invalid'],
    ['a treaty without an article', 'w8ben', { treatyArticle: undefined }, 'treatyArticle', 'needed'],
    ['an article without a number', 'w8ben', { treatyArticle: 'royalties' }, 'treatyArticle', 'invalid'],
    ['a rate that is not lower', 'w8ben', { treatyRate: '30' }, 'treatyRate', 'invalid'],
    [
      'a treaty without any number',
      'w8ben',
      { foreignTin: undefined, noForeignTin: 'yes' },
      'treatyCountry',
      'invalid',
    ],
    ['an American company', 'w8ben_e', { incorporation: 'US' }, 'incorporation', 'invalid'],
    ['a partnership', 'w8ben_e', { chapter3: 'partnership' }, 'chapter3', 'invalid'],
    ['a bank without its GIIN', 'w8ben_e', { chapter4: 'participating_ffi' }, 'giin', 'needed'],
    ['a wrong GIIN', 'w8ben_e', { chapter4: 'participating_ffi', giin: '98Q96B' }, 'giin', 'invalid'],
    ['an EIN of the wrong form', 'w8ben_e', { usTin: '00-1234567' }, 'usTin', 'invalid'],
    ['a treaty without its limitation on benefits', 'w8ben_e', { ...treaty('DE') }, 'limitation', 'needed'],
    ['no VAT number of a member state', 'vat', { vatNumber: undefined }, 'vatNumber', 'needed'],
    ['a VAT number of another country', 'vat', { vatNumber: 'ATU13585627' }, 'vatNumber', 'invalid'],
    ['a VAT number with wrong digits', 'vat', { vatNumber: 'DE136695977' }, 'vatNumber', 'invalid'],
    ['a box that says maybe', 'vat', { selfBilling: 'maybe' }, 'selfBilling', 'not_an_option'],
  ])('%s (%s) is a problem at its field', (_name, form, spoilt, field, code) => {
    const values = Object.fromEntries(
      Object.entries({ ...good[form], ...spoilt }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    expect(check(form, values).problems).toEqual([expect.objectContaining({ field, code })]);
  });

  it('a field that an earlier answer hides keeps nothing and is not looked at', () => {
    const { open, problems } = check('w9', { ...good.w9, llcTax: 'nonsense', exemptCode: '99' });
    expect([open['llcTax'], open['exemptCode'], problems]).toEqual([undefined, undefined, []]);
  });

  it.each([
    [{ signedAs: ' ' }, 'signedAs'],
    [{ capacity: '' }, 'capacity'],
    [{ certified: false }, 'certified'],
  ])('without %p it is not signed', (signature, field) => {
    expect(check('w9', good.w9, signature).problems).toEqual([expect.objectContaining({ field, code: 'needed' })]);
  });

  it('two plain questions lead to the form', () => {
    expect([formFor('person', true), formFor('organisation', true)]).toEqual(['w9', 'w9']);
    expect([formFor('person', false), formFor('organisation', false)]).toEqual(['w8ben', 'w8ben_e']);
    expect(() => taxForm('1042-S')).toThrow('not a tax form');
  });

  it('every number and date of birth is a secret', () => {
    for (const form of Object.values(taxForms))
      for (const field of fieldsOf(form))
        if (field.kind === 'tin' || field.kind === 'date') expect([field.key, field.secret]).toEqual([field.key, true]);
  });

  it.each([
    ['tin', '123456789', '•••••6789'],
    ['foreignTin', '1234', '•••'],
    ['birth', '1990-02-28', '1990-••-••'],
  ])('%s %s is shown as %s', (key, value, shown) => expect(masked(key, value)).toBe(shown));
});

describe('how long a form holds', () => {
  it.each([
    ['w8ben', '2026-01-01', '2029-12-31'],
    ['w8ben', '2026-12-31', '2029-12-31'],
    ['w8ben_e', '2024-02-29', '2027-12-31'],
    ['w9', '2026-01-01', undefined],
    ['vat', '2026-01-01', undefined],
  ] as const)('%s signed on %s ends on %s', (form, signedOn, end) => {
    expect(endOf(taxForms[form], signedOn)).toBe(end);
  });

  const form = (version: number, state: TaxFormState, endsOn?: string) => ({
    version,
    state,
    ...(endsOn !== undefined && { endsOn }),
  });
  it.each([
    ['none', [], 'missing', undefined],
    ['waiting', [form(1, 'submitted')], 'submitted', 1],
    ['refused', [form(1, 'rejected')], 'rejected', 1],
    ['accepted without an end', [form(1, 'accepted')], 'in_force', 1],
    ['on its last day', [form(1, 'accepted', today)], 'in_force', 1],
    ['a day after', [form(1, 'accepted', '2026-11-19')], 'expired', 1],
    ['marked expired', [form(1, 'expired', '2027-11-19')], 'expired', 1],
    ['accepted, with a newer one waiting', [form(1, 'accepted'), form(2, 'submitted')], 'in_force', 1],
    ['accepted, with a newer one refused', [form(2, 'rejected'), form(1, 'accepted')], 'in_force', 1],
    ['two accepted', [form(1, 'accepted'), form(2, 'accepted')], 'in_force', 2],
    ['ended, with a newer one waiting', [form(1, 'accepted', '2025-12-31'), form(2, 'submitted')], 'submitted', 2],
  ] as const)('%s: %s', (_name, forms, state, version) => {
    const standing = standingOf(forms, today);
    expect([standing.state, 'form' in standing ? standing.form.version : undefined]).toEqual([state, version]);
  });
});

function treaty(country: string): Record<string, string> {
  return {
    treaty: 'yes',
    treatyCountry: country,
    treatyArticle: '7',
    treatyRate: '0',
    treatyReason: 'No establishment.',
  };
}
