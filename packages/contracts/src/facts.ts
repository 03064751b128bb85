import { z } from 'zod';
import type { FactField, FactsSchema } from '@sluice/rules';
import { json } from './common.js';

/** A text of the product in one language, or in each. */
export const localText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .or(z.strictObject({ en: z.string().trim().min(1).max(200), de: z.string().trim().min(1).max(200) }));
export type LocalTextDto = z.infer<typeof localText>;

/** The facts that a rule may read, as `@sluice/rules` declares them: typed fields, nested objects, labels, examples. */
export const factsSchema = z
  .looseObject({
    id: z.string(),
    version: z.number().int(),
    currency: z.string().optional(),
    fields: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'FactsSchema' }) as unknown as z.ZodType<FactsSchema>;

/** One declared field, custom or shipped. */
const factField = z.looseObject({ type: z.string() }).meta({ id: 'FactField' }) as unknown as z.ZodType<FactField>;

/** A facts schema as it is for this programme: its currency, its tiers by name, its custom fields. */
export const factsSchemaDetail = z
  .object({
    id: z.string(),
    /** Counts up with each custom field; a rule names the version it was written against. */
    version: z.number().int(),
    /** Kinds of rules that read it. */
    kinds: z.array(z.string()),
    schema: factsSchema,
    /** The programme's own fields by dotted path. */
    custom: z.record(z.string(), factField),
  })
  .meta({ id: 'FactsSchemaDetail' });
export type FactsSchemaDetail = z.infer<typeof factsSchemaDetail>;

/** Types that a custom field may have. */
export const customFactType = z.enum([
  'string',
  'boolean',
  'integer',
  'decimal',
  'money',
  'day',
  'instant',
  'enum',
  'list',
]);

/** Adds or changes a custom field: a new version of the schema. `rev`: the version that was looked at. */
export const factFieldUpdate = z
  .strictObject({
    rev: z.number().int().min(0),
    type: customFactType,
    label: localText,
    help: localText.optional(),
    unit: localText.optional(),
    example: json.optional(),
    /** The allowed values of an `enum`. */
    values: z
      .array(z.strictObject({ value: z.string().min(1).max(100), label: localText.optional() }))
      .min(1)
      .max(500)
      .optional(),
    /** Whether an event may lack it; a rule must then say what happens. */
    optional: z.boolean().default(true),
  })
  .refine((value) => (value.type === 'enum') === (value.values !== undefined), {
    path: ['values'],
    message: 'an enum names its values, and nothing else does',
  })
  .meta({ id: 'FactFieldUpdate' });
export type FactFieldUpdate = z.infer<typeof factFieldUpdate>;

/** Path of a custom field: names with dots, e.g. `partner.region`. A name that objects inherit cannot be one. */
export const factPath = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}(\.[a-z][A-Za-z0-9_]{0,39}){1,3}$/);
