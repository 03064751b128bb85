import { checkVAT, countries } from 'jsvat';

/** A VAT number as it is written on an invoice, or why it is none of that country. */
export type VatNumberCheck = { ok: true; number: string } | { ok: false; code: 'bad_number' | 'other_country' };

/**
 * Whether a text has the form, and the check digits, of a VAT number of that country. It says nothing about whether the number
 * has been given to anybody: that only the country's register knows.
 */
export function checkVatNumber(given: string, country: string): VatNumberCheck {
  const number = given.toUpperCase().replaceAll(/[\s.\-/]/g, '');
  const checked = checkVAT(number, countries);
  if (!checked.isValid || !checked.country) return { ok: false, code: 'bad_number' };
  return checked.country.isoCode.short === country ? { ok: true, number } : { ok: false, code: 'other_country' };
}
