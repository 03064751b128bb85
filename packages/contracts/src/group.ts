import { z } from 'zod';
import { instant, json } from './common.js';

const amounts = z.record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,15}$/, 'whole minor units'));

export const groupKey = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a key: small letters, digits, dash, underscore');

/** Commission terms as somebody has agreed on them: a published rule, or the same terms for every order. */
export const termsSource = z.union([
  z.strictObject({ rule: z.string().min(1).max(100) }),
  z.strictObject({ terms: z.record(z.string(), json) }),
]);
export type TermsSourceDto = z.infer<typeof termsSource>;

const groupPayout = z.strictObject({
  minimumPayout: amounts.optional(),
  methods: z.array(z.string().min(1).max(40)).max(20).optional(),
  frequency: z.enum(['weekly', 'monthly', 'quarterly']).optional(),
});

/** Partners with the same agreement. Amounts are minor units. */
export const group = z
  .object({
    key: z.string(),
    name: z.string(),
    terms: termsSource.optional(),
    /** The terms in words, in the caller's language. */
    sentence: z.string().optional(),
    payout: groupPayout.optional(),
    /** Status of a partner who is taken into it. */
    newPartners: z.enum(['submitted', 'active']).optional(),
    partners: z.number().int(),
    createdAt: instant,
    rev: z.number().int(),
  })
  .meta({ id: 'Group' });
export type GroupDto = z.infer<typeof group>;

const agreement = {
  name: z.string().trim().min(1).max(120),
  terms: termsSource.nullable(),
  payout: groupPayout.nullable(),
  newPartners: z.enum(['submitted', 'active']).nullable(),
};

export const groupCreate = z.strictObject(agreement).partial().extend({ key: groupKey, name: agreement.name }).strict();
export type GroupCreate = z.infer<typeof groupCreate>;

/** `rev` is what the editor looked at. Null takes something away. */
export const groupUpdate = z.strictObject(agreement).partial().extend({ rev: z.number().int() }).strict();
export type GroupUpdate = z.infer<typeof groupUpdate>;
