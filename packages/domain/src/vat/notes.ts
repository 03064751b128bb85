import type { ExplanationPart } from '../explanation.js';
import type { VatScheme } from '../payout.js';
import type { SelfBilledInvoice } from './invoice.js';

/**
 * What a statement that is also an invoice must say (Directive 2006/112/EC, art. 226; § 14 UStG) beside its figures: that the recipient
 * wrote it, its number, both VAT numbers, which earlier one it amends, and why no VAT is shown where none is. Codes, rendered by
 * `renderExplanation`.
 */
export function selfBillingNotes({
  number,
  scheme,
  rate,
  supplier,
  recipient,
  amends,
}: Pick<SelfBilledInvoice, 'number' | 'scheme' | 'rate' | 'supplier' | 'recipient' | 'amends'>): ExplanationPart[] {
  const of = (code: string, vatNumber: string | undefined): ExplanationPart[] =>
    vatNumber === undefined ? [] : [{ code, params: { number: vatNumber } }];
  return [
    { code: 'self_billing.title', params: { number } },
    ...(amends ? [{ code: `self_billing.${amends.how}`, params: { number: amends.number } }] : []),
    ...of('self_billing.partner_number', supplier.vatNumber),
    ...of('self_billing.programme_number', recipient.vatNumber),
    { code: `self_billing.${scheme}`, params: scheme === 'standard' ? { rate } : {} },
  ];
}

/** What the statement of money that is sent again says: its invoice was written before, and there is no second one. */
export function keptInvoiceNote(number: string): ExplanationPart {
  return { code: 'self_billing.kept', params: { number } };
}

/** The number of a self-billed invoice as people read it. */
export function selfBillingNumber(prefix: string, year: number, seq: number): string {
  return `${prefix}-${year}-${String(seq).padStart(6, '0')}`;
}

/** Whether a payout with this VAT is billed by the programme, so that its statement carries a number of the range. */
export function isSelfBilled(vat: { scheme: VatScheme; reason: ExplanationPart } | undefined): boolean {
  return vat !== undefined && vat.reason.code !== 'vat.private';
}
