import { memberStates } from './rates.js';
import type { VatProfile } from './scheme.js';
import type { VatSettings } from './settings.js';

/** A party of an invoice: full name, postal address and VAT number (Directive 2006/112/EC, art. 226(3) to (5)). */
export interface InvoiceParty {
  name: string;
  street: string;
  postcode?: string;
  town: string;
  /** ISO 3166-1. */
  country: string;
  vatNumber?: string;
}

/** What an invoice needs to know of a party, and does not. */
export type MissingOfParty = 'address' | 'number';

type Party = { ok: true; party: InvoiceParty } | { ok: false; missing: MissingOfParty };

/**
 * The programme's company as recipient of the service. It owes the tax of what comes from abroad and, within the Union, must then be
 * named with its VAT number.
 */
export function recipientOf({ company, country, number }: VatSettings): Party {
  if (memberStates.has(country) && !number) return { ok: false, missing: 'number' };
  return partyOf({ ...company, country, ...(number !== undefined && { vatNumber: number }) });
}

/** The partner as supplier of the service, by its own declaration. */
export function supplierOf({ name, address, country, number }: VatProfile): Party {
  return partyOf({ name, ...address, country, ...(number !== undefined && { vatNumber: number }) });
}

/** The lines of an address below the name, as they are written on an envelope; the country is for the reader's language. */
export function addressLines({ street, postcode, town }: InvoiceParty): string[] {
  return [street, [postcode, town].filter(Boolean).join(' ')];
}

function partyOf(of: Partial<InvoiceParty>): Party {
  const { name = '', street = '', town = '', country = '', postcode, vatNumber } = of;
  if ([name, street, town, country].some((part) => part.trim() === '')) return { ok: false, missing: 'address' };
  return {
    ok: true,
    party: { name, street, ...(postcode && { postcode }), town, country, ...(vatNumber && { vatNumber }) },
  };
}
