import { checkVatNumber } from '@sluice/domain/vat/number';
import { memberStates, standardRate } from '@sluice/domain/vat/rates';
import { z } from 'zod';
import { explanationPart, instant, partnerRef } from './common.js';

export const taxFormKey = z.enum(['w9', 'w8ben', 'w8ben_e', 'vat']);
export const taxFormState = z.enum(['submitted', 'accepted', 'rejected', 'expired']);
const day = z.iso.date();

/** A form that a partner has given; numbers and dates of birth are masked. */
export const taxForm = z
  .object({
    id: z.string(),
    partner: partnerRef,
    form: taxFormKey,
    version: z.number().int(),
    edition: z.string(),
    values: z.record(z.string(), z.string()),
    masked: z.record(z.string(), z.string()),
    signedAs: z.string(),
    capacity: z.string(),
    signedOn: day,
    endsOn: day.optional(),
    state: taxFormState,
    submittedAt: instant,
    review: z.object({ by: z.string(), at: instant, reason: z.string().optional() }).optional(),
  })
  .meta({ id: 'TaxForm' });
export type TaxFormDto = z.infer<typeof taxForm>;

/** What is to be said of a partner's forms: whether one is asked for, and which holds. */
export const myTaxForms = z.object({
  required: z.boolean(),
  vat: z.boolean(),
  standing: z.enum(['in_force', 'submitted', 'rejected', 'expired', 'missing']),
  forms: z.array(taxForm),
});
export type MyTaxForms = z.infer<typeof myTaxForms>;

export const taxFormSubmit = z.strictObject({
  form: taxFormKey,
  values: z.record(z.string().max(40), z.string().max(1_000)),
  signedAs: z.string().max(200),
  capacity: z.string().max(200),
  certified: z.boolean(),
});
export type TaxFormSubmit = z.infer<typeof taxFormSubmit>;

export const taxFormReview = z
  .strictObject({ outcome: z.enum(['accept', 'reject']), reason: z.string().trim().min(3).max(500).optional() })
  .refine(({ outcome, reason }) => outcome === 'accept' || reason !== undefined, {
    path: ['reason'],
    message: 'say why, for the partner to read',
  });
export const taxFormReveal = z.strictObject({ reason: z.string().trim().min(3).max(300) });
export const taxFormRevealed = z.object({ secrets: z.record(z.string(), z.string()) });

export const sanctionsList = z
  .object({
    id: z.string(),
    list: z.string(),
    hash: z.string(),
    publishedOn: day.optional(),
    source: z.string(),
    persons: z.number().int(),
    organisations: z.number().int(),
    leftOut: z.number().int(),
    importedAt: instant,
    stale: z.boolean(),
  })
  .meta({ id: 'SanctionsList' });
export type SanctionsListDto = z.infer<typeof sanctionsList>;

export const sanctionsReviewState = z.enum(['open', 'cleared', 'confirmed', 'gone']);
export const sanctionsReview = z
  .object({
    id: z.string(),
    partner: partnerRef,
    entry: z.object({
      uid: z.string(),
      kind: z.enum(['individual', 'entity']),
      name: z.string(),
      aliases: z.array(z.object({ name: z.string(), weak: z.boolean() })),
      programs: z.array(z.string()),
      births: z.array(z.string()),
      countries: z.array(z.string()),
    }),
    names: z.array(z.string()),
    fingerprint: z.string(),
    score: z.number().int(),
    level: z.enum(['review', 'block']),
    reasons: z.array(explanationPart.extend({ text: z.string() })),
    state: sanctionsReviewState,
    foundAt: instant,
    decision: z.object({ by: z.string(), at: instant, note: z.string() }).optional(),
  })
  .meta({ id: 'SanctionsReview' });
export type SanctionsReviewDto = z.infer<typeof sanctionsReview>;

/** `fingerprint`: what was looked at; where it has changed meanwhile the decision is refused. */
export const sanctionsDecision = z.strictObject({
  outcome: z.enum(['clear', 'confirm']),
  note: z.string().trim().min(3).max(1_000),
  fingerprint: z.string(),
});

