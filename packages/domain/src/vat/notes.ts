import type { ExplanationPart } from '../explanation.js';
import type { VatScheme } from '../payout.js';

export interface SelfBilling {
  /** Its place in the programme's range of that year, e.g. `SB-2026-000042`. */
  number: string;
  scheme: VatScheme;
  rate: string;
  /** VAT numbers, where there are any. */
  programmeNumber?: string;
  partnerNumber?: string;
}

/**
 * What a statement that is also an invoice must say (Directive 2006/112/EC, art. 226; § 14 UStG): that the recipient wrote it, its
 * number, both VAT numbers, and why no VAT is shown where none is. Codes, rendered by `renderExplanation`.
 */
export function selfBillingNotes({
  number,
  scheme,
  rate,
  programmeNumber,
  partnerNumber,
}: SelfBilling): ExplanationPart[] {
  const numbers: ExplanationPart[] = [
    ...(partnerNumber === undefined
      ? []
      : [{ code: 'self_billing.partner_number', params: { number: partnerNumber } }]),
    ...(programmeNumber === undefined
      ? []
      : [{ code: 'self_billing.programme_number', params: { number: programmeNumber } }]),
  ];
  return [
    { code: 'self_billing.title', params: { number } },
    ...numbers,
    { code: `self_billing.${scheme}`, params: scheme === 'standard' ? { rate } : {} },
  ];
}

/** The number of a self-billed invoice as people read it. */
export function selfBillingNumber(prefix: string, year: number, seq: number): string {
  return `${prefix}-${year}-${String(seq).padStart(6, '0')}`;
}

/** Whether a payout with this VAT is billed by the programme, so that its statement carries a number of the range. */
export function isSelfBilled(vat: { scheme: VatScheme; reason: ExplanationPart } | undefined): boolean {
  return vat !== undefined && vat.reason.code !== 'vat.private';
}
