import { describe, expect, it } from '@jest/globals';
import { renderExplanation } from '../../src/index.js';
import { isSelfBilled, selfBillingNotes, selfBillingNumber } from '../../src/vat/notes.js';
import { checkVatNumber } from '../../src/vat/number.js';
import { memberStates, standardRate } from '../../src/vat/rates.js';
import { decideVat, type VatProfile } from '../../src/vat/scheme.js';

const german = { country: 'DE', number: 'DE136695976', selfBilling: true };
const agreed = new Date('2026-01-02T10:00:00Z');
const address = { street: 'Weg 1', town: 'Ort' };
const business = (country: string, more: Partial<VatProfile> = {}): VatProfile => ({
  name: 'Max Firma',
  address,
  country,
  status: 'business',
  number: `${country}1`,
  selfBillingSince: agreed,
  ...more,
});
const noNumber = (country: string, status: VatProfile['status'] = 'business'): VatProfile => ({
  name: 'Max Firma',
  address,
  country,
  status,
  selfBillingSince: agreed,
});

describe('the VAT scheme', () => {
  it.each<[string, Parameters<typeof decideVat>[0], VatProfile | undefined, string, string, string | undefined]>([
    ['German business in Germany', german, business('DE'), 'standard', 'vat.standard', '19'],
    ['German business without a number', german, noNumber('DE'), 'none', 'vat.no_number', undefined],
    ['German small business', german, noNumber('DE', 'small_business'), 'small_business', 'vat.small_business', '0'],
    ['private person in Germany', german, noNumber('DE', 'private'), 'outside_scope', 'vat.private', '0'],
    [
      'private person who agreed to nothing',
      german,
      { name: 'Max', address, country: 'DE', status: 'private' },
      'outside_scope',
      'vat.private',
      '0',
    ],
    ['Austrian business for a German programme', german, business('AT'), 'reverse_charge', 'vat.reverse_charge', '0'],
    ['Austrian business without a number', german, noNumber('AT'), 'none', 'vat.no_number', undefined],
    ['US business for a German programme', german, noNumber('US'), 'reverse_charge', 'vat.reverse_charge', '0'],
    ['Swiss business for a German programme', german, noNumber('CH'), 'reverse_charge', 'vat.reverse_charge', '0'],
    [
      'German business for a US programme',
      { country: 'US', selfBilling: true },
      business('DE'),
      'outside_scope',
      'vat.abroad',
      '0',
    ],
    [
      'US business in the US',
      { country: 'US', selfBilling: true },
      business('US'),
      'none',
      'vat.unknown_country',
      undefined,
    ],
    [
      'British business for a British programme',
      { country: 'GB', selfBilling: true },
      business('GB'),
      'standard',
      'vat.standard',
      '20',
    ],
    ['no declaration', german, undefined, 'none', 'vat.no_declaration', undefined],
    [
      'no agreement to self-billing',
      german,
      { name: 'Max', address, country: 'DE', status: 'business', number: 'DE1' },
      'none',
      'vat.no_agreement',
      undefined,
    ],
    [
      'agreed only later',
      german,
      business('DE', { selfBillingSince: new Date('2026-12-01T00:00:00Z') }),
      'none',
      'vat.no_agreement',
      undefined,
    ],
    ['a programme that bills nobody', { country: 'DE' }, business('DE'), 'none', 'vat.no_self_billing', undefined],
  ])('%s', (_name, settings, partner, scheme, reason, rate) => {
    const decided = decideVat(settings, partner, '2026-11-20');
    expect([decided.scheme, decided.reason.code, 'rate' in decided ? decided.rate : undefined]).toEqual([
      scheme,
      reason,
      rate,
    ]);
  });

  it.each([
    ['DE', '2020-06-30', '19'],
    ['DE', '2020-07-01', '16'],
    ['DE', '2021-01-01', '19'],
    ['EE', '2025-06-30', '22'],
    ['EE', '2025-07-01', '24'],
    ['RO', '2025-08-01', '21'],
    ['SK', '2024-12-31', '20'],
    ['SK', '2025-01-01', '23'],
    ['FI', '2026-01-01', '25.5'],
    ['CH', '2024-01-01', '8.1'],
  ])('the rate of %s on %s is %s %%', (country, day, rate) => {
    expect(standardRate(country, day)).toBe(rate);
  });

  it('knows a rate for every member state, and none for a country without VAT', () => {
    for (const country of memberStates) expect(standardRate(country, '2026-11-20')).toMatch(/^\d\d(\.\d)?$/);
    expect(memberStates.size).toBe(27);
    expect(standardRate('US', '2026-11-20')).toBeUndefined();
    expect(() => standardRate('DE', 'tomorrow')).toThrow('is not a day');
  });
});

describe('VAT numbers', () => {
  it.each([
    ['DE 136 695 976', 'DE', 'DE136695976'],
    ['atu13585627', 'AT', 'ATU13585627'],
    ['NL004495445B01', 'NL', 'NL004495445B01'],
    ['IE6388047V', 'IE', 'IE6388047V'],
  ])('%s is one of %s', (given, country, number) => {
    expect(checkVatNumber(given, country)).toEqual({ ok: true, number });
  });
  it.each([
    ['DE136695977', 'DE', 'bad_number'],
    ['DE136695976', 'AT', 'other_country'],
    ['136695976', 'DE', 'bad_number'],
    ['', 'DE', 'bad_number'],
  ])('%s is none of %s: %s', (given, country, code) => {
    expect(checkVatNumber(given, country)).toEqual({ ok: false, code });
  });
});

describe('what a self-billed statement says', () => {
  const party = { name: 'Firma', street: 'Weg 1', town: 'Ort', country: 'DE' };
  const supplier = { ...party, vatNumber: 'ATU13585627' };
  const recipient = { ...party, vatNumber: 'DE136695976' };
  it('reverse charge, in both languages, with both numbers', () => {
    const number = selfBillingNumber('SB', 2026, 42);
    const notes = selfBillingNotes({ number, scheme: 'reverse_charge', rate: '0', supplier, recipient });
    expect(renderExplanation(notes, 'de')).toEqual([
      'Gutschrift SB-2026-000042.',
      'USt-IdNr. des Partners: ATU13585627.',
      'USt-IdNr. des Empfängers: DE136695976.',
      'Steuerschuldnerschaft des Leistungsempfängers.',
    ]);
    expect(renderExplanation(notes, 'en')[0]).toBe('Self-billing invoice SB-2026-000042.');
    expect(renderExplanation(notes, 'en')[3]).toContain('Reverse charge');
  });
  it('the rate where there is one; numbers only where there are some; which earlier invoice is amended', () => {
    const notes = selfBillingNotes({
      number: 'SB-2026-000002',
      scheme: 'standard',
      rate: '19',
      supplier: party,
      recipient: party,
      amends: { number: 'SB-2026-000001', how: 'adds' },
    });
    expect(renderExplanation(notes, 'de')).toEqual([
      'Gutschrift SB-2026-000002.',
      'Sie berichtigt Gutschrift SB-2026-000001: Sie ergänzt, was sich an denselben Provisionen geändert hat und was neu ist.',
      'Der Betrag enthält 19\u202f% Umsatzsteuer.',
    ]);
  });
  it('a private person gets no invoice number', () => {
    expect(isSelfBilled(undefined)).toBe(false);
    expect(isSelfBilled({ scheme: 'outside_scope', reason: { code: 'vat.private', params: {} } })).toBe(false);
    expect(isSelfBilled({ scheme: 'reverse_charge', reason: { code: 'vat.reverse_charge', params: {} } })).toBe(true);
  });
});