export const taxYear = z
  .object({
    year: z.number().int(),
    threshold: z.object({ from: z.string(), source: z.string() }),
    totals: z.object({ paid: z.string(), withheld: z.string() }),
    rows: z.array(
      z.object({
        partner: partnerRef,
        paid: z.string(),
        withheld: z.string(),
        payments: z.number().int(),
        returned: z.number().int(),
        reporting: z.enum(['reported', 'below_threshold', 'foreign', 'exempt', 'no_form', 'no_rate', 'nothing_paid']),
        form: taxFormKey.optional(),
      }),
    ),
    due: z.object({ kind: z.enum(['original', 'correction']), rows: z.number().int() }),
    exports: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['original', 'correction']),
        rows: z.number().int(),
        files: z.number().int(),
        createdAt: instant,
      }),
    ),
  })
  .meta({ id: 'TaxYear' });
export type TaxYearDto = z.infer<typeof taxYear>;

const amount = z.string().regex(/^\d{1,15}$/, 'whole cents');
const line = (max: number) => z.string().trim().min(1, 'This is needed.').max(max);

/** A programme that writes invoices must be named on them: by name and postal address, and within the Union by its VAT number. */
function billable(
  vat: {
    country: string;
    number?: string | undefined;
    selfBilling?: boolean | undefined;
    company?: object | undefined;
  },
  context: z.RefinementCtx,
): void {
  const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (vat.number !== undefined && standardRate(vat.country, '2026-01-01') !== undefined) {
    const checked = checkVatNumber(vat.number, vat.country);
    if (!checked.ok)
      wrong(
        ['number'],
        checked.code === 'other_country'
          ? 'This is a VAT number of another country.'
          : 'No VAT number of this country looks like this.',
      );
  }
  if (!vat.selfBilling) return;
  if (vat.number === undefined && memberStates.has(vat.country)) wrong(['number'], 'Invoices need your VAT number.');
  if (vat.company === undefined)
    for (const field of ['name', 'street', 'town'])
      wrong(['company', field], 'Invoices need your company’s name and postal address.');
}

const score = z.number().int().min(50).max(100);

/** What the programme asks about taxes and sanctions; null takes a part away. */
export const taxSettings = z.object({
  tax: z
    .strictObject({
      formRequired: z.boolean().optional(),
      backupWithholding: z.boolean().optional(),
      usSource: z.boolean().optional(),
      remindDays: z.number().int().min(1).max(365).optional(),
      reportFrom: z.record(z.string().regex(/^\d{4}$/), amount).optional(),
      payer: z
        .strictObject({
          name: z.string().trim().min(1).max(75),
          ein: z.string().regex(/^\d{2}-?\d{7}$/, 'nine digits'),
          street: z.string().trim().min(1).max(35),
          town: z.string().trim().min(1).max(22),
          state: z.string().regex(/^[A-Z]{2}$/, 'two letters'),
          postcode: z.string().regex(/^\d{5}(-?\d{4})?$/, 'a ZIP code'),
          phone: z.string().regex(/^[\d ()+.-]{10,20}$/, 'a telephone number'),
          email: z.email().optional(),
        })
        .optional(),
    })
    .nullable(),
  sanctions: z
    .strictObject({
      screen: z.boolean(),
      source: z.url().optional(),
      maxAgeDays: z.number().int().min(1).max(60).optional(),
      reviewFrom: score.optional(),
      blockFrom: score.optional(),
    })
    .nullable(),
  vat: z
    .strictObject({
      country: z.string().regex(/^[A-Z]{2}$/, 'two letters'),
      number: z.string().trim().min(4).max(20).optional(),
      selfBilling: z.boolean().optional(),
      numberPrefix: z
        .string()
        .regex(/^[A-Z0-9-]{1,10}$/, 'capital letters, digits and dashes')
        .optional(),
      company: z
        .strictObject({ name: line(120), street: line(120), postcode: line(20).optional(), town: line(80) })
        .optional(),
    })
    .superRefine(billable)
    .nullable(),
});
export type TaxSettingsDto = z.infer<typeof taxSettings>;
