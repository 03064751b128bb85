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
