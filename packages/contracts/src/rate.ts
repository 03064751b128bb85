import { z } from 'zod';
import { instant } from './common.js';
import { listQuery } from './list.js';

const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, e.g. "USD"');
const day = z.iso.date().meta({ example: '2026-11-20' });

/** What one whole unit of `from` is worth in `to` on a day. */
export const rate = z
  .object({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    date: z.string(),
    rate: z.string(),
    /** `ecb`, `import:<file>` or `manual:<person>`. */
    source: z.string(),
    by: z.string(),
    at: instant,
    reason: z.string().optional(),
  })
  .meta({ id: 'Rate' });
export type RateDto = z.infer<typeof rate>;

export const rateQuery = listQuery.extend({
  from: currency.optional(),
  to: currency.optional(),
  date: day.optional(),
});

/** A rate set by hand, over the one that is stored for that day; what was converted keeps the rate it was converted by. */
export const rateSet = z
  .strictObject({
    from: currency,
    to: currency,
    date: day,
    rate: z.string().max(32),
    reason: z.string().trim().min(3, 'say why, for those who check').max(500),
  })
  .meta({ id: 'RateSet' });
export type RateSet = z.infer<typeof rateSet>;

/** Where rates come from, how long one counts, and over which currency they are crossed. */
export const rateSettings = z
  .strictObject({
    source: z.enum(['ecb', 'own']),
    maxAgeDays: z.number().int().min(0).max(31),
    base: currency.default('EUR'),
  })
  .meta({ id: 'RateSettings' });

/**
 * A file of rates. `csv`: columns `from,to,date,rate` with a header, in any order. `ecb`: the European Central Bank's file
 * (eurofxref, daily or history). Nothing that is stored is changed; with `dryRun` nothing is added either.
 */
export const rateImport = z
  .strictObject({
    format: z.enum(['csv', 'ecb']),
    content: z.string().min(1).max(12_000_000),
    /** What the file is called, as the source of its rates. */
    name: z
      .string()
      .trim()
      .regex(/^[\w .()-]{1,80}$/, 'a file name')
      .optional(),
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'RateImport' });

export const rateImportResult = z
  .object({
    dryRun: z.boolean(),
    added: z.number().int(),
    same: z.number().int(),
    /** Lines that were not taken, the first hundred. */
    problems: z.array(z.object({ line: z.number().int(), code: z.string(), message: z.string() })),
    problemsInAll: z.number().int(),
  })
  .meta({ id: 'RateImportResult' });
export type RateImportResult = z.infer<typeof rateImportResult>;

/** What a programme has to convert by, and how fresh it is. */
export const rateStatus = z
  .object({
    currency: z.string(),
    source: z.enum(['ecb', 'own']),
    maxAgeDays: z.number().int(),
    base: z.string(),
    today: z.string(),
    /** The newest of each pair; `stale` where it is too old for an order of today. */
    pairs: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        date: z.string(),
        ageDays: z.number().int(),
        stale: z.boolean(),
        days: z.number().int(),
      }),
    ),
    /** The last time that the source was asked. */
    fetched: z.object({ at: instant, added: z.number().int(), error: z.string().optional() }).optional(),
  })
  .meta({ id: 'RateStatus' });
export type RateStatus = z.infer<typeof rateStatus>;
