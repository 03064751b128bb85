import { z } from 'zod';
import { calculationLine, sentenceSegment } from './commission.js';
import { instant, partnerRef } from './common.js';
import { money } from './money.js';

export const statementRow = z
  .object({
    id: z.string(),
    partner: partnerRef,
    number: z.number().int(),
    currency: z.string(),
    from: instant,
    to: instant,
    opening: money,
    closing: money,
    /** What the payout of this statement carried, where there was one. */
    paid: money.optional(),
    payout: z.string().optional(),
    /** Number of the self-billing invoice that it is, or that was written before for the money that it sends again. */
    selfBilling: z.string().optional(),
    createdAt: instant,
  })
  .meta({ id: 'Statement' });
export type StatementRow = z.infer<typeof statementRow>;

export const statementLine = z.object({
  at: instant,
  kind: z.enum(['commission', 'clawback', 'adjustment', 'payout', 'payout_returned', 'withholding', 'vat', 'fee']),
  amount: money,
  commission: z.string().optional(),
  payout: z.string().optional(),
  /** The line's reason in words. */
  sentence: z.string(),
  /** The same in pieces, values apart from words. */
  segments: z.array(sentenceSegment),
  /** The rule that decided it, with its version, e.g. "Standard commission v7". */
  rule: z.string().optional(),
  calculation: z.array(calculationLine),
});
export type StatementLineDto = z.infer<typeof statementLine>;

const invoiceParty = z.object({
  name: z.string(),
  street: z.string(),
  postcode: z.string().optional(),
  town: z.string(),
  country: z.string(),
  vatNumber: z.string().optional(),
});

/** The partner's invoice, written by the programme: between whom, what for, and its sums. */
export const selfBilledInvoice = z
  .object({
    number: z.string(),
    scheme: z.enum(['standard', 'reverse_charge', 'small_business', 'outside_scope']),
    rate: z.string(),
    base: money,
    vat: money,
    supplier: invoiceParty,
    recipient: invoiceParty,
    issuedOn: z.iso.date(),
    service: z.object({ from: z.iso.date(), to: z.iso.date() }),
    amends: z.object({ number: z.string(), how: z.enum(['adds', 'replaces']) }).optional(),
  })
  .meta({ id: 'SelfBilledInvoice' });
export type SelfBilledInvoiceDto = z.infer<typeof selfBilledInvoice>;

export const statementDetail = statementRow
  .extend({
    fromSeq: z.number().int(),
    toSeq: z.number().int(),
    lines: z.array(statementLine),
    /** What the law wants to be said on it, one sentence each. */
    notes: z.array(z.string()),
    /** Where the statement is the partner's invoice at the same time. */
    invoice: selfBilledInvoice.optional(),
  })
  .meta({ id: 'StatementDetail' });
export type StatementDetail = z.infer<typeof statementDetail>;
