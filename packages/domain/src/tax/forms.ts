import { DomainError } from '../error.js';
import { taxFormKeys, type TaxField, type TaxFormDefinition, type TaxFormKey } from './form.js';
import { vat } from './forms/vat.js';
import { w8ben } from './forms/w8ben.js';
import { w8benE } from './forms/w8ben-e.js';
import { w9 } from './forms/w9.js';

/** Every form that Sluice takes, by its key: adding one is a file and a line. */
export const taxForms: Readonly<Record<TaxFormKey, TaxFormDefinition>> = { w9, w8ben, w8ben_e: w8benE, vat };

export function taxForm(key: string): TaxFormDefinition {
  const known = taxFormKeys.find((one) => one === key);
  if (!known) throw new DomainError('unknown_tax_form', `"${key}" is not a tax form that Sluice takes.`);
  return taxForms[known];
}

export function fieldsOf(form: TaxFormDefinition): TaxField[] {
  return form.parts.flatMap(({ fields }) => fields);
}

/** The form that two plain questions lead to: is it a person, and are they a person or company of the United States. */
export function formFor(who: 'person' | 'organisation', american: boolean): TaxFormKey {
  if (american) return 'w9';
  return who === 'person' ? 'w8ben' : 'w8ben_e';
}
