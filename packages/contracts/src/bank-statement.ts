import { z } from 'zod';
import { instant, partnerRef } from './common.js';
import { money } from './money.js';

const day = z.iso.date();

/** Which columns of a bank's CSV hold what, by their titles; common titles in English and German are known without it. */
export const bankCsvColumns = z.strictObject({
  date: z.string().max(100).optional(),
  amount: z.string().max(100).optional(),
  currency: z.string().max(100).optional(),
  name: z.string().max(100).optional(),
  iban: z.string().max(100).optional(),
  reference: z.string().max(100).optional(),
  endToEndId: z.string().max(100).optional(),
  text: z.string().max(100).optional(),
  returnReason: z.string().max(100).optional(),
});

export const bankStatementFormat = z.enum(['camt053', 'csv']);

/** Reads what a bank says it has booked. The same file twice changes nothing. */
export const bankStatementImport = z.strictObject({
  /** The file's name, for people. */
  name: z.string().trim().min(1).max(200),
  content: z.string().min(1).max(20_000_000),
  /** Told by the content where absent. */
  format: bankStatementFormat.optional(),
  columns: bankCsvColumns.optional(),
  /** The currency of a CSV that names none. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Says what would be matched and stores nothing. */
  dryRun: z.boolean().default(false),
});
export type BankStatementImport = z.infer<typeof bankStatementImport>;

/**
 * `matched`: by its reference, posted · `suggested`: amount and name fit, a person is to confirm · `open`: nothing fits ·
 * `mine`: a person matched it · `dismissed`: a person said that it is no payout of ours · `pending`: not booked by the bank.
 */
export const bankEntryState = z.enum(['matched', 'suggested', 'open', 'mine', 'dismissed', 'pending']);
export type BankEntryState = z.infer<typeof bankEntryState>;

export const bankEntry = z
  .object({
    id: z.string(),
    statement: z.string(),
    /** The bank's own reference of the entry. */
    reference: z.string(),
    bookedAt: day,
    /** `debit`: money left the account; `credit`: money came (back). */
    direction: z.enum(['debit', 'credit']),
    amount: money,
    name: z.string().optional(),
    /** The last characters of the other side's account. */
    account: z.string().optional(),
    endToEndId: z.string().optional(),
    text: z.string().optional(),
    /** e.g. `AC04`, in words beside it. */
    returnReason: z.object({ code: z.string(), text: z.string() }).optional(),
    state: bankEntryState,
    /** What it says of the payouts that it is matched with. */
    outcome: z.enum(['paid', 'returned']).optional(),
    payouts: z.array(z.object({ payout: z.string(), partner: partnerRef, amount: money })),
    suggestions: z.array(
      z.object({ payout: z.string(), batch: z.string(), partner: partnerRef, amount: money, why: z.string() }),
    ),
    /** Why it could not be posted by itself, in words. */
    problem: z.string().optional(),
    settledBy: z.object({ id: z.string(), name: z.string(), at: instant, note: z.string().optional() }).optional(),
  })
  .meta({ id: 'BankEntry' });
export type BankEntryDto = z.infer<typeof bankEntry>;

export const bankStatementRow = z
  .object({
    id: z.string(),
    name: z.string(),
    format: bankStatementFormat,
    sha256: z.string(),
    /** The account's last characters. */
    account: z.string().optional(),
    /** The bank's number of the statement. */
    number: z.string().optional(),
    from: day.optional(),
    to: day.optional(),
    entries: z.number().int(),
    /** Entries by state. */
    counts: z.record(bankEntryState, z.number().int()),
    importedBy: z.object({ id: z.string(), name: z.string() }),
    importedAt: instant,
  })
  .meta({ id: 'BankStatement' });
export type BankStatementRow = z.infer<typeof bankStatementRow>;

export const bankStatementDetail = bankStatementRow.meta({ id: 'BankStatementDetail' });

export const bankStatementImported = z
  .object({
    statement: bankStatementRow,
    dryRun: z.boolean(),
    /** False where this file had been imported before. */
    isNew: z.boolean(),
    /** The first of its entries, matched ones last. */
    entries: z.array(bankEntry),
  })
  .meta({ id: 'BankStatementImported' });
export type BankStatementImported = z.infer<typeof bankStatementImported>;

/** A person says which payout an entry is: a debit pays it, a credit returns it. */
export const bankEntryMatch = z.strictObject({
  payout: z.string().min(1).max(80),
  note: z.string().trim().max(1000).optional(),
});
export type BankEntryMatch = z.infer<typeof bankEntryMatch>;

export const bankEntryDismiss = z.strictObject({ note: z.string().trim().min(1).max(1000) });
export type BankEntryDismiss = z.infer<typeof bankEntryDismiss>;
