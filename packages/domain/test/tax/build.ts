import type { TaxFormKey, TaxValues } from '../../src/tax/form.js';

const address = { street: '1 Main Street', town: 'Austin' };

/** Forms that are in order, to be spoilt. */
export const good: Readonly<Record<TaxFormKey, TaxValues>> = {
  w9: {
    name: 'Ada Doe',
    classification: 'individual',
    ...address,
    state: 'TX',
    postcode: '73301',
    tinKind: 'ssn',
    tin: '123-45-6789',
  },
  w8ben: {
    name: 'Ana Gómez',
    citizenship: 'ES',
    birth: '1990-02-28',
    ...address,
    town: 'Madrid',
    country: 'ES',
    foreignTin: '12345678Z',
    treaty: 'yes',
    treatyCountry: 'ES',
    treatyArticle: '7(1)',
    treatyRate: '0',
    treatyReason: 'Business profits without a permanent establishment.',
  },
  w8ben_e: {
    name: 'Beispiel GmbH',
    incorporation: 'DE',
    chapter3: 'corporation',
    chapter4: 'active_nffe',
    ...address,
    town: 'Berlin',
    country: 'DE',
    foreignTin: '12345678901',
  },
  vat: {
    name: 'Beispiel GmbH',
    ...address,
    country: 'DE',
    status: 'business',
    vatNumber: 'DE136695976',
    selfBilling: 'yes',
  },
};
