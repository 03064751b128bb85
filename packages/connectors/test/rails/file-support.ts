import { attemptKey, derivedId, money, type PayoutAccount } from '@sluice/domain';
import type { FileInput, FilePayment } from '../../src/rails/files/index.js';

export const sepaSettings = {
  name: 'Halden Instruments GmbH',
  iban: 'DE75512108001245126199',
  bic: 'SOGEDEFFXXX',
  town: 'Frankfurt am Main',
  country: 'DE',
  street: 'Mainzer Landstraße 12',
  postcode: '60325',
};

export const nachaSettings = {
  destination: '091000019',
  destinationName: 'Wells Fargo Minnesota',
  origin: '1234567890',
  originName: 'Halden Instruments',
  companyName: 'Halden Instr',
  companyId: '1234567890',
  entryClass: 'PPD',
  description: 'COMMISSION',
};

export function payment(name: string, amount: bigint, account: PayoutAccount, currency = 'EUR'): FilePayment {
  const payout = derivedId('payout', 'file-test', name);
  return {
    payout,
    key: attemptKey(payout, 1),
    partner: { id: derivedId('partner', name), name },
    amount: money(amount, currency),
    account,
    text: 'B-2026-11 commission',
  };
}

export function sepaTo(holder: string, iban: string, more: Partial<Extract<PayoutAccount, { rail: 'sepa' }>> = {}) {
  return { rail: 'sepa', holder, iban, town: 'Köln', country: 'DE', ...more } as const;
}

export function input(payments: FilePayment[], settings: Record<string, string>): FileInput {
  return {
    message: 'PFL5H2QK9ZW8VTRXA4MNBC7D6EYGS',
    batch: 'B-2026-11',
    ordinal: 0,
    madeAt: new Date('2026-11-20T10:15:30.123Z'),
    executionDate: '2026-11-24',
    payments,
    settings,
  };
}
