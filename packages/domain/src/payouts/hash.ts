import { sha256Hex, type PayoutId } from '../ids.js';
import { canonicalJson } from '../json.js';
import type { Money } from '../money.js';
import type { Payout } from '../payout.js';
import type { ProgrammeSettings } from '../programme.js';

/**
 * Names the exact items and total of a batch: SHA-256 over canonical JSON of `[payout id, partner, currency, amount,
 * [[commission id, amount]…]]` sorted by payout id, items by commission id. An approval holds for this hash alone.
 */
export function itemsHash(
  payouts: readonly Pick<Payout, 'id' | 'partner' | 'currency' | 'amount' | 'items'>[],
): string {
  const rows = [...payouts]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((payout) => [
      payout.id,
      payout.partner,
      payout.currency,
      payout.amount.amount.toString(),
      [...payout.items]
        .sort((a, b) => (a.commission < b.commission ? -1 : 1))
        .map(({ commission, amount }) => [commission, amount.amount.toString()]),
    ]);
  return sha256Hex(canonicalJson(rows));
}

/** One approver, or two from the programme's threshold in the batch's currency; a currency without one always needs two. */
export function approversNeeded(total: Money, settings: Pick<ProgrammeSettings, 'secondApproverFrom'>): 1 | 2 {
  const from = settings.secondApproverFrom[total.currency];
  return from === undefined || total.amount >= BigInt(from) ? 2 : 1;
}

/** The rail's idempotency key; the generation counts up only after a definite refusal. */
export function attemptKey(payout: PayoutId, generation: number): string {
  return `${payout}/${generation}`;
}
