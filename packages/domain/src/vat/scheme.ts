import type { ExplanationPart } from '../explanation.js';
import type { VatScheme } from '../payout.js';
import { memberStates, standardRate } from './rates.js';
import type { VatSettings } from './settings.js';

/** What a partner has declared of itself for VAT. */
export interface VatProfile {
  country: string;
  /** `business`: a taxable person who charges VAT · `small_business`: exempt by turnover · `private`: not a taxable person. */
  status: 'business' | 'small_business' | 'private';
  /** Its VAT number, with the country's prefix. */
  number?: string;
  /** As they are to be written on its invoices. */
  name: string;
  address: { street?: string; postcode?: string; town?: string };
  /** When it agreed to be billed by the programme; nobody may write its invoices before. */
  selfBillingSince?: Date;
}

export type VatDecision =
  | { scheme: VatScheme; rate: string; reason: ExplanationPart }
  /** Sluice writes no invoice for this partner, and adds nothing: the reason says what is missing. */
  | { scheme: 'none'; reason: ExplanationPart };

/**
 * How VAT on a partner's commissions is treated. A commission is a service of the partner to the programme, so that between
 * businesses it is taxed where the programme is (Directive 2006/112/EC, art. 44): by the partner at the standard rate where both are
 * in one country, otherwise by the programme (reverse charge, art. 196).
 */
export function decideVat(settings: VatSettings, partner: VatProfile | undefined, day: string): VatDecision {
  if (!settings.selfBilling) return none('vat.no_self_billing');
  if (!partner) return none('vat.no_declaration');
  if (partner.status === 'private') return free('outside_scope', 'vat.private');
  if (!partner.selfBillingSince || partner.selfBillingSince.toISOString().slice(0, 10) > day)
    return none('vat.no_agreement');
  return partner.country === settings.country
    ? domestic(settings.country, partner, day)
    : abroad(settings.country, partner);
}

function domestic(country: string, partner: VatProfile, day: string): VatDecision {
  if (partner.status === 'small_business') return free('small_business', 'vat.small_business', { country });
  const rate = standardRate(country, day);
  if (rate === undefined) return none('vat.unknown_country', { country });
  if (partner.number === undefined) return none('vat.no_number');
  return { scheme: 'standard', rate, reason: { code: 'vat.standard', params: { country, rate } } };
}

function abroad(country: string, partner: VatProfile): VatDecision {
  // Taxed where the programme is; where that is outside the table, its own law has no VAT that we know of.
  if (standardRate(country, '2026-01-01') === undefined) return free('outside_scope', 'vat.abroad', { country });
  if (memberStates.has(partner.country) && partner.number === undefined) return none('vat.no_number');
  return free('reverse_charge', 'vat.reverse_charge', { country, from: partner.country });
}

function free(scheme: VatScheme, code: string, params: ExplanationPart['params'] = {}): VatDecision {
  return { scheme, rate: '0', reason: { code, params } };
}

function none(code: string, params: ExplanationPart['params'] = {}): VatDecision {
  return { scheme: 'none', reason: { code, params } };
}
