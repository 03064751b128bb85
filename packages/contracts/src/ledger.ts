import { z } from 'zod';
import { instant, partnerRef } from './common.js';
import { money } from './money.js';

export const journal = z
  .object({
    id: z.string(),
    partner: partnerRef,
    seq: z.number().int(),
    at: instant,
    kind: z.string(),
    cause: z.string(),
    commissions: z.array(
      z.object({ id: z.string(), delta: money, state: z.string().optional(), approval: z.string().optional() }),
    ),
    payout: z.string().optional(),
    batch: z.string().optional(),
    postings: z.array(z.object({ account: z.string(), amount: money })),
    reason: z.string().optional(),
    actor: z.string(),
  })
  .meta({ id: 'Journal' });
export type JournalDto = z.infer<typeof journal>;

/** A journal with what the partner's accounts held after it. */
export const journalDetail = journal
  .extend({
    balances: z.array(z.object({ account: z.string(), balance: money })),
    conversion: z.object({ from: money, to: money, rate: z.string(), date: z.string(), source: z.string() }).optional(),
    /** Sums to zero in every currency. */
    balanced: z.boolean(),
  })
  .meta({ id: 'JournalDetail' });
export type JournalDetail = z.infer<typeof journalDetail>;

/** An account's balance over all partners, per currency; positive = it holds that much. */
export const accountBalance = z.object({ account: z.string(), balance: money }).meta({ id: 'AccountBalance' });
export type AccountBalanceDto = z.infer<typeof accountBalance>;
export const accountsResponse = z.object({ data: z.array(accountBalance) });

/** Per currency the balances of all accounts; `sum` is zero in a book that balances. */
export const trialBalance = z
  .object({
    asOf: instant,
    currencies: z.array(
      z.object({ currency: z.string(), accounts: z.array(accountBalance), sum: money, balanced: z.boolean() }),
    ),
  })
  .meta({ id: 'TrialBalance' });
export type TrialBalanceDto = z.infer<typeof trialBalance>;
