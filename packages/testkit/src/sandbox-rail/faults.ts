import { z } from 'zod';

/**
 * What the rail can be told to do. `refuse`: recorded as refused, 422 · `accept`: stays accepted until told to pay ·
 * `delay`: recorded, answered after `delayMs` · `lose_before` / `lose_after`: the connection ends without an answer,
 * before or after recording · `double`: each webhook comes twice · `return`: paid, then returned after `delayMs` ·
 * `429`, `500`: answered so, not recorded unless `recorded`.
 */
export const faultKinds = [
  'accept',
  'refuse',
  'delay',
  'lose_before',
  'lose_after',
  'double',
  'return',
  '429',
  '500',
] as const;

export const faultInput = z.strictObject({
  kind: z.enum(faultKinds),
  /** For how many matching sends; null: for all until cleared. */
  times: z.int().min(1).nullable().default(1),
  match: z.strictObject({ account: z.string(), payout: z.string(), key: z.string() }).partial().default({}),
  delayMs: z.int().min(0).max(600_000).default(0),
  code: z.string().default('account_closed'),
  message: z.string().default('The account does not take payments.'),
  recorded: z.boolean().default(false),
  /** For `double`: the second webhook has an id of its own. */
  distinct: z.boolean().default(false),
});

export type Fault = z.infer<typeof faultInput> & { id: string };

export interface Send {
  key: string;
  payout: string;
  account: { id: string };
}

/** The oldest fault that fits the send. */
export function matchingFault(faults: Iterable<Fault>, send: Send): Fault | undefined {
  for (const fault of faults) {
    const { account, payout, key } = fault.match;
    if (account !== undefined && account !== send.account.id) continue;
    if (payout !== undefined && payout !== send.payout) continue;
    if (key !== undefined && key !== send.key) continue;
    return fault;
  }
  return undefined;
}
